// ClientSecretsPlugin
interface ClientSecretsPlugin {
    readonly name: string;
    readonly enforce: "pre";
}

// ClientSecretsPluginOptions
interface ClientSecretsPluginOptions {
    readonly files?: readonly string[] | undefined;
}

// clientSecrets
declare function clientSecrets(options?: ClientSecretsPluginOptions): ClientSecretsPlugin;
