// A client file for any OpenID provider, from its metadata.
export * from "@client-secrets/oauth/from-discovery"
