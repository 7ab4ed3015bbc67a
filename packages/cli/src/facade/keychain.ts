// The secret and the sign-ins in the keychain of the operating system.
export * from "@client-secrets/keychain"
