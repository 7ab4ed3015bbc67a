// A provider for Better Auth.
export * from "@client-secrets/oauth/better-auth"
