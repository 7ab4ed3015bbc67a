// What a whole flow imports on first use: an authorization URL needs none of it, nor oauth4webapi.
export { authorizeDevice, pollDevice } from "./device-flow.ts"
export { exchangeCode } from "./exchange-code.ts"
export { findMetadata, verifyIdToken } from "./open-id.ts"
export { refreshTokens } from "./refresh-tokens.ts"
export { revokeToken } from "./revoke-token.ts"
