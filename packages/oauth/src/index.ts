export { createCodeFlow, type FlowRedirectUri } from "./create-code-flow.ts"
export { createFlow } from "./create-flow.ts"
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
} from "./flow.ts"
export { flowFromClientSecrets, type LoaderLike } from "./flow-from-client-secrets.ts"
export type { FetchLike, FlowOptions, ServerMetadata } from "./flow-options.ts"
export { pickRedirectUri, type RedirectUriOf, type WantedRedirectUri } from "./pick-redirect-uri.ts"
