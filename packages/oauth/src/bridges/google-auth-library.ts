import type { AnyClientSecrets } from "@client-secrets/core"
import { googleIssuer } from "@client-secrets/recognize"
import type { Authorization, RefreshHandler } from "../authorization/authorization.ts"
import { describeMistake } from "../client/require-client.ts"
import type { ClientAuthentication } from "../flow/options.ts"
import { type BridgeOptions, readClient } from "./read-client.ts"

export type { Authorization, RefreshHandler } from "../authorization/authorization.ts"
export type { BridgeOptions } from "./read-client.ts"

/** The part of google-auth-library's `OAuth2Client` that `connectGoogleAuthLibrary` sets. */
export interface RefreshableClient {
  refreshHandler?: RefreshHandler
  forceRefreshOnFailure: boolean
}

/**
 * Connects a client of google-auth-library with a signed-in user: `googleapis` accepts it as `auth`.
 *
 * The client gets access tokens only. It never has the client secret or the refresh token, and it requests a new token if one
 * expires or an API answers 401.
 *
 * @param client a new one, without credentials
 * @returns the same client
 * @example
 * const auth = connectGoogleAuthLibrary(new OAuth2Client(), await signIn(fileSource(), { app: "my-app", scope }))
 * const { data } = await calendar({ version: "v3", auth }).calendarList.list()
 */
export function connectGoogleAuthLibrary<Client extends RefreshableClient>(
  client: Client,
  authorization: Pick<Authorization, "refreshHandler">,
): Client {
  client.refreshHandler = authorization.refreshHandler
  // Without it the library ignores a 401 for as long as the token should be valid.
  client.forceRefreshOnFailure = true
  return client
}

/** The part of google-auth-library's `OAuth2ClientOptions` that a client file fills in. */
export interface GoogleAuthLibraryOptions {
  readonly clientId: string
  readonly clientSecret?: string
  readonly redirectUri?: string
  endpoints: {
    readonly oauth2AuthBaseUrl: string
    readonly oauth2TokenUrl: string
    readonly oauth2RevokeUrl?: string
    readonly tokenInfoUrl?: string
  }
  issuers?: string[]
  clientAuthentication: never
  transporterOptions: { readonly redirect: "error" }
}

/** The library's own names, from its enum `ClientAuthentication`. */
const authenticationNames: Readonly<Record<ClientAuthentication, string>> = {
  client_secret_post: "ClientSecretPost",
  client_secret_basic: "ClientSecretBasic",
  none: "None",
}

/**
 * Options for google-auth-library on a server: `new OAuth2Client(toGoogleAuthLibrary(secrets))`, which `googleapis` accepts as
 * `auth`. A local program uses `connectGoogleAuthLibrary`.
 *
 * Its requests are not redirected, the token endpoint's above all, which would take the secret along. The library keeps the
 * secret in the clear: do not print the client. It also overwrites a refresh token that the provider has rotated with the
 * old one.
 *
 * @throws {ClientSecretsError} `invalid` or `redirect_uri_mismatch`, as `createFlow`
 */
export function toGoogleAuthLibrary(secrets: AnyClientSecrets, options?: BridgeOptions): GoogleAuthLibraryOptions {
  const mistake = describeMistake(secrets)
  if (mistake !== undefined) {
    // It may be the file: see describeMistake().
    secrets = undefined as never
    throw new TypeError(mistake)
  }
  const { secrets: client, clientSecret, clientAuthentication, redirectUri, issuer } = readClient(secrets, options)
  const { clientId, authUri, tokenUri, revokeUri } = client
  const isGoogle = issuer === googleIssuer
  // If these are not named, the library uses Google's: another provider's tokens are not for Google.
  const elsewhere = {
    oauth2RevokeUrl: "https://revoke-uri-is-not-in-the-file.invalid",
    tokenInfoUrl: "https://no-token-info.invalid",
  }
  return {
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(redirectUri !== undefined && { redirectUri }),
    endpoints: {
      ...(!isGoogle && elsewhere),
      oauth2AuthBaseUrl: authUri,
      oauth2TokenUrl: tokenUri,
      ...(revokeUri !== undefined && { oauth2RevokeUrl: revokeUri }),
    },
    ...(!isGoogle && issuer !== undefined && { issuers: [issuer] }),
    // An enum's member cannot be written without importing the library.
    clientAuthentication: authenticationNames[clientAuthentication] as never,
    transporterOptions: { redirect: "error" },
  }
}
