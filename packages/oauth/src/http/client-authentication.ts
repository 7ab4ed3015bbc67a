import { ClientSecretsError } from "@client-secrets/core"
import type { CheckedClient } from "../client/prepare-client.ts"
import {
  type ClientAuthentication,
  type ClientSettings,
  clientAuthentications,
  type ServerMetadata,
} from "../flow/options.ts"
import { messages } from "../messages.ts"

/** A client, and its options about authentication. */
export interface Authenticated {
  readonly secrets: CheckedClient["secrets"]
  readonly settings: Pick<ClientSettings, "clientAuthentication">
}

/** How a client authenticates: by the option, the file, the issuer's metadata, in this order. */
export function chooseAuthentication(
  { secrets, settings }: Authenticated,
  metadata: ServerMetadata | undefined,
): ClientAuthentication {
  if (secrets.clientSecret === undefined) return "none"
  return settings.clientAuthentication ?? readMember(secrets) ?? chooseFromMetadata(metadata)
}

/** `token_endpoint_auth_method` of the client file, by its name in RFC 7591. */
function readMember({ tokenEndpointAuthMethod: method }: CheckedClient["secrets"]): ClientAuthentication | undefined {
  if (method === undefined) return undefined
  if (clientAuthentications.has(method)) return method as ClientAuthentication
  // A client that was made by hand: the parser refuses other values.
  throw new ClientSecretsError("unsupported", messages.unknownAuthentication)
}

/** The format's own libraries send the secret in the body, so that stays the default where the server accepts both. */
function chooseFromMetadata(metadata: ServerMetadata | undefined): ClientAuthentication {
  const methods = metadata?.token_endpoint_auth_methods_supported
  if (!Array.isArray(methods) || methods.includes("client_secret_post")) return "client_secret_post"
  return methods.includes("client_secret_basic") ? "client_secret_basic" : "client_secret_post"
}

/** Adds a client's credentials to a request (RFC 6749 section 2.3). */
export function authenticate(
  client: Authenticated,
  metadata: ServerMetadata | undefined,
  body: URLSearchParams,
  headers: Headers,
): void {
  const { clientId, clientSecret } = client.secrets
  const secret = clientSecret?.reveal() ?? ""
  const method = chooseAuthentication(client, metadata)
  if (method === "client_secret_basic") {
    headers.set("authorization", basicCredentials(clientId, secret))
    return
  }
  body.set("client_id", clientId)
  if (method === "client_secret_post") body.set("client_secret", secret)
}

/**
 * The `Authorization` header of `client_secret_basic`, in the form encoding that RFC 6749 section 2.3.1 requires. It leaves
 * `-`, `.`, `_` and `~` as they are: some servers (LemonLDAP::NG) do not decode, and ids and secrets are full of them.
 */
export function basicCredentials(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${formEncode(clientId)}:${formEncode(clientSecret)}`)}`
}

function formEncode(text: string): string {
  return encodeURIComponent(text).replaceAll("%20", "+")
}
