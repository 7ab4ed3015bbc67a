import type { Source } from "@client-secrets/core"
import { ownOptions } from "@client-secrets/source-kit"
import { bearer, type RecipeOptions, type Token } from "./fetch-token.ts"
import { httpSource } from "./http-source.ts"
import { joinPath } from "./join-path.ts"

/** Options of `cloudflareKvSource`. */
export interface CloudflareKvSourceOptions extends RecipeOptions {
  /** An API token that may read Workers KV Storage. */
  readonly token: Token
}

/**
 * A key of Cloudflare Workers KV that holds a client file, over the REST API: for programs that are not a Worker.
 *
 * A Worker has a binding, which is faster and wants no token: `bindingSource` of `@client-secrets/env`. What was written less
 * than a minute ago may not be seen.
 *
 * @example
 * ```ts
 * const source = cloudflareKvSource(accountId, namespaceId, "google-client", { token: () => readToken() })
 * ```
 * @throws TypeError at once, if an id or the key cannot be part of a path
 *
 * Its `read` rejects with the codes of `fetchSource`.
 *
 * @see https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/subresources/values/methods/get/
 */
export function cloudflareKvSource(
  accountId: string,
  namespaceId: string,
  key: string,
  options: CloudflareKvSourceOptions,
): Source {
  const { token, ...request } = ownOptions(options)
  const path = joinPath("accounts", accountId, "storage", "kv", "namespaces", namespaceId, "values", key)
  return httpSource(`https://api.cloudflare.com/client/v4${path}`, { ...request, headers: bearer(token!) })
}
