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
    readonly headers?: PerRead<Readonly<Record<string, string>>> | undefined;
    readonly extract?: ((body: Body) => string | Uint8Array | ClientSecretsFile | SourceDocument | null | undefined) | undefined;
    readonly fetch?: FetchFunction | undefined;
    readonly maxBytes?: number | undefined;
    readonly timeout?: number | undefined;
}

// HeadersContext
interface HeadersContext {
    readonly signal: any;
}

// PerRead
type PerRead<Value> = Value | ((context: HeadersContext) => Value | Promise<Value>);

// RecipeOptions
interface RecipeOptions {
    readonly fetch?: FetchFunction | undefined;
    readonly timeout?: number | undefined;
}

// Token
type Token = PerRead<string>;

// fetchSource
declare function fetchSource<Body = unknown>(url: string | {
    readonly href: string;
}, options?: FetchSourceOptions<Body>): Source;
