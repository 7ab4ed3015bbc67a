import { ownOptions, sourceFailure } from "@client-secrets/source-kit"

/** Headers as the option `headers` accepts them: an object, or anything that lists names and values, such as `Headers`. */
export type HeadersLike = Readonly<Record<string, string>> | Iterable<readonly [string, string]>

/**
 * The headers of a request: the caller's, and `cache-control: no-cache`, since how old a copy may be is the loader's to
 * decide.
 *
 * They are checked before anything is sent, and not by the request itself: its error would say that the store could not be
 * reached, and quote the value.
 *
 * @throws `unsupported` for what HTTP does not allow, and for values such as `Bearer undefined`
 */
export function requestHeaders(given: unknown): Record<string, string> {
  const headers = new Headers()
  for (const [name, value] of entriesOf(given)) {
    if (typeof value !== "string") throw headerFailure("A header has a value that is not a string.")
    if (isMishap(value)) throw headerFailure("A header ends in undefined, null or [object …] where a value was meant.")
    try {
      headers.append(name, value)
    } catch {
      // The engine's message quotes the value.
      throw headerFailure("A header has a name or a value that HTTP does not allow. Check for line breaks.")
    }
  }
  if (!headers.has("cache-control")) headers.set("cache-control", "no-cache")
  return Object.fromEntries(headers as unknown as Iterable<[string, string]>)
}

function entriesOf(given: unknown): readonly (readonly [string, unknown])[] {
  if (given === undefined) return []
  if (typeof given !== "object" || given === null) throw headerFailure("The option headers must be an object.")
  const iterator = (given as Partial<Iterable<readonly [string, unknown]>>)[Symbol.iterator]
  return typeof iterator === "function"
    ? [...(given as Iterable<readonly [string, unknown]>)]
    : Object.entries(ownOptions(given))
}

/** The strings that JavaScript writes if a variable was not set, or a promise was not awaited. */
function isMishap(value: string): boolean {
  const lastWord = value.slice(value.lastIndexOf(" ") + 1)
  return lastWord === "undefined" || lastWord === "null" || value.includes("[object ")
}

function headerFailure(text: string): Error {
  return sourceFailure("unsupported", `The request was not sent. ${text}`)
}
