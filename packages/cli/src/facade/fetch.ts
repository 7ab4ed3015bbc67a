// A client file behind an address.
export * from "@client-secrets/fetch"
