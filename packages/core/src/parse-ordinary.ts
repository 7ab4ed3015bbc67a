import type { AnyClientSecrets } from "./client-secrets.ts"
import { createExtraMembers } from "./extra-members.ts"
import { createSecret } from "./secret.ts"
import type { ValidateOptions } from "./validate.ts"

const text = /^[A-XZa-z0-9][!#-&(-~]*$/
// Hosts by name alone, ending in letters: no address, port or encoded name.
const uri = /^https:\/\/(?:(?!xn--)[a-z0-9-]+\.)+[a-z]+(?:\/[\w./~-]*)?$/
const redirect = /^(?:https:\/\/(?:(?!xn--)[a-z0-9-]+\.)+[a-z]+|http:\/\/localhost(?::[1-9]\d{0,3})?)(?:\/[\w./~-]*)?$/
const google = /\.google(?:apis)?\.com\//

const noExtra = createExtraMembers(new Map())

/**
 * The fast path: reads the file as providers hand it out, and leaves everything else to the exact one.
 *
 * It may say no (`undefined`) to a good file, never yes to one that the exact path would reject or warn about; a property
 * test holds the two together.
 */
export function parseOrdinary(document: string, options: ValidateOptions | undefined): AnyClientSecrets | undefined {
  if (document.includes("\\")) return undefined
  let root: Record<string, unknown>
  try {
    root = JSON.parse(document)
  } catch {
    return undefined
  }
  if (typeof root !== "object" || root === null) return undefined
  const types = Object.keys(root)
  const type = types[0]
  if (types.length > 1 || (type !== "web" && type !== "installed") || (options?.type ?? type) !== type) return undefined
  const client = root[type] as Record<string, unknown>
  if (typeof client !== "object" || client === null) return undefined

  let clientId: string | undefined
  let clientSecret: string | undefined
  let redirectUris: readonly string[] | undefined
  let authUri: string | undefined
  let tokenUri: string | undefined
  let rest: Record<string, unknown> | undefined
  const names = Object.keys(client)
  for (const name of names) {
    const value = client[name] as string
    if (name === "redirect_uris") {
      if (!isOrdinaryList(value)) return undefined
      redirectUris = value
    } else if (name === "javascript_origins") {
      if (!isOrdinaryList(value)) return undefined
      rest = { ...rest, javascriptOrigins: value }
    } else if (typeof value !== "string") return undefined
    else if (name === "client_id" && text.test(value)) clientId = value
    else if (name === "client_secret" && text.test(value)) clientSecret = value
    else if (name === "auth_uri" && uri.test(value)) authUri = value
    else if (name === "token_uri" && uri.test(value)) tokenUri = value
    else if (name === "auth_provider_x509_cert_url" && uri.test(value))
      rest = { ...rest, authProviderX509CertUrl: value }
    else if (name === "project_id" && text.test(value)) rest = { ...rest, projectId: value }
    else if (name === "universe_domain" && text.test(value)) rest = { ...rest, universeDomain: value }
    else return undefined
  }
  if (!clientId || !clientSecret || !redirectUris || !authUri || !tokenUri) return undefined
  // Without an escape, a quote and a colon meet only behind a name: to count them shows every duplicate.
  if (document.match(/"\s*:/g)!.length !== names.length + 1) return undefined
  // The secret must stand once: a second place would be a public one.
  if (document.indexOf(clientSecret, document.indexOf(clientSecret) + 1) > 0) return undefined
  if (google.test(authUri) !== google.test(tokenUri)) return undefined
  return Object.freeze({
    type,
    clientId,
    clientSecret: createSecret(clientSecret),
    redirectUris,
    authUri,
    tokenUri,
    ...rest,
    extra: noExtra,
  }) as AnyClientSecrets
}

function isOrdinaryList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false
  // An expression would test the text of a nested list.
  return Object.freeze(value).every(item => typeof item === "string" && redirect.test(item))
}
