// BridgeOptions
interface BridgeOptions {
    readonly redirectUri?: string | undefined;
    readonly issuer?: string | undefined;
    readonly clientAuthentication?: ClientAuthentication | undefined;
    readonly allowedEndpointOrigins?: readonly string[] | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
}

// OpenidClientArguments
type OpenidClientArguments = [
    server: {
        issuer: string;
        authorization_endpoint: string;
        token_endpoint: string;
        revocation_endpoint?: string;
        userinfo_endpoint?: string;
        introspection_endpoint?: string;
    },
    clientId: string,
    metadata: {
        client_secret?: string;
        redirect_uris?: string[];
    },
    clientAuthentication?: (server: unknown, client: unknown, body: URLSearchParams, headers: Headers) => void
];

// toOpenidClient
declare function toOpenidClient(secrets: AnyClientSecrets, options?: BridgeOptions): OpenidClientArguments;
