// VaultSourceOptions
interface VaultSourceOptions extends RecipeOptions {
    readonly token?: Token | undefined;
    readonly namespace?: string | undefined;
    readonly mount?: string | undefined;
    readonly version?: number | undefined;
    readonly field?: string | undefined;
}

// vaultSource
declare function vaultSource(address: string, path: string, options?: VaultSourceOptions): Source;
