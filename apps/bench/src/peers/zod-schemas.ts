import * as z from "zod"
import { isConsistent, isCredential, isEndpoint, isRedirectUri, isText } from "./value-rules.ts"

const text = z.string().refine(isText)
const credential = z.string().refine(isCredential)
const endpoint = z.string().refine(isEndpoint)

const members = z.object({
  client_id: credential,
  client_secret: credential,
  redirect_uris: z.array(z.string().refine(isRedirectUri)).min(1),
  auth_uri: endpoint,
  token_uri: endpoint,
  project_id: text.optional(),
  auth_provider_x509_cert_url: endpoint.optional(),
  javascript_origins: z.array(z.string().refine(isRedirectUri)).optional(),
})
const client = members.refine(isConsistent)

/** The value rules of the format. */
export const zodWithRules = z.union([z.strictObject({ web: client }), z.strictObject({ installed: client })])

const fiveMembers = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  redirect_uris: z.array(z.string()),
  auth_uri: z.string(),
  token_uri: z.string(),
})

/** Only the five members and their types. */
export const zodMembers = z.union([z.object({ web: fiveMembers }), z.object({ installed: fiveMembers })])
