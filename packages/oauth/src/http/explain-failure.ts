import { ClientSecretsError } from "@client-secrets/core"
import { readForeignError } from "@client-secrets/recognize"
import { messages } from "../messages.ts"

/** The request for which no answer came. */
export interface FailedRequest {
  /** The endpoint's name in messages. */
  readonly place: string
  /** With its port, as Deno's flag names it. */
  readonly host: string
  /** The user passed the `fetch` that sent it. */
  readonly isFetchPassedIn: boolean
}

/** Describes an error of `fetch` only by its code: its message may quote the request. */
export function explainFailure(error: unknown, { place, host, isFetchPassedIn }: FailedRequest): ClientSecretsError {
  const { className, systemCode, trustError, isDenoRefusal, isMistake } = readForeignError(error)
  if (isDenoRefusal) return new ClientSecretsError("denied", messages.denoRefusal(host))
  // A new try does not change a certificate, nor a program.
  if (trustError !== undefined)
    return new ClientSecretsError(
      "unavailable",
      messages.untrustedCertificate(place, trustError.code, trustError.advice),
    )
  if (isFetchPassedIn && isMistake) return new ClientSecretsError("unavailable", messages.fetchThrew(place, className))
  return new ClientSecretsError("unavailable", messages.unreachable(place, systemCode), { transient: true })
}

/** Describes an error of reading an answer's body. It is never a mistake of the program: the answer had begun. */
export function explainBreak(error: unknown, place: string): ClientSecretsError {
  const { systemCode } = readForeignError(error)
  return new ClientSecretsError("unavailable", messages.brokenOff(place, systemCode), { transient: true })
}
