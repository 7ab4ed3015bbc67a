import type { AnyClientSecrets } from "@client-secrets/core"
import { googleIssuer } from "../client/google-endpoints.ts"
import { type BridgeOptions, prepareBridge } from "./prepare-bridge.ts"

export type { BridgeOptions } from "./prepare-bridge.ts"

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
  transporterOptions: { readonly redirect: "error" }
}

/**
 * Options for google-auth-library: `new OAuth2Client(toGoogleAuthLibrary(secrets))`, which `googleapis` takes as `auth`.
 *
 * Its requests are not redirected any more, the token endpoint's above all, which would take the secret along. The
 * library keeps the secret in the clear: do not print the client.
 */
export function toGoogleAuthLibrary(secrets: AnyClientSecrets, options?: BridgeOptions): GoogleAuthLibraryOptions {
  const { secrets: client, clientSecret, redirectUri, issuer } = prepareBridge(secrets, options)
  const { clientId, authUri, tokenUri, revokeUri } = client
  const isGoogle = issuer === googleIssuer
  // Where these are not named, the library takes Google's: another provider's tokens are not for Google.
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
      ...(revokeUri && { oauth2RevokeUrl: revokeUri }),
    },
    ...(!isGoogle && issuer !== undefined && { issuers: [issuer] }),
    transporterOptions: { redirect: "error" },
  }
}
