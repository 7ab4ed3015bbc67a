// AzureKeyVaultSourceOptions
interface AzureKeyVaultSourceOptions extends StoreOptions {
    readonly token?: Token | undefined;
    readonly clientId?: string | undefined;
}

// azureKeyVaultSource
declare function azureKeyVaultSource(identifier: string, options?: AzureKeyVaultSourceOptions): Source;
