// KeychainBackend
interface KeychainBackend {
    readonly name: string;
    readonly maxLength?: number | undefined;
    get(service: string, account: string): Promise<string | null | undefined>;
    set(service: string, account: string, value: string): Promise<unknown>;
    delete(service: string, account: string): Promise<unknown>;
}

// KeychainOptions
interface KeychainOptions {
    readonly backend?: KeychainBackend | undefined;
}

// KeychainTokenStore
interface KeychainTokenStore {
    get(key: TokenKey): Promise<StoredTokens | undefined>;
    set(key: TokenKey, tokens: StoredTokens): Promise<void>;
    delete(key: TokenKey): Promise<void>;
    list(): Promise<readonly TokenKey[]>;
    probe(key: TokenKey): Promise<void>;
    readonly lock?: LockKey;
}

// KeychainTokenStoreOptions
interface KeychainTokenStoreOptions extends KeychainOptions {
    readonly lock?: LockKey | undefined;
}

// LockKey
type LockKey = (key: TokenKey, options: {
    readonly signal?: AbortSignalLike | undefined;
}) => Promise<() => Promise<void>>;

// StoredTokens
interface StoredTokens {
    readonly accessToken: Secret;
    readonly tokenType: string;
    readonly expiresAt?: number;
    readonly scope: string;
    readonly refreshToken?: Secret;
    readonly refreshTokenExpiresAt?: number;
    readonly idToken?: Secret;
    readonly claims?: any;
    readonly requestedScope?: string;
}

// TokenKey
interface TokenKey {
    readonly clientId: string;
    readonly issuer: string;
    readonly tokenUri: string;
    readonly account: string;
    readonly resource?: string;
}

// keychainSource
declare function keychainSource(service: string, account?: string, options?: KeychainOptions): Source;

// keychainTokenStore
declare function keychainTokenStore(service: string, options?: KeychainTokenStoreOptions): KeychainTokenStore;

// removeFromKeychain
declare function removeFromKeychain(service: string, account?: string, options?: KeychainOptions): Promise<void>;

// storeInKeychain
declare function storeInKeychain(service: string, value: string, account?: string, options?: KeychainOptions): Promise<void>;
