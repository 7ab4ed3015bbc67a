// BetterAuthConfig
interface BetterAuthConfig {
    providerId: string;
    clientId: string;
    clientSecret?: string;
    authorizationUrl: string;
    tokenUrl: string;
    userInfoUrl?: string;
    discoveryUrl?: string;
    requireIdTokenVerification?: boolean;
    redirectURI?: string;
    scopes: string[];
    pkce: true;
    tokenEndpointAuth: {
        method: ClientAuthentication;
    };
}

// BetterAuthOptions
interface BetterAuthOptions extends BridgeOptions {
    readonly providerId: string;
    readonly scopes?: readonly string[];
}

// BridgeOptions
interface BridgeOptions {
    readonly redirectUri?: string | undefined;
    readonly issuer?: string | undefined;
    readonly clientAuthentication?: ClientAuthentication | undefined;
    readonly allowedEndpointOrigins?: readonly string[] | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
}

// toBetterAuth
declare function toBetterAuth(secrets: AnyClientSecrets, options: BetterAuthOptions): BetterAuthConfig;
