export { type AuthorizeLocallyOptions, authorizeLocally } from "./authorize-locally.ts"
export { fileTokenStore } from "./stores/file-token-store.ts"
export { memoryTokenStore } from "./stores/memory-token-store.ts"
export type { TokenKey, TokenStore } from "./stores/token-store.ts"
