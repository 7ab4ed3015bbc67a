// BridgeOptions
interface BridgeOptions {
    readonly redirectUri?: string | undefined;
    readonly issuer?: string | undefined;
    readonly allowedEndpointOrigins?: readonly string[] | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
}

// GoogleAuthLibraryOptions
interface GoogleAuthLibraryOptions {
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly redirectUri?: string;
    endpoints: {
        readonly oauth2AuthBaseUrl: string;
        readonly oauth2TokenUrl: string;
        readonly oauth2RevokeUrl?: string;
        readonly tokenInfoUrl?: string;
    };
    issuers?: string[];
    transporterOptions: {
        readonly redirect: "error";
    };
}

// toGoogleAuthLibrary
declare function toGoogleAuthLibrary(secrets: AnyClientSecrets, options?: BridgeOptions): GoogleAuthLibraryOptions;
