import type { Secret } from "@client-secrets/core"
import type { CallOptions, Tokens } from "../flow/flow.ts"

/** A signed-in user: what a program needs to send requests in the user's name for as long as the sign-in lasts. */
export interface Authorization {
  /** The latest tokens. They print as `[redacted]`. `undefined` when the user has signed out. */
  readonly tokens: Tokens | undefined
  /**
   * A valid access token, refreshed a minute before it expires. Calls at the same time share one refresh.
   *
   * @throws {ClientSecretsError} `sign_in_required` if the user has signed out, or if the token has expired and there is no
   *   refresh token
   */
  accessToken(): Promise<Secret>
  /**
   * `fetch` with the access token as a bearer token (RFC 6750).
   *
   * It goes to https, or to this machine; a redirect to another origin does not get the token. An answer 401 leads to one
   * more try with a refreshed token.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /**
   * For google-auth-library, and so for googleapis: `client.refreshHandler = authorization.refreshHandler`.
   *
   * The library then gets access tokens only, never the client secret or the refresh token. Each read returns a handler for
   * one client of the library.
   */
  readonly refreshHandler: RefreshHandler
  /**
   * Forgets the tokens in any case, then revokes them at the provider.
   *
   * @throws {ClientSecretsError} what the provider answered. A provider without revocation is not an error.
   */
  signOut(options?: SignOutOptions): Promise<void>
}

/** The function that google-auth-library calls when it needs an access token. */
export type RefreshHandler = () => Promise<{ access_token: string; expiry_date: number }>

/** Options of `signOut`. */
export interface SignOutOptions extends CallOptions {
  /** Whether the provider is asked to revoke the tokens. @default true */
  readonly revoke?: boolean | undefined
}

/** Options of `flow.authorization`. */
export interface AuthorizationOptions {
  /**
   * Called with new tokens, and with `undefined` when the user signs out: store them here.
   *
   * A provider may accept each refresh token only once, so the tokens are used only after this has resolved.
   */
  readonly onTokens?: ((tokens: Tokens | undefined) => unknown) | undefined
  /**
   * Refreshes the tokens, instead of `flow.refresh(tokens)`: for a lock across processes that share a store.
   *
   * @default flow.refresh
   */
  readonly refresh?: ((tokens: Tokens) => Promise<Tokens>) | undefined
}
