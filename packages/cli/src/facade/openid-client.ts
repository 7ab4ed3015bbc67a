// A configuration for openid-client.
export * from "@client-secrets/oauth/openid-client"
