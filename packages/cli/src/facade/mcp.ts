// Signing in to MCP servers.
export * from "@client-secrets/oauth/mcp"
