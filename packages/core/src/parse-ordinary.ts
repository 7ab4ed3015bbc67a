import type { AnyClientSecrets } from "./client-secrets.ts"
import { createExtraMembers } from "./extra-members.ts"
import { createSecret } from "./secret.ts"
import { google } from "./uri.ts"
import type { ValidateOptions } from "./validate.ts"

const text = /^[A-XZa-z0-9][!#-&(-~]*$/
// A host by its name: no address, no port.
const uri = /^https:\/\/[a-z0-9.-]+\.[a-z]+\/[\w./~-]*$/
const local = /^http:\/\/localhost(?::[1-9]\d{0,3})?(?:\/[\w./~-]*)?$/
const googleAuth = "https://accounts.google.com/o/oauth2/auth"
const googleToken = "https://oauth2.googleapis.com/token"
const extra = createExtraMembers(new Map())

/**
 * The fast path: the text of a file as Google hands it out. It leaves everything else to the exact path, so it may say no
 * (`undefined`) to a good file, but never yes to one that the exact path rejects or warns about; a property test holds
 * the two together. Every statement is timed by the benchmark, which is why it looks as it does.
 */
export function parseOrdinary(document: string, options: ValidateOptions): AnyClientSecrets | undefined {
  // Without an escape, a quote and a colon meet only behind a name. A host that begins with xn-- may not parse.
  if (document.includes("\\") || document.includes("xn--")) return undefined
  let root: Record<string, unknown>
  try {
    root = JSON.parse(document)
  } catch {
    return undefined
  }
  const types = Object.keys(root ?? 0)
  const type = types[0]
  if (types[1] || (type !== "web" && type !== "installed") || (options.type ?? type) !== type) return undefined
  const client = root[type] as Record<string, string>
  const names = Object.keys(client ?? 0)
  let clientId = ""
  let clientSecret = ""
  let redirectUris: unknown
  let authUri = ""
  let tokenUri = ""
  let authProviderX509CertUrl: string | undefined
  let projectId: string | undefined
  for (const name of names) {
    const content = client[name]!
    if (name === "redirect_uris") redirectUris = content
    else if (typeof content !== "string") return undefined
    else if (name === "client_id") clientId = content
    else if (name === "client_secret") clientSecret = content
    else if (name === "auth_uri") authUri = content
    else if (name === "token_uri") tokenUri = content
    else if (name === "auth_provider_x509_cert_url" && uri.test(content)) authProviderX509CertUrl = content
    else if (name === "project_id" && text.test(content)) projectId = content
    else return undefined
  }
  if (!text.test(clientId) || !text.test(clientSecret) || !Array.isArray(redirectUris) || !redirectUris[0])
    return undefined
  for (const item of redirectUris) if (!uri.test(item) && !local.test(item)) return undefined
  if (authUri !== googleAuth || tokenUri !== googleToken) {
    if (!uri.test(authUri) || !uri.test(tokenUri) || google.test(authUri) !== google.test(tokenUri)) return undefined
  }
  // As many names as members: none stands twice.
  let count = -1
  for (let at = document.indexOf(":"); at > 0; at = document.indexOf(":", at + 1)) {
    const before = document.charCodeAt(at - 1)
    if (before === 0x22) count++
    else if (before < 0x21) return undefined
  }
  // The secret stands once: a second place would be a public one.
  const head = clientSecret.slice(0, 6)
  if (count !== names.length || document.indexOf(head, document.indexOf(head) + 1) > 0) return undefined
  const value: Record<string, unknown> = {
    type,
    clientId,
    clientSecret: createSecret(clientSecret),
    redirectUris: Object.freeze(redirectUris),
    authUri,
    tokenUri,
    extra,
  }
  if (authProviderX509CertUrl) value["authProviderX509CertUrl"] = authProviderX509CertUrl
  if (projectId) value["projectId"] = projectId
  return Object.freeze(value) as unknown as AnyClientSecrets
}
