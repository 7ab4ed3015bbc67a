// AuthJsOptions
interface AuthJsOptions extends Omit<BridgeOptions, "redirectUri"> {
    readonly id: string;
    readonly name?: string;
    readonly scope?: string;
}

// AuthJsProvider
interface AuthJsProvider {
    readonly id: string;
    readonly name: string;
    readonly type: "oidc";
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly authorization: {
        readonly url: string;
        readonly params: {
            readonly scope: string;
        };
    };
    readonly token: string;
    readonly userinfo?: string;
    readonly checks: [
        "pkce",
        "state",
        "nonce"
    ];
    readonly client: {
        readonly token_endpoint_auth_method: ClientAuthentication;
    };
}

// BridgeOptions
interface BridgeOptions {
    readonly redirectUri?: string | undefined;
    readonly issuer?: string | undefined;
    readonly clientAuthentication?: ClientAuthentication | undefined;
    readonly allowedEndpointOrigins?: readonly string[] | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
}

// toAuthJs
declare function toAuthJs(secrets: AnyClientSecrets, options: AuthJsOptions): AuthJsProvider;
