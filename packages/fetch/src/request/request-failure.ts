import type { ClientSecretsErrorCode } from "@client-secrets/core"
import { readForeignError } from "@client-secrets/recognize"
import { isSourceFailure, sourceFailure } from "@client-secrets/source-kit"
import type { FetchResponse } from "./fetch-function.ts"

/** The failure of a request to which no answer came. */
export function connectionFailure(thrown: unknown, host: string, isFetchPassedIn: boolean): unknown {
  if (isSourceFailure(thrown)) return thrown
  const { className, systemCode, trustError, isDenoRefusal, isMistake } = readForeignError(thrown)
  if (isDenoRefusal) return sourceFailure("denied", `Deno: run with --allow-net=${host}`)
  if (trustError !== undefined) {
    return sourceFailure(
      "unavailable",
      `The certificate of ${host} is not trusted (${trustError.code}). ${trustError.advice}`,
    )
  }
  if (isFetchPassedIn && isMistake) {
    return sourceFailure("unavailable", `The function in the option fetch threw ${className}.`)
  }
  const detail = systemCode === undefined ? "" : ` (${systemCode})`
  return sourceFailure(
    "unavailable",
    `${host} could not be reached${detail}. Check the host name, the port and the network.`,
    true,
  )
}

interface StatusRow {
  readonly code: ClientSecretsErrorCode
  readonly transient: boolean
  /** What the server did, and what to do: a sentence that begins with the server's name. Core prints the status. */
  readonly says: string
}

const denied: StatusRow = {
  code: "denied",
  transient: false,
  says: "refused the request. Check the token and its permissions.",
}
const troubled: StatusRow = {
  code: "unavailable",
  transient: true,
  says: "has a problem, which is usually temporary.",
}

const rows: Readonly<Record<number, StatusRow>> = {
  401: denied,
  403: denied,
  408: troubled,
  425: troubled,
  429: {
    code: "throttled",
    transient: true,
    says: "was asked too often: use createLoader, which keeps the client and waits before it asks again.",
  },
}
const redirect: StatusRow = {
  code: "redirected",
  transient: false,
  says: "answered with a redirect. None is followed, since it would take the token along: use the address to which it leads.",
}
const refused: StatusRow = {
  code: "unavailable",
  transient: false,
  says: "does not accept the request. Check the address and the headers.",
}

/** The failure that an answer's status is. */
export function statusFailure({ status, headers }: FetchResponse, host: string): Error {
  const { code, transient, says } = rowOf(status)
  const failure = sourceFailure(code, `${host} ${says}`, transient)
  return Object.assign(failure, { status, retryAfterMs: parseRetryAfter(headers.get("retry-after")) })
}

function rowOf(status: number): StatusRow {
  // In a browser a redirect that was not followed has status 0.
  if (status === 0 || (status >= 300 && status < 400)) return redirect
  return rows[status] ?? (status >= 500 ? troubled : refused)
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null || value.length > 100) return undefined
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return milliseconds > 0 ? milliseconds : undefined
}
