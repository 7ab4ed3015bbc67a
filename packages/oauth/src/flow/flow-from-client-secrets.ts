import type { Source } from "@client-secrets/core"
import { describeInput } from "../client/require-client.ts"
import { messages } from "../messages.ts"
import { buildFlow, findLoader, ofLoader } from "./build-flow.ts"
import type { Flow } from "./flow.ts"
import type { LoaderLike } from "./loader-like.ts"
import { type FlowOptions, readOptions } from "./options.ts"

/**
 * The specification's own name for `createFlow` with a source or a loader: `flow_from_clientsecrets`.
 *
 * @throws {TypeError} if it is neither, or if an option is not of its type. What `createFlow` throws about the file, the
 *   steps throw.
 */
export function flowFromClientSecrets<RedirectUri extends string = string>(
  source: Source | LoaderLike,
  options: FlowOptions<RedirectUri>,
): Flow<RedirectUri> {
  const settings = readOptions(options)
  const loader = findLoader(source)
  if (loader !== undefined) return buildFlow(ofLoader(loader, settings))
  const mistake = messages.notASource(describeInput(source))
  // It may be the file: see describeMistake().
  source = undefined as never
  throw new TypeError(mistake)
}
