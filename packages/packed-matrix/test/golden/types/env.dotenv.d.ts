// DotenvSourceOptions
type DotenvSourceOptions = FormOptions;

// FormOptions
interface FormOptions {
    readonly name?: string | undefined;
    readonly type?: ClientType | undefined;
    readonly redirectUris?: readonly string[] | undefined;
    readonly endpoints?: Endpoints | "env" | undefined;
    readonly preset?: EnvPreset | undefined;
    readonly maxBytes?: number | undefined;
}

// dotenvSource
declare function dotenvSource(path?: string | {
    readonly href: string;
}, options?: DotenvSourceOptions): SyncSource;
