import type { AnyClientSecrets } from "./client-secrets.ts"
import { createExtraMembers } from "./extra-members.ts"
import { createSecret } from "./secret.ts"
import { google } from "./uri.ts"
import type { ValidateOptions } from "./validate.ts"

const text = /^[A-XZa-z0-9][!#-&(-~]*$/
// A host by its name: no address, no port but of localhost.
const uri = /^https:\/\/[a-z0-9.-]+\.[a-z]+\/[\w./~-]*$/
const listed = /^(?:https:\/\/[a-z0-9.-]+\.[a-z]+|http:\/\/localhost(?::[1-9]\d{0,3})?)(?:\/[\w./~-]*)?$/
const googleAuth = "https://accounts.google.com/o/oauth2/auth"
const googleToken = "https://oauth2.googleapis.com/token"
const extra = createExtraMembers(new Map())

/**
 * The fast path: the text of a file as Google hands it out. It leaves everything else to the exact path, so it may say no
 * (`undefined`) to a good file, but never yes to one that the exact path rejects or warns about; a property test holds
 * the two together. Every statement is timed by the benchmark, which is why it looks as it does.
 */
export function parseOrdinary(document: string, options: ValidateOptions): AnyClientSecrets | undefined {
  let root: Record<string, unknown>
  try {
    root = JSON.parse(document)
  } catch {
    return undefined
  }
  const types = Object.keys(root ?? 0)
  const type = types[0]
  if (types[1] || (type !== "web" && type !== "installed") || (options.type ?? type) !== type) return undefined
  const client = root[type] as Record<string, unknown>
  const names = Object.keys(client ?? 0)
  let clientId = ""
  let clientSecret = ""
  let authUri = ""
  let tokenUri = ""
  let redirectUris: unknown
  let javascriptOrigins: unknown
  let authProviderX509CertUrl: string | undefined
  let projectId: string | undefined
  // What compact JSON of just these members takes.
  let length = type.length + 6
  for (const name of names) {
    const content = client[name]
    length += name.length + 4
    if (typeof content === "string") {
      length += content.length + 2
      if (name === "client_id") clientId = content
      else if (name === "client_secret") clientSecret = content
      else if (name === "auth_uri") authUri = content
      else if (name === "token_uri") tokenUri = content
      else if (name === "auth_provider_x509_cert_url" && uri.test(content)) authProviderX509CertUrl = content
      else if (name === "project_id" && text.test(content)) projectId = content
      else return undefined
    } else {
      if (!Array.isArray(content) || !content[0]) return undefined
      length++
      for (const item of content) {
        if (typeof item !== "string" || !listed.test(item)) return undefined
        length += item.length + 3
      }
      if (name === "redirect_uris") redirectUris = Object.freeze(content)
      else if (name === "javascript_origins") javascriptOrigins = Object.freeze(content)
      else return undefined
    }
  }
  if (!redirectUris || !text.test(clientId) || !text.test(clientSecret) || document.includes("xn--")) return undefined
  if (authUri !== googleAuth || tokenUri !== googleToken) {
    if (!uri.test(authUri) || !uri.test(tokenUri) || google.test(authUri) !== google.test(tokenUri)) return undefined
  }
  // A text that is longer has white space, an escape or a member twice. Without an escape, a quote and a colon meet only
  // behind a name: where there are as many as members, none stands twice.
  if (document.trimEnd().length !== length) {
    if (document.includes("\\")) return undefined
    let count = -1
    for (let at = document.indexOf(":"); at > 0; at = document.indexOf(":", at + 1)) {
      const before = document.charCodeAt(at - 1)
      if (before === 0x22) count++
      else if (before < 0x21) return undefined
    }
    if (count !== names.length) return undefined
  }
  // The secret stands once: a second place would be a public one.
  const head = clientSecret.slice(0, 6)
  if (document.indexOf(head, document.indexOf(head) + 1) > 0) return undefined
  const value: Record<string, unknown> = {
    type,
    clientId,
    clientSecret: createSecret(clientSecret),
    redirectUris,
    authUri,
    tokenUri,
    extra,
  }
  if (authProviderX509CertUrl) value["authProviderX509CertUrl"] = authProviderX509CertUrl
  if (projectId) value["projectId"] = projectId
  if (javascriptOrigins) value["javascriptOrigins"] = javascriptOrigins
  return Object.freeze(value) as unknown as AnyClientSecrets
}
