// Signing in from a program on the user's own machine.
export * from "@client-secrets/oauth/local"
