// FileSourceOptions
interface FileSourceOptions {
    readonly maxBytes?: number | undefined;
}

// fileSource
declare function fileSource(path?: string | {
    readonly href: string;
}, options?: FileSourceOptions): SyncSource;
