import { ClientSecretsError } from "@client-secrets/core"
import { readVariable } from "@client-secrets/source-kit"
import { messages } from "../messages.ts"

/** The codes with which runtimes refuse a certificate. A new try does not help. */
const certificateCodes: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "HOSTNAME_MISMATCH",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])

/** Describes what a `fetch` threw by its code only: its message may quote the request. */
export function explainFailure(error: unknown, place: string): ClientSecretsError {
  const code = codeOf(error) ?? codeOf(causeOf(error))
  if (code === undefined || !certificateCodes.has(code)) {
    const isSystemCode = code !== undefined && /^E[A-Z_]{2,30}$/.test(code)
    const message = messages.unreachable(place, isSystemCode ? code : undefined)
    return new ClientSecretsError("unavailable", message, { transient: true })
  }
  const note = isCheckTurnedOff() ? messages.ignoredVariable : ""
  return new ClientSecretsError("unavailable", `${messages.untrustedCertificate(place, code)}${note}`)
}

function codeOf(value: unknown): string | undefined {
  const code = typeof value === "object" && value !== null ? (value as { code?: unknown }).code : undefined
  return typeof code === "string" ? code : undefined
}

function causeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null ? (error as { cause?: unknown }).cause : undefined
}

/** A program that set it expects another outcome. */
function isCheckTurnedOff(): boolean {
  try {
    return readVariable("NODE_TLS_REJECT_UNAUTHORIZED") === "0"
  } catch {
    return false
  }
}
