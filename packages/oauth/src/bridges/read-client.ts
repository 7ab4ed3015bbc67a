import type { AnyClientSecrets } from "@client-secrets/core"
import { checkClient, type OwnSecrets } from "../client/prepare-client.ts"
import { requireRegistered, sendableRedirectUris } from "../client/redirect-uri.ts"
import { type ClientAuthentication, type ClientSettings, readClientOptions } from "../flow/options.ts"
import { chooseAuthentication } from "../http/client-authentication.ts"

/** Options that every bridge accepts. */
export interface BridgeOptions {
  /** Which redirect URI: one of the file's. @default the file's, if it has exactly one */
  readonly redirectUri?: string | undefined
  /** The issuer, if the file does not name it. @default the file's `issuer`; Google's if `auth_uri` is Google's */
  readonly issuer?: string | undefined
  /** How the client authenticates. @default the file's `token_endpoint_auth_method`; if it has none, `client_secret_post` */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** Origins that an endpoint may have although another endpoint is Google's. @default none */
  readonly allowedEndpointOrigins?: readonly string[] | undefined
  /** Allows `http:` endpoints on other hosts than this machine. @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** A client as other libraries need it: with its secret in the clear. */
export interface BridgedClient {
  readonly secrets: OwnSecrets
  readonly clientSecret: string | undefined
  readonly clientAuthentication: ClientAuthentication
  readonly redirectUri: string | undefined
  readonly issuer: string | undefined
}

/** Makes the flow's own checks before another library gets the client. */
export function readClient(given: AnyClientSecrets, options: BridgeOptions | undefined): BridgedClient {
  const settings: ClientSettings = readClientOptions(options)
  const client = checkClient(given, settings)
  const { secrets, issuer } = client
  const listed = sendableRedirectUris(secrets)
  const redirectUri = settings.redirectUri ?? (listed.length === 1 ? listed[0] : undefined)
  if (redirectUri !== undefined) requireRegistered(secrets, redirectUri)
  const clientAuthentication = chooseAuthentication({ ...client, settings }, undefined)
  return { secrets, clientSecret: secrets.clientSecret?.reveal(), clientAuthentication, redirectUri, issuer }
}
