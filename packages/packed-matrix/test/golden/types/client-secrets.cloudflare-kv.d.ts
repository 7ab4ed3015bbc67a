// CloudflareKvSourceOptions
interface CloudflareKvSourceOptions extends StoreOptions {
    readonly token: Token;
}

// cloudflareKvSource
declare function cloudflareKvSource(accountId: string, namespaceId: string, key: string, options: CloudflareKvSourceOptions): Source;
