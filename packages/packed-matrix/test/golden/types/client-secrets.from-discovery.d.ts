// FromDiscoveryOptions
interface FromDiscoveryOptions<Type extends ClientType = ClientType> extends CallOptions, TransportOptions {
    readonly clientId: string;
    readonly clientSecret?: string | Secret;
    readonly redirectUris: readonly string[];
    readonly type?: Type;
    readonly clientAuthentication?: ClientAuthentication;
    readonly metadata?: Omit<ServerMetadata, "issuer">;
}

// fromDiscovery
declare function fromDiscovery<const Type extends ClientType = "web", const Options extends FromDiscoveryOptions<Type> = FromDiscoveryOptions<Type>>(issuer: string, options: Options & FromDiscoveryOptions<Type>): Promise<ClientSecrets<Type, Options extends {
    readonly clientSecret: string | Secret;
} ? never : "client_secret">>;
