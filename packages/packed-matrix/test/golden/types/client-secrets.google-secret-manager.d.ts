// GoogleSecretManagerSourceOptions
interface GoogleSecretManagerSourceOptions extends StoreOptions {
    readonly token?: Token | undefined;
    readonly endpoint?: string | undefined;
}

// googleSecretManagerSource
declare function googleSecretManagerSource(name: string, options?: GoogleSecretManagerSourceOptions): Source;
