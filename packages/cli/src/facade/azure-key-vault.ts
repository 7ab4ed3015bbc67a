// A client file in Azure Key Vault.
export * from "@client-secrets/fetch/azure-key-vault"
