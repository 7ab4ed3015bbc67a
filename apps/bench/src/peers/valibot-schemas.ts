import * as v from "valibot"
import { isEndpoint, isRedirectUri, isText } from "./value-rules.ts"

const text = v.pipe(v.string(), v.check(isText))
const endpoint = v.pipe(v.string(), v.check(isEndpoint))

const client = v.object({
  client_id: text,
  client_secret: text,
  redirect_uris: v.pipe(v.array(v.pipe(v.string(), v.check(isRedirectUri))), v.minLength(1)),
  auth_uri: endpoint,
  token_uri: endpoint,
  project_id: v.optional(text),
  auth_provider_x509_cert_url: v.optional(endpoint),
  javascript_origins: v.optional(v.array(v.pipe(v.string(), v.check(isRedirectUri)))),
})

/** The value rules of the format. */
export const valibotWithRules = v.union([v.strictObject({ web: client }), v.strictObject({ installed: client })])

const members = v.object({
  client_id: v.string(),
  client_secret: v.string(),
  redirect_uris: v.array(v.string()),
  auth_uri: v.string(),
  token_uri: v.string(),
})

/** The five members and their types alone. */
export const valibotMembers = v.union([v.object({ web: members }), v.object({ installed: members })])
