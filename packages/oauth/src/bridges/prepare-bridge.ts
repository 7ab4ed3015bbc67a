import type { AnyClientSecrets } from "@client-secrets/core"
import { type Client, issuerOf, prepareClient } from "../client/prepare-client.ts"
import { requireRegistered } from "../client/redirect-uri.ts"
import { type FlowOptions, readOptions } from "../flow/options.ts"

/** What every bridge takes. */
export interface BridgeOptions {
  /** Which redirect URI: one of the file's. @default the file's, where it has exactly one */
  readonly redirectUri?: string | undefined
  /** The issuer, where the file does not name it. @default the file's `issuer`; Google's where `auth_uri` is Google's */
  readonly issuer?: string | undefined
  /** Origins that one endpoint may have although another endpoint is Google's. @default none */
  readonly allowedEndpointOrigins?: readonly string[] | undefined
  /** Allows `http:` endpoints on other hosts than this machine. @default false */
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** A client as other libraries take it: with its secret in the clear. */
export interface Bridge {
  readonly secrets: Client["secrets"]
  readonly clientSecret: string | undefined
  readonly redirectUri: string | undefined
  readonly issuer: string | undefined
}

/** Makes the flow's own checks before another library gets the client. */
export function prepareBridge(secrets: AnyClientSecrets, options: BridgeOptions | undefined): Bridge {
  const client = prepareClient(secrets, readOptions({ ...options, scope: "bridge" } as FlowOptions))
  const { redirectUris } = client.secrets
  const redirectUri = client.settings.redirectUri ?? (redirectUris?.length === 1 ? redirectUris[0] : undefined)
  if (redirectUri !== undefined) requireRegistered(client.secrets, redirectUri)
  const clientSecret = client.secrets.clientSecret?.reveal()
  return { secrets: client.secrets, clientSecret, redirectUri, issuer: issuerOf(client) }
}
