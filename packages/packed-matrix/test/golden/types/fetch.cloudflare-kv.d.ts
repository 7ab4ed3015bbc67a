// CloudflareKvSourceOptions
interface CloudflareKvSourceOptions extends RecipeOptions {
    readonly token: Token;
}

// cloudflareKvSource
declare function cloudflareKvSource(accountId: string, namespaceId: string, key: string, options: CloudflareKvSourceOptions): Source;
