// A provider for Auth.js.
export * from "@client-secrets/oauth/auth-js"
