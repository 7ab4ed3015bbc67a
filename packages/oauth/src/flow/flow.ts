import type { AbortSignalLike, Secret } from "@client-secrets/core"

/** The authorization code flow with PKCE (RFC 6749 section 4.1, RFC 7636). */
export interface CodeFlow<RedirectUri extends string = string> {
  /**
   * Makes the URL to send the user's browser to, with a fresh state, PKCE challenge and, for `openid`, nonce.
   *
   * Keep the whole result in the user's session until the callback: it is JSON. It sends nothing.
   */
  authorizationRequest(parameters?: AuthorizationParameters<RedirectUri>): Promise<AuthorizationRequest>
  /**
   * Turns the callback into tokens: checks state and issuer, sends the code with its verifier, and for `openid`
   * verifies the ID token's signature and claims.
   *
   * Take the request out of the session before this call, so that a callback counts once.
   */
  exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>
  /** Gets a new access token. The result holds the old refresh token where the server did not rotate it. */
  refresh(token: Tokens | Secret | string, options?: RefreshOptions): Promise<Tokens>
}

/** What signs a user in and gets tokens: the authorization code flow, revocation and the device flow. */
export interface Flow<RedirectUri extends string = string> extends CodeFlow<RedirectUri> {
  /** Revokes a token (RFC 7009); of tokens the refresh token, with which most servers end the whole grant. */
  revoke(token: Tokens | Secret | string, options?: CallOptions): Promise<void>
  /** Starts the device flow (RFC 8628): show the user `verificationUri` and `userCode`, then poll. */
  deviceAuthorization(options?: CallOptions): Promise<DeviceAuthorization>
  /** Waits until the user has approved or refused, or the code has expired. */
  pollDeviceAuthorization(device: DeviceAuthorization, options?: CallOptions): Promise<Tokens>
}

/** What an authorization request may carry besides what it always does. */
export interface AuthorizationParameters<RedirectUri extends string = string> {
  /** One of the file's. @default the flow's */
  readonly redirectUri?: RedirectUri
  /** Google's `access_type`: `offline` asks for a refresh token. */
  readonly accessType?: "online" | "offline"
  /** `none`, `consent`, `select_account`, `login`, or several separated by spaces. */
  readonly prompt?: string
  /** Whom to suggest: an email address or a subject. */
  readonly loginHint?: string
  /** Google's `include_granted_scopes`: the token also covers what was granted before. */
  readonly includeGrantedScopes?: boolean
  /** Google's `hd`: the domain of the organisation. With `openid`, `exchange` refuses an ID token of another. */
  readonly hd?: string
  /** Parameters of the provider's own. Those that the flow sets itself, or has an option for, are refused. */
  readonly additionalParameters?: Readonly<Record<string, string>>
}

/** One sign-in under way: JSON, to be kept in the user's session from the redirect to the callback. */
export interface AuthorizationRequest {
  /** Where to send the browser. */
  readonly url: string
  /** Binds the callback to this session. */
  readonly state: string
  /** Proves that the code was asked for here (RFC 7636). Never sent to the browser. */
  readonly codeVerifier: string
  readonly redirectUri: string
  readonly scope: string
  /** Binds the ID token to this request; only with `openid`. */
  readonly nonce?: string
  readonly hd?: string
}

/** What the token endpoint gave. The tokens print as `[redacted]`; `reveal()` gives the text. */
export interface Tokens {
  readonly accessToken: Secret
  /** In lower case: `bearer`, seldom anything else. */
  readonly tokenType: string
  /** When the access token expires, in milliseconds since 1970, where the server said. */
  readonly expiresAt?: number
  /** What was granted, separated by spaces; it may be less than was asked for. */
  readonly scope: string
  readonly refreshToken?: Secret
  /** When the refresh token expires, in milliseconds since 1970, if the server said: at Google while the app is in testing. */
  readonly refreshTokenExpiresAt?: number
  readonly idToken?: Secret
  /** The verified ID token's claims; only with `openid`. */
  readonly claims?: IdTokenClaims
}

/** Claims of a verified ID token (OpenID Connect Core section 2). `sub` is what identifies a user. */
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

/** A device flow under way. */
export interface DeviceAuthorization {
  readonly deviceCode: Secret
  /** What the user types at `verificationUri`. */
  readonly userCode: string
  readonly verificationUri: string
  /** The same with the user code filled in, where the server gives it: for a QR code. */
  readonly verificationUriComplete?: string
  /** When the user code expires, in milliseconds since 1970. */
  readonly expiresAt: number
  /** Seconds between two polls. */
  readonly interval: number
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
