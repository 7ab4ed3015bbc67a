import type { Source, SourceDocument } from "@client-secrets/core"
import {
  checkField,
  checkTypes,
  maskSecrets,
  ownMembers,
  ownOptions,
  refusal,
  sourceFailure,
  storeDocument,
} from "@client-secrets/source-kit"
import { joinPath, parseAddress, printAddress, type UrlLike } from "../request/address.ts"
import { httpSource, type SentRequest } from "../request/http-source.ts"
import { parseJson } from "../request/parse-json.ts"
import type { HeadersContext } from "../request/per-read.ts"
import { sendRequest } from "../request/send-request.ts"
import { checkToken, type StoreOptions, type Token, tokenForRead } from "./store-options.ts"

/** Options of `vaultSource`. */
export interface VaultSourceOptions extends StoreOptions {
  /**
   * Sent as `X-Vault-Token`: a token, or a function that returns one.
   * @default none, for a Vault Agent or Vault Proxy that adds its own
   */
  readonly token?: Token | undefined
  /** Sent as `X-Vault-Namespace`. @default none */
  readonly namespace?: string | undefined
  /** Where the KV engine is mounted. @default "secret" */
  readonly mount?: string | undefined
  /** The version of the KV engine at the mount. @default 2 */
  readonly kvVersion?: 1 | 2 | undefined
  /** The number of the secret's version to read; KV version 2 only. @default the latest */
  readonly version?: number | undefined
}

/**
 * Reads a client file from a secret of the KV engine of Vault or OpenBao.
 *
 * It does not log in and does not renew the token. A standby node's redirect is refused like any other: use the address of
 * the active node or of the load balancer.
 *
 * The secret's keys are the file (`web` or `installed`), or its members (`client_id`, `client_secret`, `redirect_uris`), or
 * one of them, named by `field`, contains either.
 *
 * Reading rejects with the codes of `fetchSource`; with `revoked` for a version that was deleted or destroyed, with
 * `invalid` for a field that the secret does not have, and with `unsupported` for a mount that does not exist, a mount of
 * the other KV version, and a wrapped answer. A mount that the token may not see is `denied`.
 *
 * @example
 * ```ts
 * const source = vaultSource("https://vault.example.com:8200", "apps/google-client", { token: () => readToken() })
 * ```
 * @param address `https://vault.example.com:8200`, or plain http to this machine
 * @param path the path below the mount, without `data/`
 * @throws {TypeError} for another address or path, or for an option that cannot be right
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version
 * @see https://openbao.org/api-docs/secret/kv/kv-v2/
 */
export function vaultSource(address: string | UrlLike, path: string, options?: VaultSourceOptions): Source {
  try {
    return makeSource(address, path, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    address = undefined as never
    path = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(address: string | UrlLike, path: string, options?: VaultSourceOptions): Source {
  const own = ownOptions(options)
  const { token, namespace, mount = "secret", kvVersion = 2, version, field, fetch, timeout } = own
  checkToken(token)
  checkField(field)
  checkVersions(kvVersion, version)
  if (typeof path !== "string") throw new TypeError("The path must be a string.")
  checkTypes(own, { mount: ["string"], namespace: ["string"] })
  const base = parseAddress(address)
  const mountPath = mount.split("/")
  const secretPath = path.split("/")
  const url = below(base, joinPath("v1", ...mountPath, ...(kvVersion === 2 ? ["data"] : []), ...secretPath))
  if (version !== undefined) url.search = `version=${version}`

  const headers = async (context: HeadersContext) => ({
    // Agents and proxies can be configured to refuse a request without it.
    "x-vault-request": "true",
    ...(token !== undefined && { "x-vault-token": await tokenForRead(token, context) }),
    ...(namespace !== undefined && { "x-vault-namespace": namespace }),
  })
  const mountUrl = below(base, joinPath("v1", "sys", "internal", "ui", "mounts", ...mountPath))

  return httpSource(url, {
    headers,
    // With the secret's metadata if it existed once, or with the problem of the path.
    alsoReadBodyOf: [404],
    async readAnswer(answer, request) {
      const body = ownMembers(parseJson(answer.bytes))
      if (answer.status !== 404) return readSecret(body, kvVersion, field)
      checkAbsence(body, kvVersion)
      await checkMount(mountUrl, kvVersion, request)
      return undefined
    },
    absence: {
      place: `${maskSecrets(path)} in the mount ${maskSecrets(mount)} of ${printAddress(base).replace(/\/$/, "")}`,
      remedy: `write the client file to ${maskSecrets(path)} in Vault`,
      advice: adviseOnPath(secretPath, mountPath),
    },
    fetch,
    timeout,
  })
}

function checkVersions(kvVersion: unknown, version: unknown): void {
  if (kvVersion !== 1 && kvVersion !== 2) throw new TypeError("The option kvVersion must be 1 or 2.")
  if (version === undefined) return
  if (kvVersion === 1) throw new TypeError("The option version needs KV version 2: version 1 keeps one value only.")
  if (!Number.isSafeInteger(version) || (version as number) < 1) {
    throw new TypeError("The option version must be a whole number, 1 or more.")
  }
}

function below(base: URL, path: string): URL {
  const url = new URL(base.href)
  url.pathname = (url.pathname.endsWith("/") ? url.pathname.slice(0, -1) : url.pathname) + path
  url.search = ""
  return url
}

type Members = Readonly<Record<string, unknown>>

function readSecret(body: Members, kvVersion: 1 | 2, field: string | undefined): SourceDocument {
  if (isObject(body["wrap_info"])) {
    throw sourceFailure("unsupported", "The answer is wrapped: read with a token whose policy does not ask for that.")
  }
  const envelope = ownMembers(body["data"])
  if (kvVersion === 1) return storeDocument(envelope, { field })
  const { data, metadata } = envelope
  if (!isObject(data) || !isObject(metadata)) {
    throw sourceFailure("invalid", "The answer is not one of a KV engine of version 2: check the mount and kvVersion.")
  }
  return storeDocument(data, { field, version: String(ownMembers(metadata)["version"]) })
}

/** Throws if a 404 means something else than that the secret does not exist. */
function checkAbsence(body: Members, kvVersion: 1 | 2): void {
  const { data, errors, warnings } = body
  if (kvVersion === 2 && isObject(ownMembers(data)["metadata"])) {
    throw sourceFailure("revoked", "This version was deleted or destroyed. Undelete it, or write a new one.")
  }
  if (isFilled(errors)) throw noEngine()
  // The answer of a KV engine of version 2 to a request of version 1.
  if (isFilled(warnings)) throw otherVersion(2)
}

/**
 * Throws where the mount is known to be another engine. A KV engine of version 1 answers 404 to a path of version 2, as if
 * the secret did not exist.
 *
 * @see https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts
 */
async function checkMount(url: URL, kvVersion: 1 | 2, { headers, signal, fetch }: SentRequest): Promise<void> {
  let mount: Members
  try {
    const answer = await sendRequest(url, { headers, signal, fetch })
    if (answer.kind !== "body") return
    mount = ownMembers(ownMembers(parseJson(answer.bytes))["data"])
  } catch {
    // A token that may not read the mount learns nothing more: the secret's own 404 remains the result.
    return
  }
  const { type, options } = mount
  if (typeof type !== "string") return
  if (type !== "kv" && type !== "generic") throw noEngine()
  const found = ownMembers(options)["version"] === "2" ? 2 : 1
  if (found !== kvVersion) throw otherVersion(found)
}

function noEngine(): Error {
  return sourceFailure("unsupported", "This mount has no KV engine. Check the option mount.")
}

function otherVersion(found: 1 | 2): Error {
  const advice = found === 1 ? "pass { kvVersion: 1 }." : "leave out the option kvVersion."
  return sourceFailure("unsupported", `The engine at this mount is KV version ${found}: ${advice}`)
}

/** The probable problem of the path of a secret that does not exist. */
function adviseOnPath(path: readonly string[], mount: readonly string[]): string | undefined {
  if (path[0] === "data") return "The path begins with data/, which belongs to the protocol: leave it out."
  const repeatsMount = path.length > mount.length && mount.every((part, index) => path[index] === part)
  return repeatsMount ? "The path begins with its mount: leave that out." : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}
