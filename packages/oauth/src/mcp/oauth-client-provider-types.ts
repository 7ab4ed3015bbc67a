import type { AccountOptions } from "../local/sign-in-options.ts"

/** Options of `mcpOAuthClientProvider`. */
export interface McpOAuthClientProviderOptions extends AccountOptions {
  /** The MCP server. Its tokens are stored for it only: another server never gets them. */
  readonly serverUrl: string | URL
  /** The scopes to ask for. @default those that the server names */
  readonly scope?: string | readonly string[] | undefined
  /** The name of this client, which the server may show to the user (`client_name` of RFC 7591). */
  readonly clientName?: string | undefined
  /** Further parameters of the authorization request. @default at Google offline access and consent, which it needs to return a refresh token */
  readonly authorization?: Readonly<Record<string, string>> | undefined
  /** Which loopback redirect URI. @default as `signIn` */
  readonly redirectUri?: string | undefined
  /** The port to listen on. @default as `signIn` */
  readonly port?: number | undefined
  /**
   * Sends the user to the page, in a program that receives the redirect itself: then `redirectUri` is needed, nothing
   * listens, and the redirect's URL goes to `callback(url)`.
   *
   * @default opens the browser, and listens on this machine
   */
  readonly redirect?: ((url: URL) => unknown) | undefined
  /** Opens the page. @default the system's browser */
  readonly openBrowser?: ((url: string) => unknown) | undefined
  /** Receives lines for the user. @default console.error */
  readonly print?: ((line: string) => void) | undefined
  /** How long `callback()` waits for the user, in milliseconds. @default 300_000 */
  readonly signInTimeout?: number | undefined
}

/** Tokens as the SDK has them. */
export interface McpTokens {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in?: number | undefined
  readonly scope?: string | undefined
  readonly refresh_token?: string | undefined
  readonly id_token?: string | undefined
}

/** The arguments of the transport's `finishAuth(code, iss)`. */
export interface McpCallback {
  readonly code: string
  readonly iss: string | undefined
}

/** A type of the SDK, which differs between its versions and is not imported. */
// biome-ignore lint/suspicious/noExplicitAny: unknown would not take what the SDK passes or expects
type SdkType = any

/** The SDK's `OAuthClientProvider`, and the redirect. */
export interface McpOAuthClientProvider {
  readonly redirectUrl: string
  readonly clientMetadata: {
    redirect_uris: string[]
    token_endpoint_auth_method: string
    grant_types: string[]
    response_types: string[]
    client_name?: string
    scope?: string
  }
  state(): Promise<string>
  clientInformation(): Promise<{ client_id: string; issuer?: string }>
  tokens(): Promise<{ access_token: string; token_type: string; scope: string; issuer?: string } | undefined>
  saveTokens(tokens: McpTokens): Promise<void>
  redirectToAuthorization(url: URL): Promise<void>
  saveCodeVerifier(codeVerifier: string): void
  codeVerifier(): string
  addClientAuthentication(
    headers: Headers,
    parameters: URLSearchParams,
    url: string | URL,
    metadata?: { readonly token_endpoint_auth_methods_supported?: readonly string[] | undefined },
  ): Promise<void>
  saveDiscoveryState(state: SdkType): void
  discoveryState(): SdkType
  invalidateCredentials(scope: string): Promise<void>
  /**
   * Waits until the browser has come back, and returns the arguments of `finishAuth`. The state and the issuer are checked.
   *
   * @param url the redirect's URL, in a program that received it itself
   */
  callback(url?: string | URL): Promise<McpCallback>
}
