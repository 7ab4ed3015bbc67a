import { createOpenId } from "../openid/open-id.ts"
import { createAuthorizationRequest } from "./authorization-request.ts"
import { authorizeDevice, pollDevice } from "./device-flow.ts"
import { exchangeCode } from "./exchange-code.ts"
import type { CodeFlow, Flow } from "./flow.ts"
import { ownProperties } from "./options.ts"
import { refreshTokens } from "./refresh-tokens.ts"
import { revokeToken } from "./revoke-token.ts"
import type { FlowState } from "./state.ts"

/** The steps of a whole flow. */
export function buildFlow(source: Pick<FlowState, "load" | "invalidate">): Flow {
  const state = { ...source, openId: createOpenId() }
  return {
    ...buildCodeFlow(state),
    revoke: (token, call) => revokeToken(state, token, ownProperties(call)),
    deviceAuthorization: call => authorizeDevice(state, ownProperties(call)),
    pollDeviceAuthorization: (device, call) => pollDevice(state, device, ownProperties(call)),
  }
}

/** The steps that every flow has. Of what callers hand in, own properties alone count. */
export function buildCodeFlow(state: FlowState): CodeFlow {
  return {
    authorizationRequest: async parameters =>
      createAuthorizationRequest(await state.load(ownProperties({})), ownProperties(parameters)),
    exchange: (callbackUrl, request, call) =>
      exchangeCode(state, callbackUrl, ownProperties(request), ownProperties(call)),
    refresh: (token, options) => refreshTokens(state, token, ownProperties(options)),
  }
}
