export { type ElicitingServer, type ElicitUrlOptions, elicitUrl } from "./elicit-url.ts"
export { type McpAuthProvider, mcpAuthProvider } from "./mcp-auth-provider.ts"
export { type McpFetch, mcpFetch } from "./mcp-fetch.ts"
export { mcpOAuthClientProvider } from "./mcp-oauth-client-provider.ts"
export type {
  McpCallback,
  McpOAuthClientProvider,
  McpOAuthClientProviderOptions,
  McpTokens,
} from "./oauth-client-provider-types.ts"
