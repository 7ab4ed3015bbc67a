export type {
  Authorization,
  AuthorizationOptions,
  RefreshHandler,
  SignOutOptions,
} from "./authorization/authorization.ts"
export { parseTokens, serializeTokens } from "./authorization/serialize-tokens.ts"
export { pickRedirectUri, type RedirectUriOf, type WantedRedirectUri } from "./client/pick-redirect-uri.ts"
export { createFlow, type FlowInput, type FlowRedirectUri } from "./flow/create-flow.ts"
export type {
  AuthorizationParameters,
  AuthorizationRequest,
  CallOptions,
  DeviceAuthorization,
  EndSessionParameters,
  Flow,
  IdTokenClaims,
  RefreshOptions,
  Tokens,
  UserinfoClaims,
} from "./flow/flow.ts"
export { flowFromClientSecrets } from "./flow/flow-from-client-secrets.ts"
export type { LoaderLike } from "./flow/loader-like.ts"
export type {
  ClientAuthentication,
  FetchLike,
  FlowOptions,
  ServerMetadata,
  TransportOptions,
} from "./flow/options.ts"
