// VaultSourceOptions
interface VaultSourceOptions extends StoreOptions {
    readonly token?: Token | undefined;
    readonly namespace?: string | undefined;
    readonly mount?: string | undefined;
    readonly kvVersion?: 1 | 2 | undefined;
    readonly version?: number | undefined;
}

// vaultSource
declare function vaultSource(address: string | UrlLike, path: string, options?: VaultSourceOptions): Source;
