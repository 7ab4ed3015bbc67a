// A client file in Google Secret Manager.
export * from "@client-secrets/fetch/google-secret-manager"
