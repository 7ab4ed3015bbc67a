import type { Source, SourceAbsence, SourceDocument } from "@client-secrets/core"
import { readProperty } from "@client-secrets/recognize"
import {
  carried,
  describeType,
  maskSecrets,
  refusal,
  signalOf,
  sourceFailure,
  storeDocument,
  untilAborted,
} from "@client-secrets/source-kit"

/**
 * What a platform hands to a program: a string, the value of a JSON variable, or anything with `get()`, such as a KV
 * namespace, a secret of Cloudflare's Secrets Store, Fastly's SecretStore, or `Netlify.env`.
 */
export type Binding = string | object | null | undefined

/**
 * Makes a source that reads a client from a binding: Cloudflare's KV and Secrets Store, Fastly's SecretStore, a JSON or string
 * variable.
 *
 * With a `key` it calls `get(key)`, without one `get()`. The value is the client file: JSON, JSON in base64, or an object; from
 * `get()` also key/value pairs that are named like its members. The binding is used at each read and never before, since
 * workerd refuses that outside of a request. A KV namespace may answer with a value that is a minute old.
 *
 * The document is absent if the binding is empty or not set, and if `get()` returns `null` or fails with "not found", as a
 * Secrets Store does.
 *
 * Reading throws `denied`, `throttled`, `unavailable`, or `unsupported` for something that is not a binding.
 *
 * @example
 * ```ts
 * const google = createLoader(bindingSource(env.GOOGLE), { waitUntil })
 * ```
 * @param binding or a function that returns it, called at each read
 * @throws {TypeError} for a key that is not a string
 */
export function bindingSource(binding: Binding | (() => Binding), key?: string): Source {
  try {
    return makeSource(binding, key)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    binding = undefined as never
    key = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(binding: Binding | (() => Binding), key?: string): Source {
  if (key !== undefined && typeof key !== "string")
    throw new TypeError(`The key must be a string; received ${describeType(key)}.`)
  if (key === "") throw new TypeError("The key is empty.")
  let isSet = true
  const currentBinding = () => {
    const given = typeof binding === "function" && !hasGet(binding) ? binding() : binding
    isSet = given !== undefined && given !== null && given !== ""
    return given
  }
  return {
    name: key === undefined ? "binding" : `binding ${maskSecrets(key)}`,
    absence: () => explainAbsence(isSet, key),
    async read(context) {
      const result = await untilAborted(signalOf(context), () => readBinding(currentBinding, key))
      // Errors are thrown here, where no function holds the document.
      if (result instanceof Error) throw result
      return result
    },
  }
}

type ReadResult = SourceDocument | undefined | Error

async function readBinding(currentBinding: () => Binding, key: string | undefined): Promise<ReadResult> {
  const given = currentBinding()
  if (given === "") return undefined
  if (hasGet(given)) {
    const answer = await ask(given, key)
    return answer instanceof Failure ? answer.error : documentOf(answer, true)
  }
  if (key === undefined) return documentOf(given, false)
  if (given === undefined || given === null) return undefined
  return sourceFailure("unsupported", "A key was passed, but the binding has no get(). Leave the key out.")
}

function explainAbsence(isSet: boolean, key: string | undefined): SourceAbsence {
  if (!isSet) {
    return {
      place: "the binding",
      state: "not set",
      advice: "On Cloudflare a binding is named in wrangler.jsonc, and for local development in .dev.vars.",
    }
  }
  if (key === undefined) return { place: "the binding", state: "has no value" }
  const name = maskSecrets(key)
  return { place: `the key ${name} of the binding`, remedy: `store the client file under the key ${name}` }
}

interface Store {
  get(key?: string): unknown
}

function hasGet(value: unknown): value is Store {
  // KV namespaces and stores have it on their class.
  return typeof (value as Partial<Store> | null | undefined)?.get === "function"
}

/** Tells a failure of `get()` from an error that it returned. */
class Failure {
  readonly error: Error
  constructor(error: Error) {
    this.error = error
  }
}

async function ask(store: Store, key: string | undefined): Promise<unknown> {
  try {
    return await (key === undefined ? store.get() : store.get(key))
  } catch (error) {
    const message = beginningOf(readProperty(error, "message"))
    // A Secrets Store has no other way to report it.
    if (/\bnot found\b/i.test(message)) return undefined
    // What KV throws without a key; that of another store may come from the network, and be temporary.
    const lacksKey = key === undefined && error instanceof TypeError
    return new Failure(failureOf(message, lacksKey))
  }
}

/** @param isStore whether a store's value is read, which may also be key/value pairs */
function documentOf(value: unknown, isStore: boolean): ReadResult {
  if (value === undefined || value === null) return undefined
  // Fastly's entry of a store.
  const { plaintext } = value as { plaintext?: unknown }
  const content = typeof plaintext === "function" ? plaintext.call(value) : value
  if (typeof content !== "string" && (typeof content !== "object" || content === null)) {
    return sourceFailure(
      "unsupported",
      `The binding returned ${describeType(content)}. It must return a string or an object.`,
    )
  }
  return isStore ? storeDocument(content) : { content: content as string, ...carried }
}

/** Returns the failure of a store: of its message only the status is read, and nothing is kept. */
function failureOf(message: string, lacksKey: boolean): Error {
  const status = /^KV GET failed: (\d{3})\b/.exec(message)?.[1]
  if (status === "401" || status === "403")
    return sourceFailure("denied", `The namespace denied access (status ${status}).`)
  if (status === "429") return sourceFailure("throttled", "The namespace is asked too often (status 429).", true)
  const advice = lacksKey
    ? ' It threw a TypeError. If the binding is a KV namespace, pass the key: bindingSource(env.NAMESPACE, "key").'
    : ""
  const detail = status === undefined ? "" : ` (status ${status})`
  return sourceFailure("unavailable", `The binding's get() failed${detail}.${advice}`, true)
}

const examinedLength = 1000

/** A foreign message can have any length: it is truncated before it is matched. */
function beginningOf(message: unknown): string {
  return typeof message === "string" ? message.slice(0, examinedLength) : ""
}
