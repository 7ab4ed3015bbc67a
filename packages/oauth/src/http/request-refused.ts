import { ClientSecretsError } from "@client-secrets/core"

/** A request that was not sent, or an answer that cannot be read: the sentence is ours. */
export function requestRefused(error: Error & { readonly code?: ClientSecretsError["code"] }): ClientSecretsError {
  return new ClientSecretsError(error.code ?? "unsupported", error.message)
}
