// Authorization
interface Authorization {
    readonly tokens: Tokens | undefined;
    accessToken(): Promise<Secret>;
    fetch(url: string | URL, init?: RequestInit): Promise<Response>;
    readonly refreshHandler: RefreshHandler;
    signOut(options?: SignOutOptions): Promise<void>;
}

// BridgeOptions
interface BridgeOptions {
    readonly redirectUri?: string | undefined;
    readonly issuer?: string | undefined;
    readonly clientAuthentication?: ClientAuthentication | undefined;
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
    clientAuthentication: never;
    transporterOptions: {
        readonly redirect: "error";
    };
}

// RefreshHandler
type RefreshHandler = () => Promise<{
    access_token: string;
    expiry_date: number;
}>;

// RefreshableClient
interface RefreshableClient {
    refreshHandler?: RefreshHandler;
    forceRefreshOnFailure: boolean;
}

// connectGoogleAuthLibrary
declare function connectGoogleAuthLibrary<Client extends RefreshableClient>(client: Client, authorization: Pick<Authorization, "refreshHandler">): Client;

// toGoogleAuthLibrary
declare function toGoogleAuthLibrary(secrets: AnyClientSecrets, options?: BridgeOptions): GoogleAuthLibraryOptions;
