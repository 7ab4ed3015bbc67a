import { type AnyClientSecrets, createLoader, type Source } from "@client-secrets/core"
import { createAuthorization } from "../authorization/create-authorization.ts"
import { keepTokens } from "../authorization/token-keeper.ts"
import { prepareClient } from "../client/prepare-client.ts"
import { requireRegistered } from "../client/redirect-uri.ts"
import { messages } from "../messages.ts"
import { createIssuers } from "../openid/issuers.ts"
import { rethrow } from "../rethrow.ts"
import { createAuthorizationRequest } from "./authorization-request.ts"
import { authorizeDevice, pollDevice } from "./device-flow.ts"
import { createEndSessionUrl } from "./end-session.ts"
import { exchangeCode, exchangePopupCode } from "./exchange-code.ts"
import type { AuthorizationParameters, AuthorizationRequest, CallOptions, Flow } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import type { LoaderLike } from "./loader-like.ts"
import { ownProperties, type Settings } from "./options.ts"
import { refreshTokens } from "./refresh-tokens.ts"
import { revokeToken } from "./revoke-token.ts"
import { areTokens } from "./token-arguments.ts"
import { fetchUserinfo } from "./userinfo.ts"

/** A loader for a source, a loader as it is, and `undefined` for anything else. */
export function findLoader(input: unknown): LoaderLike | undefined {
  if (typeof input !== "object" || input === null) return undefined
  const { read, get } = input as Partial<Source & LoaderLike>
  if (typeof read === "function") return createLoader(input as Source)
  return typeof get === "function" ? (input as LoaderLike) : undefined
}

/** The state of a flow whose client the caller has: it is checked immediately. */
export function ofClient(secrets: AnyClientSecrets, settings: Settings): FlowState {
  const client = prepareClient(secrets, settings)
  if (settings.redirectUri !== undefined) requireRegistered(client.secrets, settings.redirectUri)
  return { load: async () => client, invalidate() {}, issuers: createIssuers(), fetch: settings.fetch }
}

/** The state of a flow whose client is read at each step. */
export function ofLoader(loader: LoaderLike, settings: Settings): FlowState {
  return {
    async load(signal) {
      return prepareClient(await loader.get({ signal }), settings)
    },
    invalidate: secrets => loader.invalidate(secrets),
    issuers: createIssuers(),
    fetch: settings.fetch,
  }
}

/** The steps. Of what callers pass, only own properties count. */
export function buildFlow(state: FlowState): Flow {
  const flow: Flow = {
    authorizationRequest: parameters => requestAuthorization(state, ownProperties(parameters)).catch(rethrow),
    exchange: (callbackUrl, request, call) =>
      runStep(call, own => exchangeCode(state, callbackUrl, ownProperties(request), own)),
    exchangePopupCode: (code, call) => runStep(call, own => exchangePopupCode(state, code, own)),
    refresh: (tokens, call) => runStep(call, own => refreshTokens(state, tokens, own)),
    revoke: (tokens, call) => runStep(call, own => revokeToken(state, tokens, own)),
    userinfo: (tokens, call) => runStep(call, own => fetchUserinfo(state, tokens, own)),
    endSessionUrl: parameters => runStep(parameters, own => createEndSessionUrl(state, own)),
    deviceAuthorization: call => runStep(call, own => authorizeDevice(state, own)),
    pollDeviceAuthorization: (device, call) => runStep(call, own => pollDevice(state, ownProperties(device), own)),
    authorization(tokens, options) {
      if (tokens !== undefined && !areTokens(tokens)) {
        // When an error leaves, no frame of ours holds a token.
        tokens = undefined as never
        throw new TypeError(messages.notWholeTokens("The first argument of authorization()"))
      }
      return createAuthorization(keepTokens(flow, tokens, ownProperties(options)), state.fetch)
    },
  }
  return flow
}

/** Runs a step with the own properties of its options. */
function runStep<Options extends CallOptions, Result>(
  options: Options | undefined,
  run: (own: Options) => Promise<Result>,
): Promise<Result> {
  const own = ownProperties(options)
  const { signal } = own
  return run(own).catch(thrown => rethrow(thrown, signal))
}

async function requestAuthorization(
  state: FlowState,
  parameters: AuthorizationParameters,
): Promise<AuthorizationRequest> {
  return createAuthorizationRequest(await state.load(undefined), parameters)
}
