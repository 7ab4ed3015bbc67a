export { pickRedirectUri, type RedirectUriOf, type WantedRedirectUri } from "./client/pick-redirect-uri.ts"
export { createCodeFlow, type FlowRedirectUri } from "./flow/create-code-flow.ts"
export { createFlow } from "./flow/create-flow.ts"
export type {
  AuthorizationParameters,
  AuthorizationRequest,
  CallOptions,
  CodeFlow,
  DeviceAuthorization,
  Flow,
  IdTokenClaims,
  RefreshOptions,
  Tokens,
} from "./flow/flow.ts"
export { flowFromClientSecrets, type LoaderLike } from "./flow/flow-from-client-secrets.ts"
export type { FetchLike, FlowOptions, ServerMetadata } from "./flow/options.ts"
