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

// AuthorizationParameters
interface AuthorizationParameters<RedirectUri extends string = string> {
    readonly redirectUri?: RedirectUri;
    readonly accessType?: "online" | "offline";
    readonly prompt?: string;
    readonly loginHint?: string;
    readonly includeGrantedScopes?: boolean;
    readonly hd?: string;
    readonly additionalParameters?: Readonly<Record<string, string>>;
}

// AuthorizationRequest
interface AuthorizationRequest {
    readonly url: string;
    readonly state: string;
    readonly codeVerifier: string;
    readonly redirectUri: string;
    readonly scope: string;
    readonly nonce?: string;
    readonly hd?: string;
}

// CallOptions
interface CallOptions {
    readonly signal?: AbortSignalLike | undefined;
}

// ClientAuthentication
type ClientAuthentication = "client_secret_post" | "client_secret_basic" | "none";

// DeviceAuthorization
interface DeviceAuthorization {
    readonly deviceCode: string;
    readonly userCode: string;
    readonly verificationUri: string;
    readonly verificationUriComplete?: string;
    readonly expiresAt: number;
    readonly interval: number;
}

// EndSessionParameters
interface EndSessionParameters extends CallOptions {
    readonly tokens?: Tokens;
    readonly postLogoutRedirectUri?: string;
    readonly state?: string;
}

// FetchLike
type FetchLike = (url: string, init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: URLSearchParams;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
}) => Promise<Response>;

// Flow
interface Flow<RedirectUri extends string = string> {
    authorizationRequest(parameters?: AuthorizationParameters<RedirectUri>): Promise<AuthorizationRequest>;
    exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>;
    exchangePopupCode(code: string, options?: CallOptions): Promise<Tokens>;
    refresh(tokens: Tokens | Secret | string, options?: RefreshOptions): Promise<Tokens>;
    revoke(tokens: Tokens | Secret | string, options?: CallOptions): Promise<void>;
    userinfo(tokens: Tokens | Secret | string, options?: CallOptions): Promise<UserinfoClaims>;
    endSessionUrl(parameters?: EndSessionParameters): Promise<string>;
    deviceAuthorization(options?: CallOptions): Promise<DeviceAuthorization>;
    pollDeviceAuthorization(device: DeviceAuthorization, options?: CallOptions): Promise<Tokens>;
    authorization(tokens: Tokens, options?: AuthorizationOptions): Authorization;
}

// FlowInput
type FlowInput = AnyClientSecrets | Source | LoaderLike;

// FlowOptions
interface FlowOptions<RedirectUri extends string = string> extends TransportOptions {
    readonly scope: string | readonly string[];
    readonly redirectUri?: RedirectUri | undefined;
    readonly issuer?: string | ServerMetadata | undefined;
    readonly metadata?: Omit<ServerMetadata, "issuer"> | undefined;
    readonly clientAuthentication?: ClientAuthentication | undefined;
    readonly allowedEndpointOrigins?: readonly string[] | undefined;
}

// FlowRedirectUri
type FlowRedirectUri<Input> = Input extends {
    readonly type: "web";
} ? RedirectUriOf<Input> : string;

// IdTokenClaims
interface IdTokenClaims {
    readonly iss: string;
    readonly sub: string;
    readonly aud: string | readonly string[];
    readonly exp: number;
    readonly iat: number;
    readonly nonce?: string;
    readonly name?: string;
    readonly email?: string;
    readonly email_verified?: boolean;
    readonly picture?: string;
    readonly hd?: string;
    readonly [claim: string]: unknown;
}

// LoaderLike
interface LoaderLike {
    get(options?: {
        readonly signal?: AbortSignalLike | undefined;
    }): Promise<AnyClientSecrets>;
    invalidate(secrets: AnyClientSecrets): void;
}

// RedirectUriOf
type RedirectUriOf<Client> = Client extends {
    readonly redirectUris: readonly (infer Uri extends string)[];
} ? Uri : string;

// RefreshHandler
type RefreshHandler = () => Promise<{
    access_token: string;
    expiry_date: number;
}>;

// RefreshOptions
interface RefreshOptions extends CallOptions {
    readonly scope?: string | readonly string[];
}

// ServerMetadata
interface ServerMetadata {
    readonly issuer: string;
    readonly authorization_endpoint?: string;
    readonly token_endpoint?: string;
    readonly jwks_uri?: string;
    readonly revocation_endpoint?: string;
    readonly device_authorization_endpoint?: string;
    readonly userinfo_endpoint?: string;
    readonly introspection_endpoint?: string;
    readonly end_session_endpoint?: string;
    readonly token_endpoint_auth_methods_supported?: readonly string[];
    readonly id_token_signing_alg_values_supported?: readonly string[];
    readonly authorization_response_iss_parameter_supported?: boolean;
    readonly [member: string]: unknown;
}

// SignOutOptions
interface SignOutOptions extends CallOptions {
    readonly revoke?: boolean | undefined;
}

// Tokens
interface Tokens {
    readonly accessToken: Secret;
    readonly tokenType: string;
    readonly expiresAt?: number;
    readonly scope: string;
    readonly refreshToken?: Secret;
    readonly refreshTokenExpiresAt?: number;
    readonly idToken?: Secret;
    readonly claims?: IdTokenClaims;
}

// TransportOptions
interface TransportOptions {
    readonly timeout?: number | undefined;
    readonly fetch?: FetchLike | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
}

// UserinfoClaims
interface UserinfoClaims {
    readonly sub: string;
    readonly name?: string;
    readonly email?: string;
    readonly email_verified?: boolean;
    readonly picture?: string;
    readonly [claim: string]: unknown;
}

// WantedRedirectUri
type WantedRedirectUri = string | URL | {
    readonly port?: number;
    readonly loopback?: boolean;
};

// createFlow
declare function createFlow<const Input extends FlowInput>(input: Input, options: FlowOptions<NoInfer<FlowRedirectUri<Input>>>): Flow<FlowRedirectUri<Input>>;

// flowFromClientSecrets
declare function flowFromClientSecrets<RedirectUri extends string = string>(source: Source | LoaderLike, options: FlowOptions<RedirectUri>): Flow<RedirectUri>;

// parseTokens
declare function parseTokens(text: string): Tokens;

// pickRedirectUri
declare function pickRedirectUri<const Client extends AnyClientSecrets>(secrets: Client, wanted: WantedRedirectUri): RedirectUriOf<Client>;

// serializeTokens
declare function serializeTokens(tokens: Tokens): string;
