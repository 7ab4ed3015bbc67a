import {
  type AnyClientSecrets,
  ClientSecretsError,
  type ClientSecretsIssue,
  type ClientSecretsIssueCode,
  clientSecretsMembers,
} from "@client-secrets/core"
import { googleIssuer, isGoogleHost } from "@client-secrets/recognize"
import {
  type ClientSettings,
  ownProperties,
  type ServerMetadata,
  type Settings,
  type TransportSettings,
} from "../flow/options.ts"
import { messages } from "../messages.ts"
import { isGoogleEndpoint } from "./google-endpoints.ts"
import { requireClient } from "./require-client.ts"
import { isAddressOrLocalhost, isLoopback, parseUri } from "./uri.ts"

/** A client's own properties, with the members that every client needs. */
export type OwnSecrets = AnyClientSecrets & {
  readonly clientId: string
  readonly authUri: string
  readonly tokenUri: string
}

/** A client file and the options, checked against each other. */
export interface CheckedClient {
  readonly secrets: OwnSecrets
  /** The issuer's metadata, if the options contain it. */
  readonly metadata: ServerMetadata | undefined
  /** The issuer, if the options or the file name it, or if the provider is Google. */
  readonly issuer: string | undefined
}

/** The data for every step of a flow. */
export interface Client extends CheckedClient {
  readonly settings: Settings
}

/**
 * @throws {ClientSecretsError} `invalid` if a member is missing, or if an endpoint is insecure or belongs to a provider
 *   other than Google while another endpoint is Google's
 * @throws {TypeError} if it is not a client, or if the scope has `openid` and nothing names the issuer
 */
export function prepareClient(given: AnyClientSecrets, settings: Settings): Client {
  const client = checkClient(given, settings)
  if (settings.openId) requireIssuer(client.issuer, "The scope openid")
  return { ...client, settings }
}

/** The checks that need no scope: a bridge makes them too. */
export function checkClient(given: AnyClientSecrets, settings: ClientSettings): CheckedClient {
  requireClient(given)
  const secrets = ownProperties(given)
  if (!secrets.clientId) throw missingMember(secrets, "client_id")
  const { metadata, issuer } = readIssuer(secrets, settings)
  checkEndpoints(secrets, issuer, settings)
  return { secrets: secrets as OwnSecrets, metadata, issuer }
}

function readIssuer(secrets: AnyClientSecrets, { issuer: option }: ClientSettings): Omit<CheckedClient, "secrets"> {
  const isMetadata = typeof option === "object" && option !== null
  const implied = isGoogleEndpoint("auth_uri", secrets.authUri ?? "") ? googleIssuer : undefined
  const issuer = isMetadata ? option.issuer : (option ?? secrets.issuer ?? implied)
  // One that is not a URL would equal no issuer that a callback names, or any.
  if (isMetadata && issuer === undefined) throw new TypeError(messages.badIssuer)
  if (issuer !== undefined) requireIssuer(issuer, "The option issuer")
  // With a slash at its end it is Google's too.
  const isGoogle = issuer !== undefined && isGoogleEndpoint("issuer", issuer)
  return { metadata: isMetadata ? option : undefined, issuer: isGoogle ? googleIssuer : issuer }
}

export function requireIssuer(issuer: string | undefined, purpose: string): string {
  if (issuer === undefined) throw new TypeError(messages.issuerNeeded(purpose))
  const url = typeof issuer === "string" ? parseUri(issuer) : undefined
  // "localhost:8080/realms/a" is a URL whose scheme is "localhost:".
  if (url === undefined || !isWeb(url)) throw new TypeError(messages.badIssuer)
  return issuer
}

const endpointMembers = clientSecretsMembers.filter(({ kind }) => kind === "endpoint")

/** Every member that a secret or a token is sent to is compared: the issuer too, since it names further endpoints. */
function checkEndpoints(secrets: AnyClientSecrets, issuer: string | undefined, settings: ClientSettings): void {
  let isGooglePresent = false
  let foreign: ClientSecretsError | undefined
  for (const { name: member, property, required } of endpointMembers) {
    const uri = member === "issuer" ? issuer : (secrets as Readonly<Record<string, unknown>>)[property]
    if (uri === undefined && !required) continue
    if (typeof uri !== "string" || uri === "") throw missingMember(secrets, member)
    const { origin, hostname } = requireSecureUrl(secrets, member, uri, settings)
    // Another address there may be Google's sign-in too: the user would sign in at Google, and the secret go elsewhere.
    const isAtGoogle = isGoogleHost(hostname)
    if (isAtGoogle) isGooglePresent = true
    if (!isGoogleEndpoint(member, uri) && !settings.allowedEndpointOrigins.includes(origin))
      foreign ??= mixedEndpoint(secrets, member, origin, isAtGoogle)
  }
  if (isGooglePresent && foreign !== undefined) throw foreign
}

function mixedEndpoint(
  secrets: AnyClientSecrets,
  member: string,
  origin: string,
  isAtGoogle: boolean,
): ClientSecretsError {
  const [message, hint] = isAtGoogle
    ? [messages.notGooglesEndpoint(member, origin), messages.notGooglesEndpointHint]
    : [messages.mixed(member, origin), messages.mixedHint]
  return invalidMember(secrets, member, "mixed_endpoints", message, hint)
}

function requireSecureUrl(secrets: AnyClientSecrets, member: string, uri: string, settings: ClientSettings): URL {
  const url = parseUri(uri)
  if (url === undefined)
    throw invalidMember(secrets, member, "invalid_uri", messages.notAUrl(member), messages.missingMemberHint)
  if (!isSecure(url, settings))
    throw invalidMember(secrets, member, "insecure_endpoint", messages.insecure(member), messages.insecureHint)
  return url
}

function missingMember(secrets: AnyClientSecrets, member: string): ClientSecretsError {
  return invalidMember(secrets, member, "missing", messages.missingMember(member), messages.missingMemberHint)
}

/** Whether a secret may be sent there: by https, or to this machine. */
export function isSecure(url: URL, { allowInsecureEndpoints }: TransportSettings): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && (isLoopback(url) || allowInsecureEndpoints))
}

/**
 * Whether an issuer with a name names an endpoint that is an address or this machine: it could be anything that listens here
 * or in this network.
 */
export function isStray(url: URL, issuer: string, { allowInsecureEndpoints }: TransportSettings): boolean {
  const named = parseUri(issuer)
  return !allowInsecureEndpoints && named !== undefined && isAddressOrLocalhost(url) && !isAddressOrLocalhost(named)
}

function isWeb({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "http:"
}

export function invalidMember(
  { type }: AnyClientSecrets,
  member: string,
  code: ClientSecretsIssueCode,
  message: string,
  hint: string,
): ClientSecretsError {
  const issue: ClientSecretsIssue = { code, severity: "error", message, path: [type, member], hint }
  return new ClientSecretsError("invalid", `${message} ${hint}`, { issues: [issue] })
}
