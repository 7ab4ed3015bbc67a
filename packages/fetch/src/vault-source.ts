import type { ClientSecretsFile, Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, sourceFailure } from "@client-secrets/source-kit"
import type { RecipeOptions, Token } from "./fetch-token.ts"
import { httpSource, perRead } from "./http-source.ts"
import { joinPath } from "./join-path.ts"
import { parseAddress } from "./parse-address.ts"

/** Options of `vaultSource`. */
export interface VaultSourceOptions extends RecipeOptions {
  /** Sent as `X-Vault-Token`. @default none, for a Vault Agent or Vault Proxy that adds its own */
  readonly token?: Token | undefined
  /** Sent as `X-Vault-Namespace`. @default none */
  readonly namespace?: string | undefined
  /** Where the KV engine is mounted. @default "secret" */
  readonly mount?: string | undefined
  /** @default the latest */
  readonly version?: number | undefined
  /** The key whose value is the file. @default the keys are: `web` or `installed`, or `client_id`, `client_secret`, `redirect_uris` */
  readonly field?: string | undefined
}

interface Secret {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly metadata: { readonly version: number }
}

/**
 * A secret of the KV engine, version 2, of Vault or OpenBao.
 *
 * It does not log in and does not renew the token. A standby node's redirect is refused like any other: give the address of the
 * active node or of the load balancer.
 *
 * @example
 * ```ts
 * const source = vaultSource("https://vault.example.com:8200", "apps/google-client", { token: () => readToken() })
 * ```
 * @param address `https://vault.example.com:8200`, or plain http on this machine
 * @param path the path below the mount, without `data/`
 * @throws TypeError at once, if either cannot be used
 *
 * Its `read` rejects with the codes of `fetchSource`; a version that was deleted or destroyed is `revoked`. A mount that does
 * not exist is `denied`, unless the token may see every mount: then nothing is there.
 *
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version
 * @see https://openbao.org/api-docs/secret/kv/kv-v2/
 */
export function vaultSource(address: string, path: string, options?: VaultSourceOptions): Source {
  const { token, namespace, mount = "secret", version, field, ...request } = ownOptions(options)
  const url = parseAddress(address)
  url.pathname = url.pathname.replace(/\/$/, "") + joinPath("v1", ...mount.split("/"), "data", ...path.split("/"))
  url.search = version ? `version=${version}` : ""
  return httpSource<{ data?: Secret }>(
    url.href,
    {
      ...request,
      headers: async context => ({
        // Agents and proxies can be told to refuse what lacks it.
        "x-vault-request": "true",
        ...(token && { "x-vault-token": await perRead(token, context) }),
        ...(namespace && { "x-vault-namespace": namespace }),
      }),
      // Where nothing is there, the answer has no data of its own.
      extract: body => {
        const { data } = ownOptions(body)
        return data && toDocument(data, field)
      },
    },
    // With the secret's metadata if it was there once.
    404,
  )
}

function toDocument({ data, metadata }: Secret, field: string | undefined): SourceDocument | undefined {
  if (!data) throw sourceFailure("revoked", "This version was deleted.")
  const version = `${metadata.version}`
  if (field === undefined && Object.hasOwn(data, "client_id"))
    return { members: data as Record<string, string>, version }
  const content = field === undefined ? data : Object.hasOwn(data, field) && data[field]
  return content ? { content: content as string | ClientSecretsFile, version } : undefined
}
