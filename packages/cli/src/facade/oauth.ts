// The sign-in of a web application and everything after it.
export * from "@client-secrets/oauth"
