import {
  type AnyClientSecrets,
  ClientSecretsError,
  type ClientSecretsIssue,
  type ClientSecretsIssueCode,
} from "@client-secrets/core"
import { ownProperties, type ServerMetadata, type Settings } from "../flow/options.ts"
import { googleIssuer, isGoogleEndpoint } from "./google-endpoints.ts"
import { requireClient } from "./require-client.ts"
import { isLoopback, parseUri } from "./uri.ts"

/** A client file and the options, checked against each other: what every step of the flow works on. */
export interface Client {
  readonly secrets: AnyClientSecrets & {
    readonly clientId: string
    readonly authUri: string
    readonly tokenUri: string
  }
  readonly settings: Settings
  /** The issuer or its metadata, from the options or the file; `undefined` where nothing names it. */
  readonly issuer: string | ServerMetadata | undefined
}

/**
 * @throws {ClientSecretsError} `invalid` where a member is missing, or an endpoint insecure or Google's beside another's.
 * @throws {TypeError} where it is no client, or `openid` is asked for and nothing names the issuer.
 */
export function prepareClient(given: AnyClientSecrets, settings: Settings): Client {
  requireClient(given)
  const secrets = ownProperties(given)
  const { clientId, authUri = "", tokenUri = "" } = secrets
  if (!clientId) throw invalid(secrets, "client_id", "missing", "is not there")
  const issuer = settings.issuer ?? secrets.issuer ?? (isGoogleEndpoint("auth_uri", authUri) ? googleIssuer : undefined)
  // Every member that a secret or a token is sent to. The issuer names further endpoints.
  const endpoints: readonly (readonly [member: string, uri: string | undefined])[] = [
    ["auth_uri", authUri],
    ["token_uri", tokenUri],
    ["revoke_uri", secrets.revokeUri],
    ["userinfo_uri", secrets.userinfoUri],
    ["token_introspection_uri", secrets.tokenIntrospectionUri],
    ["issuer", parseUri(issuerOf({ issuer }) ?? "")?.href],
  ]
  let isGooglePresent = false
  let foreign: string | undefined
  for (const [member, uri] of endpoints) {
    if (uri === undefined) continue
    const url = parseUri(uri)
    if (url === undefined) throw invalid(secrets, member, "missing", "is not there")
    if (!isSecure(url, settings)) throw invalid(secrets, member, "insecure_endpoint", "is not https")
    if (isGoogleEndpoint(member, uri)) isGooglePresent = true
    else if (!settings.allowedEndpointOrigins?.includes(url.origin)) foreign ??= member
  }
  if (isGooglePresent && foreign !== undefined)
    throw invalid(secrets, foreign, "mixed_endpoints", "is not Google's, another is: see allowedEndpointOrigins")
  // One that is no URL would equal no issuer that a callback names, or any.
  if (settings.openId || issuer !== undefined) requireIssuer(issuer, settings.openId ? "openid" : "This")
  return { secrets: secrets as Client["secrets"], settings, issuer }
}

/** The issuer's name, where anything names it. */
export function issuerOf({ issuer }: Pick<Client, "issuer">): string | undefined {
  return typeof issuer === "object" ? issuer.issuer : issuer
}

export function requireIssuer(issuer: Client["issuer"], purpose: string): string {
  const name = issuerOf({ issuer })
  if (name !== undefined && parseUri(name) !== undefined) return name
  throw new TypeError(`${purpose} needs the issuer's URL, as an option or in the file.`)
}

/** Whether a secret may be sent there: https, or this machine. */
export function isSecure(url: URL, { allowInsecureEndpoints }: Settings): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && (isLoopback(url) || allowInsecureEndpoints === true))
}

export function invalid(
  { type }: AnyClientSecrets,
  member: string,
  code: ClientSecretsIssueCode,
  what: string,
): ClientSecretsError {
  const message = `${type}.${member} ${what}.`
  const issue: ClientSecretsIssue = { code, message, path: [type, member], hint: "Take the client file anew." }
  return new ClientSecretsError("invalid", message, { issues: [issue] })
}
