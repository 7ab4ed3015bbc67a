// DotenvSourceOptions
interface DotenvSourceOptions extends FormOptions {
    readonly parse?: ParseDotenv | undefined;
}

// FormOptions
interface FormOptions {
    readonly name?: string | undefined;
    readonly type?: ClientType | undefined;
    readonly redirectUris?: readonly string[] | undefined;
    readonly endpoints?: Endpoints | "env" | undefined;
    readonly preset?: EnvPreset | undefined;
    readonly maxBytes?: number | undefined;
}

// ParseDotenv
type ParseDotenv = (text: string) => object;

// dotenvSource
declare function dotenvSource(path?: string | {
    readonly href: string;
}, options?: DotenvSourceOptions): SyncSource;
