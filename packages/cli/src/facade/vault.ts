// A client file in HashiCorp Vault or OpenBao.
export * from "@client-secrets/fetch/vault"
