// AuthorizeLocallyOptions
interface AuthorizeLocallyOptions extends FlowOptions {
    readonly redirectUri?: string;
    readonly port?: number;
    readonly authorization?: Omit<AuthorizationParameters, "redirectUri">;
    readonly store?: TokenStore;
    readonly account?: string;
    readonly headless?: boolean;
    readonly openBrowser?: (url: string) => unknown;
    readonly print?: (line: string) => void;
    readonly readLine?: ReadLine;
    readonly patience?: number;
    readonly signal?: AbortSignalLike;
}

// TokenKey
interface TokenKey {
    readonly clientId: string;
    readonly issuer: string;
    readonly tokenUri: string;
    readonly scope: string;
    readonly account: string;
}

// TokenStore
interface TokenStore {
    get(key: TokenKey): Promise<Tokens | undefined>;
    set(key: TokenKey, tokens: Tokens): Promise<void>;
    delete(key: TokenKey): Promise<void>;
}

// authorizeLocally
declare function authorizeLocally(secrets: AnyClientSecrets, options: AuthorizeLocallyOptions): Promise<Tokens>;

// fileTokenStore
declare function fileTokenStore(folder: string): TokenStore;

// memoryTokenStore
declare function memoryTokenStore(): TokenStore;
