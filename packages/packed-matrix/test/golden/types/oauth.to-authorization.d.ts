// Authorization
interface Authorization {
    readonly tokens: Tokens | undefined;
    accessToken(): Promise<Secret>;
    fetch(url: string | URL, init?: RequestInit): Promise<Response>;
    readonly refreshHandler: RefreshHandler;
    signOut(options?: SignOutOptions): Promise<void>;
}

// AuthorizationOptions
interface AuthorizationOptions {
    readonly onTokens?: ((tokens: Tokens | undefined) => unknown) | undefined;
    readonly refresh?: ((tokens: Tokens) => Promise<Tokens>) | undefined;
}

// RefreshHandler
type RefreshHandler = () => Promise<{
    access_token: string;
    expiry_date: number;
}>;

// SignInAuthorization
interface SignInAuthorization extends Authorization {
    authorizationRequest(parameters?: AuthorizationParameters): Promise<AuthorizationRequest>;
    exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>;
}

// SignOutOptions
interface SignOutOptions extends CallOptions {
    readonly revoke?: boolean | undefined;
}

// ToAuthorizationOptions
interface ToAuthorizationOptions extends FlowOptions, AuthorizationOptions {
    readonly tokens?: Tokens;
}

// toAuthorization
declare function toAuthorization(secrets: AnyClientSecrets, options: ToAuthorizationOptions): SignInAuthorization;
