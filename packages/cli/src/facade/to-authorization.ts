// Tokens that stay fresh, and a fetch that sends them.
export * from "@client-secrets/oauth/to-authorization"
