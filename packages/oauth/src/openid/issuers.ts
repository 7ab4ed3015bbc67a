import type { AbortSignalLike } from "@client-secrets/core"
import { googleIssuer } from "@client-secrets/recognize"
import type { JWKSCacheInput } from "oauth4webapi"
import { isGoogleEndpoint } from "../client/google-endpoints.ts"
import { type Client, invalidMember, requireIssuer } from "../client/prepare-client.ts"
import { isSameUri } from "../client/uri.ts"
import { ownProperties, type ServerMetadata } from "../flow/options.ts"
import { messages } from "../messages.ts"
import { discoverMetadata } from "./discovery.ts"

/** Google's, which have not changed in ten years: one request less on every cold start. */
const googleMetadata: ServerMetadata = {
  issuer: googleIssuer,
  jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
  revocation_endpoint: "https://oauth2.googleapis.com/revoke",
  device_authorization_endpoint: "https://oauth2.googleapis.com/device/code",
  userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
}

/** The metadata and the keys of issuers that a flow has read, for as long as the flow exists. */
export interface Issuers {
  /**
   * The issuer's metadata: from the options, Google's, or discovered.
   *
   * @param purpose what needs it, for the message if nothing names the issuer
   */
  findMetadata(client: Client, signal: AbortSignalLike | undefined, purpose: string): Promise<ServerMetadata>
  /** The same as far as it is known without a request. */
  knownMetadata(client: Client): ServerMetadata | undefined
  /** The issuer's keys as oauth4webapi keeps them: for 5 minutes. */
  readonly keys: Map<string, JWKSCacheInput>
}

export function createIssuers(): Issuers {
  // Values only: on workerd a promise of another request never settles.
  const discovered = new Map<string, ServerMetadata>()

  const known = ({ secrets, issuer, metadata, settings }: Client): ServerMetadata | undefined => {
    if (issuer === undefined) return undefined
    const own = { authorization_endpoint: secrets.authUri, token_endpoint: secrets.tokenUri }
    // Metadata that the program passes may omit what the file says. A document may not.
    if (metadata !== undefined) return ownProperties({ ...own, ...settings.metadata, ...metadata })
    if (issuer === googleIssuer) return ownProperties({ ...own, ...settings.metadata, ...googleMetadata })
    return discovered.get(issuer)
  }

  return {
    keys: new Map(),

    knownMetadata: known,

    async findMetadata(client, signal, purpose) {
      const issuer = requireIssuer(client.issuer, purpose)
      const { settings } = client
      const found = known(client) ?? (await discoverMetadata(issuer, settings, signal, settings.metadata))
      // Otherwise a file and an issuer of two servers would be mixed, and the secret sent to one of them.
      requireSame(client, "auth_uri", client.secrets.authUri, found.authorization_endpoint)
      requireSame(client, "token_uri", client.secrets.tokenUri, found.token_endpoint)
      if (issuer !== googleIssuer && client.metadata === undefined) discovered.set(issuer, found)
      return found
    },
  }
}

/** Google's endpoints have several addresses each: its files name older ones than its metadata. */
function requireSame(client: Client, member: string, uri: string, published: string | undefined): void {
  if (published !== undefined) {
    if (isSameUri(published, uri)) return
    if (isGoogleEndpoint(member, published) && isGoogleEndpoint(member, uri)) return
  }
  const message = messages.notTheIssuers(member, client.issuer ?? "")
  throw invalidMember(client.secrets, member, "mixed_endpoints", message, messages.notTheIssuersHint)
}
