import * as v from "valibot"
import { isConsistent, isCredential, isEndpoint, isRedirectUri, isText } from "./value-rules.ts"

const text = v.pipe(v.string(), v.check(isText))
const credential = v.pipe(v.string(), v.check(isCredential))
const endpoint = v.pipe(v.string(), v.check(isEndpoint))

const members = v.object({
  client_id: credential,
  client_secret: credential,
  redirect_uris: v.pipe(v.array(v.pipe(v.string(), v.check(isRedirectUri))), v.minLength(1)),
  auth_uri: endpoint,
  token_uri: endpoint,
  project_id: v.optional(text),
  auth_provider_x509_cert_url: v.optional(endpoint),
  javascript_origins: v.optional(v.array(v.pipe(v.string(), v.check(isRedirectUri)))),
})
const client = v.pipe(members, v.check(isConsistent))

/** The value rules of the format. */
export const valibotWithRules = v.union([v.strictObject({ web: client }), v.strictObject({ installed: client })])

const fiveMembers = v.object({
  client_id: v.string(),
  client_secret: v.string(),
  redirect_uris: v.array(v.string()),
  auth_uri: v.string(),
  token_uri: v.string(),
})

/** Only the five members and their types. */
export const valibotMembers = v.union([v.object({ web: fiveMembers }), v.object({ installed: fiveMembers })])
