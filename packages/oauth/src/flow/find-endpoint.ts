import { type AbortSignalLike, ClientSecretsError } from "@client-secrets/core"
import type { Client } from "../client/prepare-client.ts"
import { messages } from "../messages.ts"
import type { FlowState } from "./flow-state.ts"
import type { ServerMetadata } from "./options.ts"

/** An endpoint, and what named it. */
export interface FoundEndpoint {
  readonly url: string
  /** The issuer whose metadata names it; `undefined` if the client file does. */
  readonly issuer: string | undefined
  readonly metadata: ServerMetadata | undefined
}

/** Where the file and the metadata name an endpoint. */
interface Place {
  readonly property: "revokeUri" | "userinfoUri" | undefined
  readonly metadata: string
}

type Endpoint = "revocation" | "userinfo" | "device_authorization" | "end_session"

const places: Readonly<Record<Endpoint, Place>> = {
  revocation: { property: "revokeUri", metadata: "revocation_endpoint" },
  userinfo: { property: "userinfoUri", metadata: "userinfo_endpoint" },
  device_authorization: { property: undefined, metadata: "device_authorization_endpoint" },
  end_session: { property: undefined, metadata: "end_session_endpoint" },
}

/**
 * The file's own endpoint; if it names none, the one that the issuer publishes.
 *
 * @throws {ClientSecretsError} `unsupported` if none exists
 */
export async function findEndpoint(
  state: FlowState,
  client: Client,
  endpoint: Endpoint,
  signal: AbortSignalLike | undefined,
): Promise<FoundEndpoint> {
  const place = places[endpoint]
  const name = endpoint.replaceAll("_", " ")
  const own = place.property === undefined ? undefined : client.secrets[place.property]
  // The file's own endpoint needs no issuer, and no request for its metadata.
  if (own !== undefined) return { url: own, issuer: undefined, metadata: state.issuers.knownMetadata(client) }
  if (client.issuer === undefined) throw new ClientSecretsError("unsupported", messages.noEndpointKnown(name))
  const metadata = await state.issuers.findMetadata(client, signal, `The ${name} endpoint`)
  const url = metadata[place.metadata]
  if (typeof url !== "string")
    throw new ClientSecretsError("unsupported", messages.endpointMissing(name, client.issuer))
  return { url, issuer: client.issuer, metadata }
}
