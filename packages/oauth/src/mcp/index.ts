export { type ElicitingServer, type ElicitUrlOptions, elicitUrl } from "./elicit-url.ts"
export { type McpAuthProvider, mcpAuthProvider } from "./mcp-auth-provider.ts"
export { type McpFetch, mcpFetch } from "./mcp-fetch.ts"
export {
  type McpCallback,
  type McpOAuthClientProvider,
  type McpOAuthClientProviderOptions,
  type McpTokens,
  mcpOAuthClientProvider,
} from "./mcp-oauth-client-provider.ts"
