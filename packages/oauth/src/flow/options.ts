/** What the flow needs from a fetch; it must heed the signal. */
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
  readonly token_endpoint_auth_methods_supported?: readonly string[]
  readonly id_token_signing_alg_values_supported?: readonly string[]
  readonly authorization_response_iss_parameter_supported?: boolean
  readonly [member: string]: unknown
}

/** Options of every flow. */
export interface FlowOptions<RedirectUri extends string = string> {
  /** The scopes to ask for, separated by spaces or as a list. With `openid` a nonce and a verified ID token come with it. */
  readonly scope: string | readonly string[]
  /** Where the provider sends the browser back: one of the file's. @default the file's, where it has exactly one */
  readonly redirectUri?: RedirectUri | undefined
  /**
   * The server's issuer, whose metadata must name the file's endpoints, or that metadata itself.
   *
   * @default the file's `issuer`; Google's where `auth_uri` is Google's
   */
  readonly issuer?: string | ServerMetadata | undefined
  /**
   * How the client authenticates: its secret in the body or in the `Authorization` header.
   *
   * @default `post`, as the format's own libraries do; `basic` where the issuer's metadata lists it and not the other
   */
  readonly clientAuthentication?: "post" | "basic" | undefined
  /** Origins that one endpoint may have although another endpoint is Google's. @default none */
  readonly allowedEndpointOrigins?: readonly string[] | undefined
  /** Allows `http:` endpoints on other hosts than this machine: a container's network. @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
  /** Milliseconds for one request, headers and body. @default 10_000 */
  readonly timeout?: number | undefined
  /** @default the runtime's, looked up at each call */
  readonly fetch?: FetchLike | undefined
}

/** The options as the flow uses them: own properties only, checked. */
export interface Settings extends FlowOptions {
  readonly scope: string
  readonly openId: boolean
}

export function readOptions(options: FlowOptions): Settings {
  const own = ownProperties(options)
  const scope = joinScope(own.scope ?? "")
  if (scope === "") throw new TypeError("scope is needed, such as 'openid email'.")
  if (!["post", "basic", undefined].includes(own.clientAuthentication))
    throw new TypeError("clientAuthentication is 'post' or 'basic'.")
  return ownProperties({ ...own, scope, openId: scope.split(" ").includes("openid") })
}

/** A copy that inherits nothing: a polluted `Object.prototype` sets no option. */
export function ownProperties<Options extends object>(options: Options | undefined): Options {
  return { __proto__: null, ...options } as unknown as Options
}

export function joinScope(scope: string | readonly string[]): string {
  return [scope].flat().join(" ").trim().replace(/ +/g, " ")
}
