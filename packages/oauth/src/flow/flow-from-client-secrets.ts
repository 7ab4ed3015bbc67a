import { type AbortSignalLike, type AnyClientSecrets, createLoader, type Source } from "@client-secrets/core"
import { prepareClient } from "../client/prepare-client.ts"
import { buildFlow } from "./build-flow.ts"
import type { Flow } from "./flow.ts"
import { type FlowOptions, readOptions } from "./options.ts"

/** What `createLoader` makes, as far as the flow needs it. */
export interface LoaderLike {
  get(options?: { readonly signal?: AbortSignalLike | undefined }): Promise<AnyClientSecrets>
  invalidate(secrets: AnyClientSecrets): void
}

/**
 * Makes the OAuth flow of a client that lives in a source, as `flow_from_clientsecrets` does for a file.
 *
 * Nothing is read until a step needs it; each step uses the client as the source has it then. A secret that the token
 * endpoint does not take is reported to the loader, and the successor that this brings is tried once: a rotated secret
 * heals itself.
 *
 * @param source a loader, or a source for one with the defaults
 * @throws {TypeError} where an option is not what it must be. What `createFlow` throws about the file, the steps do.
 */
export function flowFromClientSecrets<RedirectUri extends string = string>(
  source: LoaderLike | Source,
  options: FlowOptions<RedirectUri>,
): Flow<RedirectUri> {
  const settings = readOptions(options)
  // What was given may be a document, which an engine's own text of the mistake would hold.
  const { read, get } = (source ?? {}) as Partial<Source & LoaderLike>
  if (typeof (read ?? get) !== "function")
    throw new TypeError("This is no loader or source; createFlow takes a client.")
  const loader = read === undefined ? (source as LoaderLike) : createLoader(source as Source)
  return buildFlow({
    load: async call => prepareClient(await loader.get({ signal: call.signal }), settings),
    invalidate: secrets => loader.invalidate(secrets),
  })
}
