import { createAuthorizationRequest } from "./authorization-request.ts"
import type { CodeFlow, Flow } from "./flow.ts"
import type { FlowState } from "./flow-state.ts"

type CodeRequests = typeof import("./code-requests.ts")

/** The steps of a whole flow. */
export function buildFlow(source: Pick<FlowState, "load" | "reportInvalid">): Flow {
  const requests = () => import("./requests.ts")
  const state: FlowState = { ...source, openId: requests, metadata: new Map(), keys: new Map() }
  return {
    ...buildCodeFlow(state, requests),
    revoke: async (token, call) => (await requests()).revokeToken(state, token, call),
    deviceAuthorization: async call => (await requests()).authorizeDevice(state, call),
    pollDeviceAuthorization: async (device, call) => (await requests()).pollDevice(state, device, call),
  }
}

/** The steps that every flow has. */
export function buildCodeFlow(state: FlowState, requests: () => Promise<CodeRequests>): CodeFlow {
  return {
    authorizationRequest: async parameters => createAuthorizationRequest(await state.load(undefined), parameters),
    exchange: async (callbackUrl, request, call) => (await requests()).exchangeCode(state, callbackUrl, request, call),
    refresh: async (token, options) => (await requests()).refreshTokens(state, token, options),
  }
}
