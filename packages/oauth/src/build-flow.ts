import { createAuthorizationRequest } from "./authorization-request.ts"
import { authorizeDevice, pollDevice } from "./device-flow.ts"
import { exchangeCode } from "./exchange-code.ts"
import type { CodeFlow, Flow } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"
import { createOpenId } from "./open-id.ts"
import { refreshTokens } from "./refresh-tokens.ts"
import { revokeToken } from "./revoke-token.ts"

/** The steps of a whole flow. */
export function buildFlow(source: Pick<FlowState, "load" | "reportInvalid">): Flow {
  const state = { ...source, openId: createOpenId() }
  return {
    ...buildCodeFlow(state),
    revoke: (token, call) => revokeToken(state, token, call),
    deviceAuthorization: call => authorizeDevice(state, call),
    pollDeviceAuthorization: (device, call) => pollDevice(state, device, call),
  }
}

/** The steps that every flow has. */
export function buildCodeFlow(state: FlowState): CodeFlow {
  return {
    authorizationRequest: async parameters => createAuthorizationRequest(await state.load(undefined), parameters),
    exchange: (callbackUrl, request, call) => exchangeCode(state, callbackUrl, request, call),
    refresh: (token, options) => refreshTokens(state, token, options),
  }
}
