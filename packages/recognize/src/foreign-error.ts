import { readProperty } from "./read-property.ts"
import { readTrustError, type TrustError } from "./tls-trust.ts"

/** What may be printed of an error that an engine, an SDK or a user's function threw. Its message may contain anything. */
export interface ForeignError {
  /** With its article, such as `a TypeError`, where the name has the form of an error's class; otherwise `an error`. */
  readonly className: string
  /** A system's code, such as `ENOTFOUND`, its own or its cause's. */
  readonly systemCode: string | undefined
  /** Set where a server's certificate was not trusted. */
  readonly trustError: TrustError | undefined
  /** Deno refused it because a grant is missing. */
  readonly isDenoRefusal: boolean
  /** The program is wrong, so that trying again does not help: a ReferenceError, or a TypeError that no failed request threw. */
  readonly isMistake: boolean
}

/** Reads an error without passing on any of its message. */
export function readForeignError(thrown: unknown): ForeignError {
  const name = readProperty(thrown, "name")
  const systemCode = systemCodeOf(thrown) ?? systemCodeOf(readProperty(thrown, "cause"))
  const trustError = readTrustError(thrown)
  const isFromFetch = systemCode !== undefined || trustError !== undefined || hasMessageOfFetch(thrown)
  return {
    className: classNameOf(name),
    systemCode,
    trustError,
    isDenoRefusal: name === "NotCapable",
    isMistake: name === "ReferenceError" || (name === "TypeError" && !isFromFetch),
  }
}

function classNameOf(name: unknown): string {
  if (typeof name !== "string" || !/^([A-Z][A-Za-z]{2,40})?Error$/.test(name)) return "an error"
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`
}

function systemCodeOf(error: unknown): string | undefined {
  const code = readProperty(error, "code")
  if (typeof code !== "string") return undefined
  // Short, since a secret of capitals could be in a code's place.
  return /^E(AI_)?[A-Z]{2,15}$/.test(code) || codesOfUndici.has(code) ? code : undefined
}

/** The codes of the library behind Node's `fetch`. */
const codesOfUndici: ReadonlySet<string> = new Set([
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_OVERFLOW",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_SOCKET",
])

/** How each engine's message begins when a request fails: they all throw a TypeError, most of them without a code. */
const messagesOfFetch = [
  // Node and Deno; Node where the body broke off.
  "fetch failed",
  "terminated",
  // Deno, with the address after it; Deno where the body broke off.
  "error sending request",
  "error reading a body from connection",
  // Chromium, Firefox and Safari; Chromium and Firefox where the body broke off.
  "Failed to fetch",
  "NetworkError when attempting to fetch resource.",
  "Load failed",
  "network error",
  "Error in input stream",
  // The polyfills that are built on XMLHttpRequest, and React Native.
  "Network request failed",
]

function hasMessageOfFetch(thrown: unknown): boolean {
  const message = readProperty(thrown, "message")
  return typeof message === "string" && messagesOfFetch.some(beginning => message.startsWith(beginning))
}
