import { readProperty } from "./read-property.ts"

/** Why a runtime does not trust a server's certificate. */
export interface TrustError {
  /** OpenSSL's name, such as `CERT_HAS_EXPIRED`, or rustls's on Deno, such as `UnknownIssuer`. */
  readonly code: string
  /** What to do, in sentences. */
  readonly advice: string
}

interface TrustRow {
  /** As Node and Bun have them in `code`. */
  readonly openssl: readonly string[]
  /** As Deno writes them after `invalid peer certificate: `. */
  readonly rustls: readonly string[]
  readonly advice: string
}

/**
 * Every error of a certificate, by its code.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 * @see https://docs.rs/rustls/latest/rustls/enum.CertificateError.html
 */
const rows: readonly TrustRow[] = [
  {
    openssl: [
      "CERT_UNTRUSTED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "INVALID_CA",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_GET_ISSUER_CERT",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    rustls: ["UnknownIssuer"],
    advice:
      "This runtime does not know the authority that signed it. If it is your own, name its certificate in " +
      "NODE_EXTRA_CA_CERTS (Node, Bun) or DENO_CERT (Deno). On Bun, NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored here.",
  },
  {
    openssl: [
      "CERT_HAS_EXPIRED",
      "CERT_NOT_YET_VALID",
      "CRL_HAS_EXPIRED",
      "CRL_NOT_YET_VALID",
      "ERROR_IN_CERT_NOT_AFTER_FIELD",
      "ERROR_IN_CERT_NOT_BEFORE_FIELD",
    ],
    rustls: ["Expired", "ExpiredContext", "NotValidYet", "NotValidYetContext"],
    advice: "It has expired or is not valid yet, or the clock of this machine is wrong.",
  },
  {
    openssl: ["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"],
    rustls: ["NotValidForName", "NotValidForNameContext"],
    advice: "It is for another host name: check the address.",
  },
  {
    openssl: [
      "CERT_CHAIN_TOO_LONG",
      "CERT_REJECTED",
      "CERT_REVOKED",
      "CERT_SIGNATURE_FAILURE",
      "CRL_SIGNATURE_FAILURE",
      "INVALID_PURPOSE",
      "PATH_LENGTH_EXCEEDED",
      "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
      "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
      "UNABLE_TO_DECRYPT_CRL_SIGNATURE",
      "UNABLE_TO_GET_CRL",
    ],
    rustls: [
      "BadEncoding",
      "BadSignature",
      // Also if DENO_CERT names it: a certificate of its own authority, as openssl makes them without options.
      "CaUsedAsEndEntity",
      "InvalidPurpose",
      "InvalidPurposeContext",
      "Revoked",
      "UnhandledCriticalExtension",
    ],
    advice: "It is revoked or damaged, or made for another purpose: the server needs a new one.",
  },
]

const denoPhrase = "invalid peer certificate: "

/**
 * Reads an error of a failed `fetch`, socket or SDK; `undefined` if it was not about trust in a certificate.
 *
 * Without such a table these codes look like no system's: they do not begin with E.
 */
export function readTrustError(thrown: unknown): TrustError | undefined {
  for (const error of [thrown, readProperty(thrown, "cause")]) {
    const code = readProperty(error, "code")
    const row = typeof code === "string" ? rows.find(({ openssl }) => openssl.includes(code)) : undefined
    if (row !== undefined) return { code: code as string, advice: row.advice }
    const message = readProperty(error, "message")
    if (typeof message !== "string") continue
    const begin = message.indexOf(denoPhrase)
    if (begin < 0) continue
    const reason = reasonOf(message.slice(begin + denoPhrase.length, begin + denoPhrase.length + 80))
    const known = rows.find(({ rustls }) => rustls.includes(reason))
    return known === undefined
      ? { code: "invalid peer certificate", advice: rows[3]!.advice }
      : { code: reason, advice: known.advice }
  }
  return undefined
}

/** What rustls writes in place of a name, by its beginning, where it knows the time, the host name or the use. */
const sentences: readonly (readonly [beginning: string, name: string])[] = [
  ["certificate expired", "Expired"],
  ["certificate not valid yet", "NotValidYet"],
  ["certificate not valid for name", "NotValidForName"],
  ["certificate does not allow extended key usage", "InvalidPurpose"],
]

function reasonOf(text: string): string {
  const sentence = sentences.find(([beginning]) => text.startsWith(beginning))
  if (sentence !== undefined) return sentence[1]
  const wrapping = "Other(OtherError("
  return leadingLetters(text.startsWith(wrapping) ? text.slice(wrapping.length) : text)
}

function leadingLetters(text: string): string {
  return /^[A-Za-z]*/.exec(text)?.[0] ?? ""
}
