// Options for google-auth-library.
export * from "@client-secrets/oauth/google-auth-library"
