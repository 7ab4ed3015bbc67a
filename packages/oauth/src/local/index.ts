export { type AuthorizeLocallyOptions, authorizeLocally } from "./authorize-locally.ts"
export { fileTokenStore } from "./file-token-store.ts"
export { memoryTokenStore } from "./memory-token-store.ts"
export type { TokenKey, TokenStore } from "./token-store.ts"
