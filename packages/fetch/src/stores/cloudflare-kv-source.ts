import type { Source, SourceDocument } from "@client-secrets/core"
import {
  checkField,
  maskSecrets,
  ownMembers,
  ownOptions,
  refusal,
  sourceFailure,
  storeDocument,
} from "@client-secrets/source-kit"
import { joinPath } from "../request/address.ts"
import { httpSource } from "../request/http-source.ts"
import { parseJson } from "../request/parse-json.ts"
import type { BodyAnswer } from "../request/send-request.ts"
import { bearerHeaders, checkToken, type StoreOptions, type Token } from "./store-options.ts"

/** Options of `cloudflareKvSource`. */
export interface CloudflareKvSourceOptions extends StoreOptions {
  /** An API token that may read Workers KV Storage, or a function that returns one. */
  readonly token: Token
}

/** Cloudflare's code for a key that does not exist; a namespace or an account that does not exist has others. */
const keyNotFound = 10009

/**
 * Reads a client file from a key of Cloudflare Workers KV over the REST API: for programs that are not a Worker.
 *
 * A Worker has a binding, which is faster and needs no token: `bindingSource` of `@client-secrets/env`. A value that was
 * written less than a minute ago may not be seen.
 *
 * Reading rejects with the codes of `fetchSource`; with `not_found` where the account or the namespace does not exist.
 *
 * @example
 * ```ts
 * const source = cloudflareKvSource(accountId, namespaceId, "google-client", { token: () => readToken() })
 * ```
 * @param accountId the account's id
 * @param namespaceId the namespace's id
 * @param key the key whose value is the client file
 * @throws {TypeError} for an id or a key that cannot be part of a path, or without a token
 * @see https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/subresources/values/methods/get/
 */
export function cloudflareKvSource(
  accountId: string,
  namespaceId: string,
  key: string,
  options: CloudflareKvSourceOptions,
): Source {
  try {
    return makeSource(accountId, namespaceId, key, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    accountId = undefined as never
    namespaceId = undefined as never
    key = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(accountId: string, namespaceId: string, key: string, options: CloudflareKvSourceOptions): Source {
  const { token, field, fetch, timeout } = ownOptions(options)
  if (token === undefined) throw new TypeError("The option token is missing: an API token that may read Workers KV.")
  checkToken(token)
  checkField(field)
  const path = joinPath("accounts", accountId, "storage", "kv", "namespaces", namespaceId, "values", key)
  return httpSource(new URL(`https://api.cloudflare.com/client/v4${path}`), {
    headers: context => bearerHeaders(token, context),
    alsoReadBodyOf: [404],
    readAnswer: answer => readValue(answer, field),
    absence: {
      place: `the key ${maskSecrets(key)} in Workers KV`,
      remedy: `store the client file under the key ${maskSecrets(key)}`,
    },
    fetch,
    timeout,
  })
}

function readValue({ status, bytes }: BodyAnswer, field: string | undefined): SourceDocument | undefined {
  if (status !== 404) return storeDocument(bytes, { field })
  const codes = errorCodesIn(bytes)
  if (codes.length === 0 || codes.includes(keyNotFound)) return undefined
  throw sourceFailure("not_found", "Cloudflare knows no such account or namespace: check both ids.")
}

function errorCodesIn(bytes: Uint8Array): readonly unknown[] {
  try {
    const { errors } = ownMembers(parseJson(bytes))
    return Array.isArray(errors) ? errors.map(error => ownMembers(error)["code"]) : []
  } catch {
    // Not Cloudflare's own words: then nothing is known but the status.
    return []
  }
}
