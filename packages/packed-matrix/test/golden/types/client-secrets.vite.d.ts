// ClientSecretsPlugin
interface ClientSecretsPlugin {
    readonly name: string;
    readonly enforce: "pre";
    config(): {
        server: {
            fs: {
                deny: string[];
            };
        };
    };
    configResolved(config: ResolvedConfig): void;
    configureServer(server: Server): void;
    resolveId(this: HookContext, source: string, importer: string | undefined, options: object): Promise<null>;
    load(this: HookContext, id: string, options?: object): Promise<null>;
    transform(this: HookContext, code: string, id: string, options?: object): Promise<null>;
    moduleParsed(info: ModuleInfo): void;
    generateBundle(this: HookContext, options: object, bundle: Readonly<Record<string, Output>>): void;
}

// ClientSecretsPluginOptions
interface ClientSecretsPluginOptions {
    readonly files?: readonly string[] | undefined;
}

// clientSecrets
declare function clientSecrets(options?: ClientSecretsPluginOptions): ClientSecretsPlugin;
