// Extracted
type Extracted = string | Uint8Array | ClientSecretsFile | SourceDocument | null | undefined;

// FetchFunction
type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>;

// FetchInit
interface FetchInit {
    readonly headers: Record<string, string>;
    readonly redirect: "manual";
    readonly cache?: "no-store";
    readonly signal: any;
}

// FetchResponse
interface FetchResponse {
    readonly status: number;
    readonly headers: {
        get(name: string): string | null;
    };
    readonly body: unknown;
}

// FetchSourceOptions
interface FetchSourceOptions<Body = unknown> {
    readonly headers?: PerRead<HeadersLike> | undefined;
    readonly extract?: ((body: Body) => Extracted) | undefined;
    readonly fetch?: FetchFunction | undefined;
    readonly maxBytes?: number | undefined;
    readonly timeout?: number | undefined;
}

// HeadersContext
interface HeadersContext {
    readonly signal: any;
}

// HeadersLike
type HeadersLike = Readonly<Record<string, string>> | Iterable<readonly [
    string,
    string
]>;

// PerRead
type PerRead<Value> = Value | ((context: HeadersContext) => Value | Promise<Value>);

// StoreOptions
interface StoreOptions {
    readonly field?: string | undefined;
    readonly fetch?: FetchFunction | undefined;
    readonly timeout?: number | undefined;
}

// Token
type Token = PerRead<string>;

// fetchSource
declare function fetchSource<Body = unknown>(url: string | UrlLike, options?: FetchSourceOptions<Body>): Source;
