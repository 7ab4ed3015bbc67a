import type { Source, SourceDocument } from "@client-secrets/core"
import { ownOptions, sourceFailure } from "@client-secrets/source-kit"
import { crc32c } from "./crc32c.ts"
import { bearer, fetchToken, flavor, type RecipeOptions, type Token } from "./fetch-token.ts"
import { httpSource } from "./http-source.ts"

/** Options of `googleSecretManagerSource`. */
export interface GoogleSecretManagerSourceOptions extends RecipeOptions {
  /** An OAuth access token. @default the service account's, from the metadata server of Google Cloud */
  readonly token?: Token | undefined
}

interface AccessResponse {
  readonly name: string
  readonly payload: { readonly data: string; readonly dataCrc32c?: string }
  readonly error?: { readonly status: string }
}

const resourceName =
  /^(projects\/[a-z\d][a-z\d.:-]*(?:\/locations\/([a-z\d-]+))?\/secrets\/[\w-]+)(\/versions\/[\w-]+)?$/
// By its address: the name metadata.google.internal could be taken elsewhere by a name server.
const metadataServer = "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token"

/**
 * A secret of Google Secret Manager that holds a client file.
 *
 * It wants the permission `secretmanager.versions.access`. It reads no key file: outside Google Cloud hand in `token`.
 *
 * @example
 * ```ts
 * const source = googleSecretManagerSource("projects/my-project/secrets/google-client")
 * ```
 * @param name `projects/P/secrets/S` for the latest version, or with `/versions/7`; with `/locations/L` at that region's endpoint
 * @throws TypeError at once, if it is no such name
 *
 * Its `read` rejects with the codes of `fetchSource`; a version that is disabled or destroyed is `revoked`, a value that does
 * not fit its checksum `unavailable`.
 *
 * @see https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
 * @see https://cloud.google.com/secret-manager/docs/data-integrity
 * @see https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
 */
export function googleSecretManagerSource(name: string, options?: GoogleSecretManagerSourceOptions): Source {
  const [, secret, location, version = "/versions/latest"] = resourceName.exec(name) ?? []
  if (!secret) throw new TypeError("A name is projects/PROJECT/secrets/SECRET[/versions/VERSION].")
  const { token, ...request } = ownOptions(options)
  return httpSource<AccessResponse>(
    `https://secretmanager.${location ? `${location}.rep.` : ""}googleapis.com/v1/${secret}${version}:access`,
    {
      ...request,
      headers: bearer(token ?? (context => fetchToken(metadataServer, { [flavor]: "Google" }, context, request.fetch))),
      extract: toDocument,
    },
    // With the reason: a version that is disabled or destroyed, or a request that is none.
    400,
  )
}

function toDocument({ error, name, payload }: AccessResponse): SourceDocument {
  if (error?.status === "FAILED_PRECONDITION") throw sourceFailure("revoked", "This version is disabled or destroyed.")
  if (error) throw sourceFailure("unavailable", "The store answered 400.")
  const content = Uint8Array.from(atob(payload.data), character => character.charCodeAt(0))
  if (payload.dataCrc32c && Number(payload.dataCrc32c) !== crc32c(content)) {
    throw sourceFailure("unavailable", "The answer does not fit its checksum.", true)
  }
  return { content, version: name }
}
