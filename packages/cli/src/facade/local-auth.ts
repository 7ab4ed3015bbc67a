// The signature of @google-cloud/local-auth.
export * from "@client-secrets/oauth/local-auth"
