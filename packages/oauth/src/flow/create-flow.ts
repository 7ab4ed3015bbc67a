import type { AnyClientSecrets, Source } from "@client-secrets/core"
import type { RedirectUriOf } from "../client/pick-redirect-uri.ts"
import { describeInput, describeMistake } from "../client/require-client.ts"
import { messages } from "../messages.ts"
import { buildFlow, findLoader, ofClient, ofLoader } from "./build-flow.ts"
import type { Flow } from "./flow.ts"
import type { LoaderLike } from "./loader-like.ts"
import { type FlowOptions, readOptions } from "./options.ts"

/** The input of a flow: a client, or where to read it. */
export type FlowInput = AnyClientSecrets | Source | LoaderLike

/** The type of `redirectUri`: one of a web client's own; any string if that is known only at run time. */
export type FlowRedirectUri<Input> = Input extends { readonly type: "web" } ? RedirectUriOf<Input> : string

/**
 * Creates the OAuth flow of a client: sign in, get tokens, refresh and revoke them.
 *
 * Pass a client that you have, which is checked immediately; or a source or a loader, which is read at each step. A
 * secret that was rotated then heals itself: the loader looks again when the token endpoint does not accept it.
 *
 * Nothing is sent until a method is called. The endpoints are the file's.
 *
 * @throws {ClientSecretsError} `redirect_uri_mismatch` if `redirectUri` is not one of the file's; `invalid` if an
 *   endpoint is missing, insecure, or not Google's while another one is. For a source or loader, the steps throw these.
 * @throws {TypeError} if the first argument is something else, for example a path or a promise; if an option is not of
 *   its type; or if the scope has `openid` and nothing names the issuer.
 * @example
 * const flow = createFlow(fileSource(), { scope: "openid email" })
 * const request = await flow.authorizationRequest()
 * @see RFC 6749, RFC 7636, RFC 9207, OpenID Connect Core 1.0
 */
export function createFlow<const Input extends FlowInput>(
  input: Input,
  options: FlowOptions<NoInfer<FlowRedirectUri<Input>>>,
): Flow<FlowRedirectUri<Input>> {
  const settings = readOptions(options)
  const loader = findLoader(input)
  const mistake = loader === undefined ? describeInputMistake(input) : undefined
  if (mistake === undefined)
    return buildFlow(loader === undefined ? ofClient(input as AnyClientSecrets, settings) : ofLoader(loader, settings))
  // It may be the file: see describeMistake().
  input = undefined as never
  throw new TypeError(mistake)
}

function describeInputMistake(input: FlowInput): string | undefined {
  if (typeof input !== "object" || input === null) return messages.notAnInput(describeInput(input))
  return describeMistake(input as AnyClientSecrets)
}
