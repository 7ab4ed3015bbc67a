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
import { parseAddress } from "../request/address.ts"
import { httpSource } from "../request/http-source.ts"
import { parseJson } from "../request/parse-json.ts"
import type { BodyAnswer } from "../request/send-request.ts"
import { crc32c } from "./crc32c.ts"
import { type MetadataServer, metadataToken } from "./metadata-token.ts"
import { bearerHeaders, checkToken, type StoreOptions, type Token } from "./store-options.ts"

/** Options of `googleSecretManagerSource`. */
export interface GoogleSecretManagerSourceOptions extends StoreOptions {
  /**
   * An OAuth access token, or a function that returns one.
   * @default the service account's token, from the metadata server of Google Cloud
   */
  readonly token?: Token | undefined
  /**
   * Another address of the service, such as an emulator's: https, or http to this machine.
   * @default Google's, or that of the region in the name
   */
  readonly endpoint?: string | undefined
}

const resourceName =
  /^(projects\/[a-z\d][a-z\d.:-]*(?:\/locations\/([a-z\d-]+))?\/secrets\/[\w-]+)(\/versions\/[\w-]+)?$/

const metadataServer: MetadataServer = {
  // By its address: another network's name server could lead the name metadata.google.internal elsewhere.
  url: new URL("http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token"),
  headers: { "metadata-flavor": "Google" },
  sentBack: "metadata-flavor",
  advice: "Outside Google Cloud pass the option token.",
}

/**
 * Reads a client file from a secret of Google Secret Manager.
 *
 * The caller needs the permission `secretmanager.versions.access`. It reads no key file: outside Google Cloud pass `token`.
 *
 * Reading rejects with the codes of `fetchSource`; with `revoked` for a version that is disabled or destroyed, and with
 * `unavailable` for a value that does not match its checksum.
 *
 * @example
 * ```ts
 * const source = googleSecretManagerSource("projects/my-project/secrets/google-client")
 * ```
 * @param name `projects/P/secrets/S` for the latest version, or with `/versions/7`; with `/locations/L` at that region's endpoint
 * @throws {TypeError} for another name, or for an option that cannot be right
 * @see https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
 * @see https://cloud.google.com/secret-manager/docs/data-integrity
 * @see https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
 */
export function googleSecretManagerSource(name: string, options?: GoogleSecretManagerSourceOptions): Source {
  try {
    return makeSource(name, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    name = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(name: string, options?: GoogleSecretManagerSourceOptions): Source {
  const [, secret, location, version = "/versions/latest"] =
    (typeof name === "string" ? resourceName.exec(name) : undefined) ?? []
  if (secret === undefined) {
    throw new TypeError("The name must be projects/PROJECT/secrets/SECRET, with or without /versions/VERSION.")
  }
  const own = ownOptions(options)
  const { token, endpoint, field, fetch, timeout } = own
  checkToken(token)
  checkField(field)
  checkTypes(own, { endpoint: ["string"] })
  const host = location === undefined ? "secretmanager.googleapis.com" : `secretmanager.${location}.rep.googleapis.com`
  const url = parseAddress(endpoint ?? `https://${host}`)
  url.pathname = `${url.pathname.replace(/\/$/, "")}/v1/${secret}${version}:access`
  return httpSource(url, {
    headers: context =>
      bearerHeaders(token ?? (tokenContext => metadataToken(metadataServer, tokenContext, fetch)), context),
    // With the reason: a version that is disabled or destroyed, or a request that Google does not understand.
    alsoReadBodyOf: [400],
    readAnswer: answer => readVersion(answer, field),
    absence: {
      place: `${maskSecrets(secret + version)} in Google Secret Manager`,
      remedy: `add a version with the client file to ${maskSecrets(secret)}`,
    },
    fetch,
    timeout,
  })
}

function readVersion({ status, bytes }: BodyAnswer, field: string | undefined): SourceDocument {
  const answer = ownMembers(parseJson(bytes))
  if (status === 400) {
    if (ownMembers(answer["error"])["status"] === "FAILED_PRECONDITION") {
      throw sourceFailure(
        "revoked",
        "This version of the secret is disabled or destroyed. Enable it, or add a new one.",
      )
    }
    throw sourceFailure("unavailable", "Google does not accept the request: check the name of the secret.")
  }
  const { data, dataCrc32c } = ownMembers(answer["payload"])
  const content = decodeBase64(data)
  if (dataCrc32c !== undefined && Number(dataCrc32c) !== crc32c(content)) {
    throw sourceFailure("unavailable", "The value does not match its checksum: it was damaged on its way.", true)
  }
  const { name } = answer
  return storeDocument(content, { field, version: typeof name === "string" ? name : undefined })
}

function decodeBase64(data: unknown): Uint8Array {
  try {
    if (typeof data === "string") return Uint8Array.from(atob(data), character => character.charCodeAt(0))
  } catch {
    // The engine's message is of no use.
  }
  throw sourceFailure(
    "invalid",
    "The answer is not one of Secret Manager: it has no value in base64. Check the address.",
  )
}
