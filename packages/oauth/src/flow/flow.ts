import type { AbortSignalLike, Secret } from "@client-secrets/core"
import type { Authorization, AuthorizationOptions } from "../authorization/authorization.ts"

/** Signs a user in and gets tokens: the authorization code flow with PKCE, refresh, revocation and the device flow. */
export interface Flow<RedirectUri extends string = string> {
  /**
   * Creates the URL to send the user's browser to, with a fresh state, PKCE challenge (RFC 7636) and, for `openid`, nonce.
   *
   * Keep the whole result in the user's session until the callback: it survives JSON. It sends nothing.
   */
  authorizationRequest(parameters?: AuthorizationParameters<RedirectUri>): Promise<AuthorizationRequest>
  /**
   * Exchanges the callback for tokens: checks state and issuer, sends the code with its verifier, and for `openid`
   * verifies the ID token's signature and claims.
   *
   * Remove the request from the session before this call, so that a callback counts once.
   */
  exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>
  /**
   * Exchanges the code of Google's popup (`google.accounts.oauth2.initCodeClient` with `ux_mode: "popup"`).
   *
   * Google only, with `redirect_uri=postmessage`. There is no state and no PKCE here: the page has to check that the code
   * came from its own request, for example by a header that only same-origin scripts can send.
   */
  exchangePopupCode(code: string, options?: CallOptions): Promise<Tokens>
  /** Gets a new access token. The result has the old refresh token if the server did not return another. */
  refresh(tokens: Tokens | Secret | string, options?: RefreshOptions): Promise<Tokens>
  /**
   * Revokes a token (RFC 7009): of tokens the refresh token, with which most servers end the whole grant.
   *
   * @throws {ClientSecretsError} `unsupported` if no revocation endpoint is known
   */
  revoke(tokens: Tokens | Secret | string, options?: CallOptions): Promise<void>
  /** The user's claims from the userinfo endpoint (OpenID Connect Core section 5.3). With verified tokens, `sub` must be the same. */
  userinfo(tokens: Tokens | Secret | string, options?: CallOptions): Promise<UserinfoClaims>
  /**
   * The URL that signs the user out at the provider (OpenID Connect RP-Initiated Logout 1.0).
   *
   * @throws {ClientSecretsError} `unsupported` if the issuer publishes no `end_session_endpoint`, as Google
   */
  endSessionUrl(parameters?: EndSessionParameters): Promise<string>
  /** Starts the device flow (RFC 8628): show the user `verificationUri` and `userCode`, then poll. */
  deviceAuthorization(options?: CallOptions): Promise<DeviceAuthorization>
  /** Waits until the user has approved or declined, or the code has expired. */
  pollDeviceAuthorization(device: DeviceAuthorization, options?: CallOptions): Promise<Tokens>
  /**
   * An active session of a signed-in user: a `fetch` whose access token is refreshed when it expires.
   *
   * @example
   * const session = flow.authorization(tokens, { onTokens: tokens => save(tokens && serializeTokens(tokens)) })
   * const response = await session.fetch("https://www.googleapis.com/calendar/v3/users/me/calendarList")
   */
  authorization(tokens: Tokens, options?: AuthorizationOptions): Authorization
}

/** Optional parameters of an authorization request, in addition to those that it always has. */
export interface AuthorizationParameters<RedirectUri extends string = string> {
  /** One of the file's. @default the flow's */
  readonly redirectUri?: RedirectUri
  /** Google's `access_type`: `offline` requests a refresh token. */
  readonly accessType?: "online" | "offline"
  /** `none`, `consent`, `select_account`, `login`, or several separated by spaces. */
  readonly prompt?: string
  /** The user to suggest: an email address or a subject. */
  readonly loginHint?: string
  /** Google's `include_granted_scopes`: the token also covers what was granted before. */
  readonly includeGrantedScopes?: boolean
  /** Google's `hd`: the domain of an organization. With `openid`, `exchange` refuses an ID token of another. */
  readonly hd?: string
  /** Parameters that only this provider knows. Those that the flow sets itself, or has an option for, are refused. */
  readonly additionalParameters?: Readonly<Record<string, string>>
}

/** A sign-in in progress. It survives JSON: keep it in the user's session from the redirect to the callback. */
export interface AuthorizationRequest {
  /** Where to send the browser. */
  readonly url: string
  /** Binds the callback to this session. */
  readonly state: string
  /** Proves that this program requested the code (RFC 7636). Never send it to the browser. */
  readonly codeVerifier: string
  readonly redirectUri: string
  readonly scope: string
  /** Binds the ID token to this request; only with `openid`. */
  readonly nonce?: string
  readonly hd?: string
}

/** The answer of the token endpoint. The tokens print as `[redacted]`; `reveal()` returns the string, `serializeTokens()` stores them. */
export interface Tokens {
  readonly accessToken: Secret
  /** In lower case: `bearer`. */
  readonly tokenType: string
  /** When the access token expires, in milliseconds since 1970, if the server said. */
  readonly expiresAt?: number
  /** The granted scopes, separated by spaces. They may be fewer than the requested ones. */
  readonly scope: string
  readonly refreshToken?: Secret
  /** When the refresh token expires, in milliseconds since 1970, if the server said: at Google while the app is in testing. */
  readonly refreshTokenExpiresAt?: number
  readonly idToken?: Secret
  /** The verified ID token's claims; only with `openid`. */
  readonly claims?: IdTokenClaims
}

/** Claims of a verified ID token (OpenID Connect Core section 2). `sub` identifies the user. */
export interface IdTokenClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string | readonly string[]
  readonly exp: number
  readonly iat: number
  readonly nonce?: string
  readonly name?: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly picture?: string
  readonly hd?: string
  readonly [claim: string]: unknown
}

/** The user's claims from the userinfo endpoint. */
export interface UserinfoClaims {
  readonly sub: string
  readonly name?: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly picture?: string
  readonly [claim: string]: unknown
}

/** A device flow in progress. It survives JSON. Keep the device code secret, as a session. */
export interface DeviceAuthorization {
  /** The code with which the program polls. Never show it. */
  readonly deviceCode: string
  /** The code that the user types at `verificationUri`. */
  readonly userCode: string
  readonly verificationUri: string
  /** The same with the user code filled in, if the server returns it: for a QR code. */
  readonly verificationUriComplete?: string
  /** When the user code expires, in milliseconds since 1970. */
  readonly expiresAt: number
  /** Seconds between two polls, at least 1. */
  readonly interval: number
}

/** Optional parameters of a sign-out URL. */
export interface EndSessionParameters extends CallOptions {
  /** The user's tokens, whose ID token identifies the sign-in that ends. */
  readonly tokens?: Tokens
  /** Where the provider sends the browser afterwards: one that is registered for this. */
  readonly postLogoutRedirectUri?: string
  /** Comes back with that redirect. */
  readonly state?: string
}

/** Options of every step that sends something. */
export interface CallOptions {
  /** Ends the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignalLike | undefined
}

/** Options of `refresh`. */
export interface RefreshOptions extends CallOptions {
  /** Fewer scopes than were granted. @default all that were granted */
  readonly scope?: string | readonly string[]
}
