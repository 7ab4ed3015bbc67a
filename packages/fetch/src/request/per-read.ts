import { readForeignError } from "@client-secrets/recognize"
import { isSourceFailure, sourceFailure } from "@client-secrets/source-kit"

/** The argument of a function that returns headers or a token. */
export interface HeadersContext {
  /** An `AbortSignal` that ends with the read. */
  // biome-ignore lint/suspicious/noExplicitAny: as in FetchInit, so that it can be passed to any `fetch`.
  readonly signal: any
}

/** A value, or a function that returns it or a promise of it; the function is called once per read. */
export type PerRead<Value> = Value | ((context: HeadersContext) => Value | Promise<Value>)

/**
 * The value for this read.
 *
 * @param option names it in the error
 * @throws `unavailable` if the function throws; only the class and a system's code of its error are printed
 */
export async function valueForRead<Value>(
  option: string,
  value: PerRead<Value>,
  context: HeadersContext,
): Promise<Value> {
  if (typeof value !== "function") return value
  try {
    return await (value as (context: HeadersContext) => Value | Promise<Value>)(context)
  } catch (thrown) {
    if (isSourceFailure(thrown)) throw thrown
    const { className, systemCode, isMistake, isDenoRefusal } = readForeignError(thrown)
    const detail = systemCode === undefined ? "" : ` (${systemCode})`
    throw sourceFailure(
      isDenoRefusal ? "denied" : "unavailable",
      isDenoRefusal
        ? `The function in the option ${option} needs a grant of Deno's, so no request was sent.`
        : `The function in the option ${option} threw ${className}${detail}, so no request was sent.`,
      !isDenoRefusal && !isMistake,
    )
  }
}
