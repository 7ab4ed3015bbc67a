// ClientConfig
interface ClientConfig {
    readonly input: string | Readonly<Record<string, string>>;
    readonly secret?: SecretOption | Readonly<Record<string, SecretOption>> | undefined;
}

// Config
interface Config extends Omit<ReadClientOptions, "label"> {
    readonly clients: Readonly<Record<string, ClientConfig>>;
    readonly out?: string | {
        readonly public: string;
        readonly server: string;
    } | undefined;
    readonly emit?: readonly (EmitName | Emitter)[] | undefined;
}

// EmitName
type EmitName = "ts" | "mjs" | "schema" | "env-example" | "public";

// defineConfig
declare function defineConfig(config: Config): Config;
