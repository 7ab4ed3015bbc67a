import { ClientSecretsError } from "@client-secrets/core"

/** An answer that does not belong to its request, or breaks the protocol. */
export function untrusted(message: string): ClientSecretsError {
  return new ClientSecretsError("untrusted_response", message)
}
