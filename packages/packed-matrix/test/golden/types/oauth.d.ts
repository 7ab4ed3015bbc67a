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

// CodeFlow
interface CodeFlow<RedirectUri extends string = string> {
    authorizationRequest(parameters?: AuthorizationParameters<RedirectUri>): Promise<AuthorizationRequest>;
    exchange(callbackUrl: string | URL, request: AuthorizationRequest, options?: CallOptions): Promise<Tokens>;
    refresh(token: Tokens | Secret | string, options?: RefreshOptions): Promise<Tokens>;
}

// DeviceAuthorization
interface DeviceAuthorization {
    readonly deviceCode: Secret;
    readonly userCode: string;
    readonly verificationUri: string;
    readonly verificationUriComplete?: string;
    readonly expiresAt: number;
    readonly interval: number;
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
interface Flow<RedirectUri extends string = string> extends CodeFlow<RedirectUri> {
    revoke(token: Tokens | Secret | string, options?: CallOptions): Promise<void>;
    deviceAuthorization(options?: CallOptions): Promise<DeviceAuthorization>;
    pollDeviceAuthorization(device: DeviceAuthorization, options?: CallOptions): Promise<Tokens>;
}

// FlowOptions
interface FlowOptions<RedirectUri extends string = string> {
    readonly scope: string | readonly string[];
    readonly redirectUri?: RedirectUri | undefined;
    readonly issuer?: string | ServerMetadata | undefined;
    readonly clientAuthentication?: "post" | "basic" | undefined;
    readonly allowedEndpointOrigins?: readonly string[] | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
    readonly timeout?: number | undefined;
    readonly fetch?: FetchLike | undefined;
}

// FlowRedirectUri
type FlowRedirectUri<Client> = Client extends {
    readonly type: "web";
} ? RedirectUriOf<Client> : string;

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
    readonly token_endpoint_auth_methods_supported?: readonly string[];
    readonly id_token_signing_alg_values_supported?: readonly string[];
    readonly authorization_response_iss_parameter_supported?: boolean;
    readonly [member: string]: unknown;
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

// WantedRedirectUri
type WantedRedirectUri = string | URL | {
    readonly port?: number;
    readonly loopback?: boolean;
};

// createCodeFlow
declare function createCodeFlow<const Client extends AnyClientSecrets>(secrets: Client, options: FlowOptions<NoInfer<FlowRedirectUri<Client>>>): CodeFlow<FlowRedirectUri<Client>>;

// createFlow
declare function createFlow<const Client extends AnyClientSecrets>(secrets: Client, options: FlowOptions<NoInfer<FlowRedirectUri<Client>>>): Flow<FlowRedirectUri<Client>>;

// flowFromClientSecrets
declare function flowFromClientSecrets<RedirectUri extends string = string>(source: LoaderLike | Source, options: FlowOptions<RedirectUri>): Flow<RedirectUri>;

// pickRedirectUri
declare function pickRedirectUri<const Client extends AnyClientSecrets>(secrets: Client, wanted: WantedRedirectUri): RedirectUriOf<Client>;
