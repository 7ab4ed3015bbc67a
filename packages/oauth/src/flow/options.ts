import { checkTypes, ownOptions } from "@client-secrets/source-kit"
import { parseUri } from "../client/uri.ts"
import { messages } from "../messages.ts"

/** The part of `fetch` that the flow needs. It must obey the signal. */
export type FetchLike = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body?: URLSearchParams
    readonly redirect: "manual"
    readonly signal: AbortSignal
  },
) => Promise<Response>

/** How a client authenticates, by the names of RFC 7591. */
export type ClientAuthentication = "client_secret_post" | "client_secret_basic" | "none"

export const clientAuthentications: ReadonlySet<unknown> = new Set<ClientAuthentication>([
  "client_secret_post",
  "client_secret_basic",
  "none",
])

/** Authorization server metadata (RFC 8414, OpenID Connect Discovery), by its own names. */
export interface ServerMetadata {
  readonly issuer: string
  readonly authorization_endpoint?: string
  readonly token_endpoint?: string
  readonly jwks_uri?: string
  readonly revocation_endpoint?: string
  readonly device_authorization_endpoint?: string
  readonly userinfo_endpoint?: string
  readonly introspection_endpoint?: string
  readonly end_session_endpoint?: string
  readonly token_endpoint_auth_methods_supported?: readonly string[]
  readonly id_token_signing_alg_values_supported?: readonly string[]
  readonly authorization_response_iss_parameter_supported?: boolean
  readonly [member: string]: unknown
}

/** Options for how requests are sent. */
export interface TransportOptions {
  /** Milliseconds for one request, headers and body. @default 10_000 */
  readonly timeout?: number | undefined
  /** Sends the requests. @default the runtime's `fetch`, looked up at each call */
  readonly fetch?: FetchLike | undefined
  /** Allows `http:` endpoints on other hosts than this machine, for a container's network. @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** Options of every flow. */
export interface FlowOptions<RedirectUri extends string = string> extends TransportOptions {
  /** The scopes to ask for, separated by spaces or as a list. `openid` adds a nonce and a verified ID token. */
  readonly scope: string | readonly string[]
  /** Where the provider sends the browser back: one of the file's. @default the file's, if it has exactly one */
  readonly redirectUri?: RedirectUri | undefined
  /**
   * The provider's issuer, whose metadata must name the file's endpoints; or that metadata itself.
   *
   * @default the file's `issuer`; Google's if `auth_uri` is Google's
   */
  readonly issuer?: string | ServerMetadata | undefined
  /** Metadata that the issuer does not publish, for example `revocation_endpoint`. It replaces nothing that is published. @default none */
  readonly metadata?: Omit<ServerMetadata, "issuer"> | undefined
  /**
   * How the client authenticates: its secret in the body, in the `Authorization` header, or not at all.
   *
   * @default the file's `token_endpoint_auth_method`; `client_secret_basic` if the issuer's metadata lists it and not
   *   `client_secret_post`; `client_secret_post` otherwise; `none` without a secret
   */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** Origins that an endpoint may have although another endpoint is Google's. @default none */
  readonly allowedEndpointOrigins?: readonly string[] | undefined
}

/** The options for sending, checked. */
export interface TransportSettings {
  readonly timeout: number
  readonly fetch: FetchLike | undefined
  readonly allowInsecureEndpoints: boolean
}

/** The options that decide which endpoints a client may have, checked. */
export interface ClientSettings extends TransportSettings {
  readonly redirectUri: string | undefined
  readonly issuer: string | ServerMetadata | undefined
  readonly metadata: Omit<ServerMetadata, "issuer"> | undefined
  readonly clientAuthentication: ClientAuthentication | undefined
  readonly allowedEndpointOrigins: readonly string[]
}

/** All options of a flow, checked. */
export interface Settings extends ClientSettings {
  readonly scope: string
  /** Whether the scope contains `openid`. */
  readonly openId: boolean
}

const transportTypes = { timeout: ["number"], fetch: ["function"], allowInsecureEndpoints: ["boolean"] } as const
const clientTypes = { redirectUri: ["string"], issuer: ["string", "object"], metadata: ["object"] } as const

export function readOptions(options: FlowOptions): Settings {
  const own = requireOptions(options)
  const scope = readScope(own)
  if (scope === "") throw new TypeError(messages.scopeNeeded)
  return ownProperties({ ...readClientOptions(own), scope, openId: scope.split(" ").includes("openid") })
}

export function readClientOptions(options: Omit<FlowOptions, "scope"> | undefined): ClientSettings {
  const own = requireOptions(options)
  const { redirectUri, issuer, metadata, clientAuthentication, allowedEndpointOrigins = [] } = own
  checkTypes(own, clientTypes)
  if (clientAuthentication !== undefined && !clientAuthentications.has(clientAuthentication))
    throw new TypeError(messages.badClientAuthentication)
  if (!Array.isArray(allowedEndpointOrigins)) throw new TypeError(messages.badOrigins)
  return ownProperties({
    ...readTransportOptions(own),
    redirectUri,
    issuer: typeof issuer === "object" && issuer !== null ? ownProperties(issuer) : issuer,
    metadata: metadata && ownProperties(metadata),
    clientAuthentication,
    allowedEndpointOrigins: allowedEndpointOrigins.map(originOf),
  })
}

export function readTransportOptions(options: TransportOptions): TransportSettings {
  const own = ownProperties(options)
  const { timeout = 10_000, fetch, allowInsecureEndpoints = false } = own
  checkTypes(own, transportTypes)
  if (!(timeout > 0)) throw new TypeError(messages.badTimeout)
  return ownProperties({ timeout, fetch, allowInsecureEndpoints })
}

/** An origin as URLs have it: people write it with a slash, or in capitals. */
function originOf(origin: unknown): string {
  const url = typeof origin === "string" ? parseUri(origin) : undefined
  if (url === undefined) throw new TypeError(messages.badOrigins)
  return url.origin
}

/**
 * The caller's options: own properties only.
 *
 * @throws {TypeError} for options that are not an object
 */
export function requireOptions<Options extends object>(options: Options | undefined): Options {
  return ownOptions(options) as Options
}

/** A copy without a prototype, so that a polluted `Object.prototype` sets no option. */
export function ownProperties<Options extends object>(options: Options | undefined): Options {
  return Object.assign(Object.create(null), options)
}

/**
 * The option `scope`, or one of another name, as one string; empty if it is missing.
 *
 * @throws {TypeError} for anything but a string and a list of strings
 */
export function readScope(options: object, name = "scope"): string {
  checkTypes(options, { [name]: ["string", "array"] })
  const scope: unknown = (options as Readonly<Record<string, unknown>>)[name]
  const list = [scope ?? ""].flat()
  if (list.every(one => typeof one === "string")) return joinScope(list)
  throw new TypeError(`The option ${name} must be a string, or a list of strings.`)
}

/** One string of scopes, separated by one space each. */
export function joinScope(scope: string | readonly string[]): string {
  return [scope].flat().join(" ").split(" ").filter(Boolean).join(" ")
}
