import * as z from "zod"
import { isEndpoint, isRedirectUri, isText } from "./value-rules.ts"

const text = z.string().refine(isText)
const endpoint = z.string().refine(isEndpoint)

const client = z.object({
  client_id: text,
  client_secret: text,
  redirect_uris: z.array(z.string().refine(isRedirectUri)).min(1),
  auth_uri: endpoint,
  token_uri: endpoint,
  project_id: text.optional(),
  auth_provider_x509_cert_url: endpoint.optional(),
  javascript_origins: z.array(z.string().refine(isRedirectUri)).optional(),
})

/** The value rules of the format. */
export const zodWithRules = z.union([z.strictObject({ web: client }), z.strictObject({ installed: client })])

const members = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  redirect_uris: z.array(z.string()),
  auth_uri: z.string(),
  token_uri: z.string(),
})

/** The five members and their types alone. */
export const zodMembers = z.union([z.object({ web: members }), z.object({ installed: members })])
