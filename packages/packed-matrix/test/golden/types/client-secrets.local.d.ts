// Account
interface Account {
    readonly account: string;
    readonly scope: string;
    readonly email?: string;
}

// AccountOptions
interface AccountOptions extends Omit<FlowOptions, "redirectUri" | "scope"> {
    readonly app?: string | undefined;
    readonly store?: TokenStore | undefined;
    readonly account?: string | undefined;
}

// Authorization
interface Authorization {
    readonly tokens: Tokens | undefined;
    accessToken(): Promise<Secret>;
    fetch(url: string | URL, init?: RequestInit): Promise<Response>;
    readonly refreshHandler: RefreshHandler;
    signOut(options?: SignOutOptions): Promise<void>;
}

// BegunSignIn
interface BegunSignIn {
    readonly url: string | undefined;
    readonly authorization: Promise<Authorization>;
    cancel(): void;
}

// FileTokenStoreOptions
interface FileTokenStoreOptions {
    readonly seal?: (text: string) => Uint8Array | Promise<Uint8Array>;
    readonly open?: (sealed: Uint8Array) => string | Promise<string>;
}

// SignInInput
type SignInInput = AnyClientSecrets | Source | LoaderLike;

// SignInOptions
interface SignInOptions extends AccountOptions {
    readonly scope: string | readonly string[];
    readonly interactive?: boolean | undefined;
    readonly force?: boolean | undefined;
    readonly redirectUri?: string | undefined;
    readonly port?: number | undefined;
    readonly host?: string | undefined;
    readonly authorization?: Omit<AuthorizationParameters, "redirectUri"> | undefined;
    readonly openBrowser?: ((url: string) => unknown) | undefined;
    readonly launchFile?: boolean | undefined;
    readonly headless?: boolean | undefined;
    readonly readLine?: (() => Promise<string | undefined>) | undefined;
    readonly print?: ((line: string) => void) | undefined;
    readonly signInTimeout?: number | undefined;
    readonly signal?: AbortSignalLike | undefined;
}

// SignOutOptions
interface SignOutOptions extends CallOptions {
    readonly revoke?: boolean | undefined;
}

// StoredTokens
interface StoredTokens extends Tokens {
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

// TokenStore
interface TokenStore {
    get(key: TokenKey): Promise<StoredTokens | undefined>;
    set(key: TokenKey, tokens: StoredTokens): Promise<void>;
    delete(key: TokenKey): Promise<void>;
    list?(): Promise<readonly TokenKey[]>;
    lock?(key: TokenKey, options: {
        readonly signal?: AbortSignalLike | undefined;
    }): Promise<() => Promise<void>>;
    probe?(key: TokenKey): Promise<void>;
}

// authorizedUserTokenStore
declare function authorizedUserTokenStore(file: string): TokenStore;

// beginSignIn
declare function beginSignIn(input: SignInInput, options: SignInOptions): Promise<BegunSignIn>;

// fileTokenStore
declare function fileTokenStore(folder: string, options?: FileTokenStoreOptions): TokenStore;

// listAccounts
declare function listAccounts(input: SignInInput, options: Omit<AccountOptions, "account">): Promise<readonly Account[]>;

// memoryTokenStore
declare function memoryTokenStore(): TokenStore;

// openBrowser
declare function openBrowser(text: string): Promise<boolean>;

// signIn
declare function signIn(input: SignInInput, options: SignInOptions): Promise<Authorization>;

// signOut
declare function signOut(input: SignInInput, options: AccountOptions & SignOutOptions): Promise<void>;
