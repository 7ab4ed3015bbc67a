import { type AnyClientSecrets, ClientSecretsError } from "@client-secrets/core"
import { googleIssuer } from "@client-secrets/recognize"
import { isGoogleEndpoint } from "../client/google-endpoints.ts"
import { isSameUri, parseUri } from "../client/uri.ts"
import { ownProperties } from "../flow/options.ts"
import { isGoogleClient } from "../local/complete-client.ts"
import type { AccountOptions } from "../local/sign-in-options.ts"

/** The authorization server of a client file. Whatever an MCP server names, only this one is used. */
export interface FileServer {
  /** Its issuer, if the options or the file name it, or if it is Google. */
  readonly issuer: string | undefined
  /** @throws {ClientSecretsError} `untrusted_response` if the URL is not the file's authorization endpoint */
  requireAuthorizationEndpoint(url: string | URL): void
  /** @throws {ClientSecretsError} `untrusted_response` if the URL is not the file's token endpoint */
  requireTokenEndpoint(url: string | URL): void
  /**
   * Checks what the SDK has discovered, before anything is sent there.
   *
   * @throws {ClientSecretsError} `untrusted_response` if an endpoint is not the file's
   */
  requireDiscovered(found: unknown): void
}

export function fileServerOf(secrets: AnyClientSecrets, issuer: AccountOptions["issuer"]): FileServer {
  const requireEndpoint = (member: string, url: string | URL) => {
    const own = member === "auth_uri" ? secrets.authUri : secrets.tokenUri
    if (!isSameEndpoint(member, url, own)) throw otherServer(url, secrets)
  }
  return {
    issuer: issuerOf(secrets, issuer),
    requireAuthorizationEndpoint: url => requireEndpoint("auth_uri", url),
    requireTokenEndpoint: url => requireEndpoint("token_uri", url),
    requireDiscovered(found) {
      const { authorizationServerMetadata } = ownProperties(found as Record<string, object>)
      if (authorizationServerMetadata === undefined) return
      const metadata = ownProperties(authorizationServerMetadata as Record<string, unknown>)
      const { authorization_endpoint: authorization, token_endpoint: token } = metadata
      if (typeof authorization === "string") requireEndpoint("auth_uri", authorization)
      if (typeof token === "string") requireEndpoint("token_uri", token)
    },
  }
}

/** Google's endpoints have several addresses. */
function isSameEndpoint(member: string, url: string | URL, own: string | undefined): boolean {
  const plain = parseUri(String(url))
  if (plain === undefined || own === undefined) return false
  plain.search = ""
  plain.hash = ""
  return isSameUri(plain.href, own) || (isGoogleEndpoint(member, plain.href) && isGoogleEndpoint(member, own))
}

function otherServer(named: string | URL, { tokenUri }: AnyClientSecrets): ClientSecretsError {
  const [other, own] = [parseUri(String(named))?.origin ?? "an unknown place", parseUri(tokenUri ?? "")?.origin]
  return new ClientSecretsError(
    "untrusted_response",
    `The MCP server names the authorization server ${other}, but the client file is for ${own}. Nothing was sent there. Check the server's URL, and use the client file of its provider.`,
  )
}

function issuerOf(secrets: AnyClientSecrets, given: AccountOptions["issuer"]): string | undefined {
  const named = (typeof given === "object" ? given.issuer : given) ?? secrets.issuer
  return named ?? (isGoogleClient(secrets) ? googleIssuer : undefined)
}
