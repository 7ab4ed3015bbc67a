// ElicitUrlOptions
interface ElicitUrlOptions {
    readonly message?: string | undefined;
    readonly openBrowser?: boolean | undefined;
}

// ElicitingServer
interface ElicitingServer {
    getClientCapabilities(): {
        readonly elicitation?: object | undefined;
    } | undefined;
    elicitInput(parameters: SdkType$1, options?: SdkType$1): Promise<{
        readonly action: string;
    }>;
    createElicitationCompletionNotifier?(elicitationId: string): () => Promise<void>;
}

// McpAuthProvider
interface McpAuthProvider {
    token(): Promise<string>;
    onUnauthorized(context: {
        readonly serverUrl: URL;
    }): Promise<void>;
}

// McpCallback
interface McpCallback {
    readonly code: string;
    readonly iss: string | undefined;
}

// McpFetch
type McpFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

// McpOAuthClientProvider
interface McpOAuthClientProvider {
    readonly redirectUrl: string;
    readonly clientMetadata: {
        redirect_uris: string[];
        token_endpoint_auth_method: string;
        grant_types: string[];
        response_types: string[];
        client_name?: string;
        scope?: string;
    };
    state(): Promise<string>;
    clientInformation(): Promise<{
        client_id: string;
        issuer?: string;
    }>;
    tokens(): Promise<{
        access_token: string;
        token_type: string;
        scope: string;
        issuer?: string;
    } | undefined>;
    saveTokens(tokens: McpTokens): Promise<void>;
    redirectToAuthorization(url: URL): Promise<void>;
    saveCodeVerifier(codeVerifier: string): void;
    codeVerifier(): string;
    addClientAuthentication(headers: Headers, parameters: URLSearchParams, url: string | URL, metadata?: {
        readonly token_endpoint_auth_methods_supported?: readonly string[] | undefined;
    }): Promise<void>;
    saveDiscoveryState(state: SdkType): void;
    discoveryState(): SdkType;
    invalidateCredentials(scope: string): Promise<void>;
    callback(url?: string | URL): Promise<McpCallback>;
}

// McpOAuthClientProviderOptions
interface McpOAuthClientProviderOptions extends AccountOptions {
    readonly serverUrl: string | URL;
    readonly scope?: string | readonly string[] | undefined;
    readonly clientName?: string | undefined;
    readonly authorization?: Readonly<Record<string, string>> | undefined;
    readonly redirectUri?: string | undefined;
    readonly port?: number | undefined;
    readonly redirect?: ((url: URL) => unknown) | undefined;
    readonly openBrowser?: ((url: string) => unknown) | undefined;
    readonly print?: ((line: string) => void) | undefined;
    readonly signInTimeout?: number | undefined;
}

// McpTokens
interface McpTokens {
    readonly access_token: string;
    readonly token_type: string;
    readonly expires_in?: number | undefined;
    readonly scope?: string | undefined;
    readonly refresh_token?: string | undefined;
    readonly id_token?: string | undefined;
}

// elicitUrl
declare function elicitUrl(server: ElicitingServer, options?: ElicitUrlOptions): (url: string) => Promise<void>;

// mcpAuthProvider
declare function mcpAuthProvider(authorization: Pick<Authorization, "refreshHandler">, serverUrl: string | URL): McpAuthProvider;

// mcpFetch
declare function mcpFetch(authorization: Pick<Authorization, "fetch">, serverUrl: string | URL): McpFetch;

// mcpOAuthClientProvider
declare function mcpOAuthClientProvider(given: AnyClientSecrets, options: McpOAuthClientProviderOptions): McpOAuthClientProvider;
