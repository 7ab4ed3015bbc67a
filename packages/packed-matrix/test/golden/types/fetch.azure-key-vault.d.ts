// AzureKeyVaultSourceOptions
interface AzureKeyVaultSourceOptions extends RecipeOptions {
    readonly token?: Token | undefined;
    readonly clientId?: string | undefined;
}

// azureKeyVaultSource
declare function azureKeyVaultSource(identifier: string, options?: AzureKeyVaultSourceOptions): Source;
