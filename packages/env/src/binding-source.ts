import type { ClientSecretsFile, Source, SourceDocument } from "@client-secrets/core"
import { printPath, sourceFailure, untilAborted } from "@client-secrets/source-kit"
import { decodeValue } from "./decode-value.ts"
import { explainValue } from "./explain-value.ts"

/**
 * What a platform hands to a program: a text, what a JSON variable holds, or anything with `get()`, such as a KV
 * namespace, a secret of Cloudflare's Secrets Store, a Fastly SecretStore, `Netlify.env`.
 */
export type Binding = string | object | null | undefined

/**
 * Makes a source of a binding: Cloudflare's KV and Secrets Store, Fastly's SecretStore, a JSON or text variable.
 *
 * With a `key`, `get(key)` is called, without one `get()`; a text may also be JSON in base64. It is asked at each read
 * and never before, since workerd refuses that outside of a request. KV may answer with a value that is a minute old.
 *
 * Nothing is there where the binding is empty or not set, and where `get()` gives `null` or fails with "not found", as
 * a Secrets Store does.
 *
 * @example
 * ```ts
 * const loader = createLoader(bindingSource(env.GOOGLE), { waitUntil })
 * ```
 * @param binding or a function that gives it, called at each read
 * @returns a source that throws `denied`, `throttled`, `unavailable`, or `unsupported` for something that is no binding.
 * @throws {TypeError} for a key that is not a text.
 */
export function bindingSource(binding: Binding | (() => Binding), key?: string): Source {
  if (key !== undefined && (typeof key !== "string" || key === "")) throw new TypeError("key is a text.")
  return {
    name: key === undefined ? "binding" : `binding ${printPath(key)}`,
    read: async context => untilAborted(context?.signal, () => readBinding(binding, key)),
  }
}

async function readBinding(binding: unknown, key: string | undefined): Promise<SourceDocument | undefined> {
  const given = typeof binding === "function" && !hasGet(binding) ? binding() : binding
  if (given === "") return undefined
  if (hasGet(given)) return documentOf(await ask(given, key))
  if (key === undefined) return documentOf(given)
  if (given === undefined || given === null) return undefined
  throw sourceFailure("unsupported", "A key was given, but the binding has no get().")
}

interface Store {
  get(key?: string): unknown
}

function hasGet(value: unknown): value is Store {
  return typeof (value as Partial<Store> | null | undefined)?.get === "function"
}

async function ask(store: Store, key: string | undefined): Promise<unknown> {
  try {
    return await (key === undefined ? store.get() : store.get(key))
  } catch (error) {
    // A Secrets Store has no other way to say it.
    if (/\bnot found\b/i.test(messageOf(error))) return undefined
    // What KV throws without a key; another store's may be the network's, and pass.
    const lacksKey = key === undefined && error instanceof TypeError
    throw failureOf(messageOf(error), lacksKey ? " If it wants a key, give it to bindingSource." : "")
  }
}

function documentOf(value: unknown): SourceDocument | undefined {
  if (value === undefined || value === null) return undefined
  const { plaintext } = value as { plaintext?: unknown }
  const content = typeof plaintext === "function" ? plaintext.call(value) : value
  if (typeof content === "string") return { content: decodeValue(content), hint: () => explainValue(content) }
  if (typeof content === "object") return { content: content as ClientSecretsFile | Uint8Array }
  throw sourceFailure("unsupported", "The binding gave neither a text nor an object.")
}

/** What a store's failure comes down to: of its text only the status is read, and nothing is kept. */
function failureOf(message: string, advice: string): Error {
  const status = /^KV GET failed: (\d{3})\b/.exec(message)?.[1]
  if (status === "401" || status === "403")
    return sourceFailure("denied", `The namespace refused it (status ${status}).`)
  if (status === "429") return sourceFailure("throttled", "The namespace is asked too often (status 429).", true)
  return sourceFailure(
    "unavailable",
    `The binding's get() failed${status ? ` (status ${status})` : ""}.${advice}`,
    true,
  )
}

function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message
  return typeof message === "string" ? message : ""
}
