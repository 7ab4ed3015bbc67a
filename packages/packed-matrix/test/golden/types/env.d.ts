// Binding
type Binding = string | object | null | undefined;

// Endpoints
interface Endpoints {
    readonly authUri: string;
    readonly tokenUri: string;
}

// EnvPreset
type EnvPreset = "authjs" | "nuxt";

// EnvSourceOptions
interface EnvSourceOptions extends FormOptions {
    readonly env?: object | undefined;
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

// bindingSource
declare function bindingSource(binding: Binding | (() => Binding), key?: string): Source;

// envSource
declare function envSource(options?: EnvSourceOptions): SyncSource;
