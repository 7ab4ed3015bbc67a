import { ClientSecretsError } from "@client-secrets/core"
import { readTrustError } from "@client-secrets/source-kit/tls-trust"
import { messages } from "../messages.ts"

/** Describes what a `fetch` threw by its code only: its message may quote the request. */
export function explainFailure(error: unknown, place: string): ClientSecretsError {
  const trust = readTrustError(error)
  // A new try does not change a certificate.
  if (trust !== undefined)
    return new ClientSecretsError("unavailable", messages.untrustedCertificate(place, trust.code, trust.advice))
  const code = systemCodeOf(error) ?? systemCodeOf(causeOf(error))
  return new ClientSecretsError("unavailable", messages.unreachable(place, code), { transient: true })
}

/** Such as ECONNREFUSED; `undefined` for anything else, which may hold a value. */
function systemCodeOf(value: unknown): string | undefined {
  const code = typeof value === "object" && value !== null ? (value as { code?: unknown }).code : undefined
  return typeof code === "string" && /^E[A-Z_]{2,30}$/.test(code) ? code : undefined
}

function causeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null ? (error as { cause?: unknown }).cause : undefined
}
