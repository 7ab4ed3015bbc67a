import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import { isSameUri, parseUri, showUri } from "../client/uri.ts"
import { ownProperties, type ServerMetadata, type TransportSettings } from "../flow/options.ts"
import { type Answer, type Outgoing, requireSuccess, send } from "../http/send.ts"
import { untrusted } from "../http/untrusted.ts"
import { messages } from "../messages.ts"

/** Metadata that a caller passes about an issuer in addition to its document. */
export type AddedMetadata = Omit<ServerMetadata, "issuer">

/**
 * The issuer's metadata: by OpenID Connect Discovery 1.0 section 4, or by RFC 8414 section 3 for servers that have only
 * that, as those of MCP.
 */
export async function discoverMetadata(
  issuer: string,
  settings: TransportSettings,
  signal: AbortSignalLike | undefined,
  added: AddedMetadata | undefined,
): Promise<ServerMetadata> {
  const outgoing: Outgoing = { endpoint: "discovery", client: undefined, settings, issuer, sensitive: [], signal }
  for (const url of discoveryUrls(issuer)) {
    const answer = await send(outgoing, url, { method: "GET", headers: { accept: "application/json" } })
    if (isMissing(answer)) continue
    return addMetadata(readMetadata(requireSuccess(outgoing, answer), issuer), added)
  }
  throw new ClientSecretsError("unsupported", messages.notDiscovered(showUri(issuer)))
}

function discoveryUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  return [
    `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, "")}`,
  ]
}

function isMissing({ status }: Answer): boolean {
  return status === 404 || status === 405 || status === 410
}

function readMetadata(body: Readonly<Record<string, unknown>>, issuer: string): ServerMetadata {
  const named = body["issuer"]
  if (typeof named !== "string" || !isIssuerOf(named, issuer))
    throw untrusted(messages.otherIssuer(showUri(issuer), typeof named === "string" ? showUri(named) : "none"))
  return body as ServerMetadata
}

/** The caller may add what the issuer does not publish, and replace nothing. */
function addMetadata(published: ServerMetadata, added: AddedMetadata | undefined): ServerMetadata {
  for (const [member, value] of Object.entries(added ?? {})) {
    if (published[member] !== undefined && published[member] !== value)
      throw new TypeError(messages.metadataReplaced(member))
  }
  return ownProperties({ ...added, ...published })
}

/** The placeholder for the tenant in Microsoft Entra's metadata for several tenants. */
export const tenantPlaceholder = "{tenantid}"

/** Whether a document that names this issuer is the requested one. */
function isIssuerOf(named: string, asked: string): boolean {
  if (isSameUri(named, asked)) return true
  const [before, after] = named.split(tenantPlaceholder)
  if (after === undefined || before === undefined || parseUri(before) === undefined) return false
  const tenant = asked.slice(before.length, asked.length - after.length)
  return /^[\w-]+$/.test(tenant) && before + tenant + after === asked
}
