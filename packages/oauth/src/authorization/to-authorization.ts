import type { AnyClientSecrets } from "@client-secrets/core"
import { sendableRedirectUris } from "../client/redirect-uri.ts"
import { describeMistake } from "../client/require-client.ts"
import { createFlow } from "../flow/create-flow.ts"
import type { AuthorizationParameters, AuthorizationRequest, CallOptions, Flow, Tokens } from "../flow/flow.ts"
import { type FlowOptions, joinScope, ownProperties, requireOptions } from "../flow/options.ts"
import { areTokens } from "../flow/token-arguments.ts"
import { messages } from "../messages.ts"
import type { Authorization, AuthorizationOptions } from "./authorization.ts"
import { createAuthorization } from "./create-authorization.ts"
import { tokensInFile } from "./ruby-tokens.ts"
import { keepTokens } from "./token-keeper.ts"

export type { Authorization, AuthorizationOptions, RefreshHandler, SignOutOptions } from "./authorization.ts"

/** Options of `toAuthorization`: the flow's, and the tokens to begin with. */
export interface ToAuthorizationOptions extends FlowOptions, AuthorizationOptions {
  /** Tokens from an earlier sign-in. @default those in the client file, where the Ruby client writes them */
  readonly tokens?: Tokens
}

/** An authorization that can also sign its user in. */
export interface SignInAuthorization extends Authorization {
  /** As `Flow.authorizationRequest`. */
  authorizationRequest(parameters?: AuthorizationParameters): Promise<AuthorizationRequest>
  /** As `Flow.exchange`, and keeps the tokens. */
  exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>
}

/**
 * The specification's own name for `createFlow(secrets, …).authorization(tokens)`: the Ruby client's `to_authorization`.
 *
 * For one user: a server creates one for each. The redirect URI is the file's first if none is named, as there.
 *
 * @throws as `createFlow`
 */
export function toAuthorization(secrets: AnyClientSecrets, options: ToAuthorizationOptions): SignInAuthorization {
  const mistake = describeMistake(secrets)
  if (mistake !== undefined) {
    // It may be the file: see describeMistake().
    secrets = undefined as never
    throw new TypeError(mistake)
  }
  if (!areTokensOrNone(requireOptions(options).tokens)) {
    // When an error leaves, no frame of ours holds a token.
    options = undefined as never
    throw new TypeError(messages.notWholeTokens("The option tokens"))
  }
  const own = requireOptions(options)
  const client = ownProperties(secrets)
  const { redirectUri = sendableRedirectUris(client)[0] } = own
  const flow = createFlow(secrets, ownProperties({ ...own, redirectUri }) as unknown as FlowOptions<never>) as Flow
  const keeper = keepTokens(flow, own.tokens ?? tokensInFile(client, joinScope(own.scope)), own)
  return Object.assign(createAuthorization(keeper, own.fetch), {
    authorizationRequest: (parameters?: AuthorizationParameters) => flow.authorizationRequest(parameters),
    async exchange(callbackUrl: string | URL, request: AuthorizationRequest, call?: CallOptions) {
      const tokens = await flow.exchange(callbackUrl, request, call)
      await keeper.accept(tokens)
      return tokens
    },
  })
}

function areTokensOrNone(tokens: unknown): boolean {
  return tokens === undefined || areTokens(tokens)
}
