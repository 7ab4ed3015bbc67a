// Authorization
interface Authorization {
    authorizationRequest(parameters?: AuthorizationParameters): Promise<AuthorizationRequest>;
    exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>;
    readonly tokens: Tokens | undefined;
    accessToken(): Promise<Secret>;
    fetch(url: string | URL, init?: RequestInit): Promise<Response>;
    revoke(options?: CallOptions): Promise<void>;
}

// ToAuthorizationOptions
interface ToAuthorizationOptions extends FlowOptions {
    readonly tokens?: Tokens;
}

// toAuthorization
declare function toAuthorization(secrets: AnyClientSecrets, options: ToAuthorizationOptions): Authorization;
