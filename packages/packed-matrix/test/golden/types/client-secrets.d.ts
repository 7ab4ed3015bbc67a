// AbortSignalLike
interface AbortSignalLike {
    readonly aborted: boolean;
    readonly reason?: unknown;
    addEventListener(type: "abort", listener: () => void, options?: {
        once?: boolean;
    }): void;
    removeEventListener(type: "abort", listener: () => void): void;
}

// AcceptableCode
type AcceptableCode = (typeof acceptableCodes)[number];

// AnyClientSecrets
type AnyClientSecrets = ClientSecrets<ClientType, MandatoryMember>;

// Binding
type Binding = string | object | null | undefined;

// ClientEndpoints
interface ClientEndpoints {
    readonly authUri: string;
    readonly tokenUri: string;
}

// ClientSecrets
type ClientSecrets<Type extends ClientType = ClientType, Optional extends MandatoryMember = never> = Type extends ClientType ? Relaxed<ByType[Type], Optional> : never;

// ClientSecretsError
declare class ClientSecretsError extends Error {
    readonly code: ClientSecretsErrorCode;
    readonly issues: readonly ClientSecretsIssue[];
    readonly source: string | undefined;
    readonly transient: boolean;
    readonly attempts: readonly SourceAttempt[];
    readonly retryAfterMs: number;
    readonly provider: ProviderError | undefined;
    constructor(code: ClientSecretsErrorCode, message: string, details?: ClientSecretsErrorDetails);
    static is(value: unknown): value is ClientSecretsError;
}

// ClientSecretsErrorCode
type ClientSecretsErrorCode = "invalid" | "not_found" | "denied" | "timeout" | "throttled" | "unavailable" | "too_large" | "redirected" | "revoked" | "unsupported" | "untrusted_location" | "aborted" | "client_mismatch" | "faulty_source" | "rejected" | "untrusted_response" | "redirect_uri_mismatch" | "sign_in_required" | "scope_missing";

// ClientSecretsErrorDetails
interface ClientSecretsErrorDetails {
    readonly issues?: readonly ClientSecretsIssue[];
    readonly source?: string | undefined;
    readonly transient?: boolean;
    readonly attempts?: readonly SourceAttempt[];
    readonly retryAfterMs?: number;
    readonly provider?: ProviderError;
}

// ClientSecretsFile
interface ClientSecretsFile {
    readonly web?: unknown;
    readonly installed?: unknown;
}

// ClientSecretsIssue
interface ClientSecretsIssue {
    readonly code: ClientSecretsIssueCode;
    readonly severity: IssueSeverity;
    readonly message: string;
    readonly hint: string;
    readonly path: readonly (string | number)[];
    readonly line?: number | undefined;
    readonly column?: number | undefined;
    readonly option?: IssueOption | undefined;
}

// ClientSecretsIssueCode
type ClientSecretsIssueCode = keyof IssueDetails;

// ClientSecretsMember
interface ClientSecretsMember {
    readonly name: string;
    readonly property: string;
    readonly kind: MemberKind;
    readonly list: boolean;
    readonly required: boolean;
    readonly specified: boolean;
    readonly values: readonly string[] | undefined;
    readonly description: string;
}

// ClientType
type ClientType = (typeof clientTypes)[number];

// Clock
interface Clock {
    now(): number;
    sleep(milliseconds: number, wake: () => void): () => void;
}

// CreateLoaderOptions
interface CreateLoaderOptions<Type extends ClientType = ClientType, Optional extends MandatoryMember = MandatoryMember> extends ParseClientSecretsOptions<Type, Optional> {
    readonly ttl?: number | undefined;
    readonly staleWhileRevalidate?: number | undefined;
    readonly staleIfError?: number | undefined;
    readonly softTimeout?: number | undefined;
    readonly attemptTimeout?: number | undefined;
    readonly timeout?: number | undefined;
    readonly retries?: number | undefined;
    readonly backoff?: number | undefined;
    readonly maxBackoff?: number | undefined;
    readonly waitUntil?: WaitUntil | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
}

// Endpoints
interface Endpoints {
    readonly authUri: string;
    readonly tokenUri: string;
}

// EnvPreset
type EnvPreset = "authjs" | "nuxt";

// EnvSourceOptions
interface EnvSourceOptions extends FormOptions {
    readonly env?: object | undefined;
}

// ExtraMembers
interface ExtraMembers {
    readonly [Symbol.toStringTag]: "client-secrets.ExtraMembers";
    readonly names: readonly string[];
    has(name: string): boolean;
    get(name: string): unknown;
}

// FileAbsence
interface FileAbsence extends SourceAbsence {
    readonly similar?: readonly string[] | undefined;
}

// FileDocument
type FileDocument = SourceDocument & {
    readonly path: string;
};

// FileSource
interface FileSource extends SyncSource {
    read(context?: ReadContext): Promise<FileDocument | undefined>;
    readSync(): FileDocument | undefined;
    absence?(): FileAbsence | undefined;
}

// FileSourceOptions
interface FileSourceOptions {
    readonly maxBytes?: number | undefined;
}

// FormOptions
interface FormOptions {
    readonly name?: string | undefined;
    readonly type?: ClientType | undefined;
    readonly redirectUris?: readonly string[] | undefined;
    readonly endpoints?: Endpoints | "env" | undefined;
    readonly preset?: EnvPreset | undefined;
    readonly maxBytes?: number | undefined;
}

// GetOptions
interface GetOptions {
    readonly signal?: AbortSignalLike | undefined;
    readonly waitUntil?: WaitUntil | undefined;
}

// InstalledClientSecrets
interface InstalledClientSecrets extends CommonMembers {
    readonly type: "installed";
}

// IssueExplanation
interface IssueExplanation {
    readonly code: ClientSecretsIssueCode;
    readonly severity: IssueSeverity;
    readonly explanation: string;
}

// IssueOption
interface IssueOption {
    readonly name: "optional" | "type" | "maxBytes" | "allowInsecureEndpoints" | "accept";
    readonly value?: string | boolean | undefined;
    readonly when: string;
    readonly hint: string;
}

// IssueSeverity
type IssueSeverity = "error" | "warning";

// LoadClientSecretsOptions
interface LoadClientSecretsOptions<Type extends ClientType = ClientType, Optional extends MandatoryMember = MandatoryMember> extends ParseClientSecretsOptions<Type, Optional> {
    readonly signal?: AbortSignalLike | undefined;
    readonly timeout?: number | undefined;
}

// Loader
type Loader<Client = ClientSecrets> = LoaderMethods<Client> & Disposal;

// LoaderEvent
interface LoaderEvent {
    readonly type: "hit" | "stale" | "refresh" | "refresh-failed" | "rotated";
    readonly source: string;
    readonly age?: number | undefined;
    readonly code?: ClientSecretsErrorCode | undefined;
}

// LoaderMethods
interface LoaderMethods<Client = ClientSecrets> {
    get(options?: GetOptions): Promise<Client>;
    peek(): Client | undefined;
    refresh(options?: GetOptions): Promise<Client>;
    invalidate(secrets: AnyClientSecrets): void;
    status(): LoaderStatus;
    subscribe(listener: (event: LoaderEvent) => void): () => void;
    dispose(): void;
}

// LoaderStatus
interface LoaderStatus {
    readonly state: "empty" | "fresh" | "stale" | "expired" | "disposed";
    readonly source?: string | undefined;
    readonly age?: number | undefined;
    readonly refreshing: boolean;
    readonly failures: number;
    readonly code?: ClientSecretsErrorCode | undefined;
    readonly retryIn?: number | undefined;
}

// MandatoryMember
type MandatoryMember = MemberTable[RequiredProperty]["name"];

// MemberKind
type MemberKind = "text" | "secret" | "redirect-uri" | "origin" | "endpoint" | "url";

// ParseClientSecretsOptions
interface ParseClientSecretsOptions<Type extends ClientType = ClientType, Optional extends MandatoryMember = MandatoryMember> {
    readonly type?: Type | undefined;
    readonly optional?: readonly Optional[] | undefined;
    readonly maxBytes?: number | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
    readonly accept?: readonly AcceptableCode[] | undefined;
    readonly endpoints?: ClientEndpoints | undefined;
    readonly onWarning?: ((warning: ClientSecretsIssue) => void) | undefined;
}

// ProviderError
interface ProviderError {
    readonly endpoint: "authorization" | "token" | "revocation" | "device_authorization" | "userinfo";
    readonly error: string;
    readonly description?: string;
    readonly hint?: string;
}

// PublicClient
interface PublicClient extends Partial<Omit<WebClientSecrets, "type" | "clientId" | "clientSecret" | "extra">> {
    readonly type: ClientType;
    readonly clientId: string;
}

// ReadContext
interface ReadContext {
    readonly signal?: AbortSignalLike | undefined;
    readonly previousVersion?: string | undefined;
    readonly force?: boolean | undefined;
    readonly wants?: "secret" | undefined;
}

// SafeParseClientSecretsResult
type SafeParseClientSecretsResult<Type extends ClientType = ClientType, Optional extends MandatoryMember = never> = {
    readonly success: true;
    readonly data: ClientSecrets<Type, Optional>;
    readonly warnings: readonly ClientSecretsIssue[];
} | {
    readonly success: false;
    readonly error: ClientSecretsError;
    readonly warnings: readonly ClientSecretsIssue[];
};

// Secret
interface Secret {
    readonly [Symbol.toStringTag]: "client-secrets.Secret";
    reveal(): string;
    equals(other: Secret): boolean;
    toString(): "[redacted]";
    toJSON(): "[redacted]";
}

// Source
interface Source {
    readonly name: string;
    readonly sources?: readonly Source[];
    absence?(context?: Pick<ReadContext, "wants">): SourceAbsence | undefined;
    read(context?: ReadContext): Promise<SourceDocument | undefined>;
}

// SourceAbsence
interface SourceAbsence {
    readonly place?: string | undefined;
    readonly state?: string | undefined;
    readonly remedy?: string | undefined;
    readonly advice?: string | undefined;
}

// SourceAttempt
interface SourceAttempt {
    readonly source: string;
    readonly code: ClientSecretsErrorCode;
}

// SourceDocument
type SourceDocument = ({
    readonly content: string | Uint8Array | ClientSecretsFile;
    readonly carried?: boolean | "variable" | undefined;
} | {
    readonly members: Readonly<Record<string, string | readonly string[]>>;
    readonly type?: ClientType | undefined;
    readonly partial?: boolean | undefined;
} | {
    readonly unchanged: true;
}) & {
    readonly version?: string | undefined;
    readonly path?: string | undefined;
    readonly hint?: (() => string | undefined) | undefined;
    readonly from?: string | undefined;
};

// SourceError
declare class SourceError extends Error {
    readonly code: SourceErrorCode;
    readonly transient: boolean;
    readonly retryAfterMs: number;
    constructor(code: SourceErrorCode, advice: string, options?: SourceErrorOptions);
}

// SourceErrorCode
type SourceErrorCode = Exclude<ClientSecretsErrorCode, "rejected" | "untrusted_response" | "redirect_uri_mismatch" | "sign_in_required" | "scope_missing">;

// SourceErrorOptions
interface SourceErrorOptions {
    readonly transient?: boolean | undefined;
    readonly retryAfterMs?: number | undefined;
}

// StandardSchemaV1
interface StandardSchemaV1<Input, Output> {
    readonly "~standard": {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => {
            readonly value: Output;
            readonly issues?: undefined;
        } | {
            readonly issues: readonly ClientSecretsIssue[];
        };
        readonly types?: {
            readonly input: Input;
            readonly output: Output;
        } | undefined;
    };
}

// SyncSource
interface SyncSource extends Source {
    readonly sources?: readonly SyncSource[];
    readSync(context?: Pick<ReadContext, "wants">): SourceDocument | undefined;
}

// WaitUntil
type WaitUntil = (promise: Promise<unknown>) => void;

// WebClientSecrets
interface WebClientSecrets extends CommonMembers {
    readonly type: "web";
}

// acceptableCodes
declare const acceptableCodes: readonly [
    "placeholder",
    "unresolved",
    "quoted",
    "encoded_value",
    "foreign_character",
    "swapped_members",
    "exposed_secret"
];

// bindingSource
declare function bindingSource(binding: Binding | (() => Binding), key?: string): Source;

// clientSecretsMembers
declare const clientSecretsMembers: readonly ClientSecretsMember[];

// clientSecretsSchema
declare const clientSecretsSchema: StandardSchemaV1<string | Uint8Array | ClientSecretsFile, ClientSecrets>;

// createLoader
declare function createLoader<const Type extends ClientType = ClientType, const Optional extends MandatoryMember = never>(source: Source, options?: CreateLoaderOptions<Type, Optional>): Loader<ClientSecrets<Type, Optional>>;

// createSecret
declare function createSecret(value: string): Secret;

// envSource
declare function envSource(options?: EnvSourceOptions): SyncSource;

// fileSource
declare function fileSource(path?: string | {
    readonly href: string;
}, options?: FileSourceOptions): FileSource;

// firstOf
declare function firstOf(...sources: readonly SyncSource[]): SyncSource;
declare function firstOf(...sources: readonly Source[]): Source;

// googleEndpoints
declare const googleEndpoints: ClientEndpoints;

// issueExplanations
declare function issueExplanations(): readonly IssueExplanation[];

// loadClientSecrets
declare function loadClientSecrets<const Type extends ClientType = ClientType, const Optional extends MandatoryMember = never>(source: Source, options?: LoadClientSecretsOptions<Type, Optional>): Promise<ClientSecrets<Type, Optional>>;

// loadClientSecretsSync
declare function loadClientSecretsSync<const Type extends ClientType = ClientType, const Optional extends MandatoryMember = never>(source: SyncSource, options?: ParseClientSecretsOptions<Type, Optional>): ClientSecrets<Type, Optional>;

// mandatoryMembers
declare const mandatoryMembers: readonly MandatoryMember[];

// parseClientSecrets
declare function parseClientSecrets<const Type extends ClientType = ClientType, const Optional extends MandatoryMember = never>(input: string | Uint8Array | ClientSecretsFile, options?: ParseClientSecretsOptions<Type, Optional>): ClientSecrets<Type, Optional>;

// safeParseClientSecrets
declare function safeParseClientSecrets<const Type extends ClientType = ClientType, const Optional extends MandatoryMember = never>(input: string | Uint8Array | ClientSecretsFile, options?: ParseClientSecretsOptions<Type, Optional>): SafeParseClientSecretsResult<Type, Optional>;

// secretSource
declare function secretSource(publicClient: PublicClient, source: SyncSource): SyncSource;
declare function secretSource(publicClient: PublicClient, source: Source): Source;

// toClientSecretsJson
declare function toClientSecretsJson(secrets: AnyClientSecrets): string;

// userConfigPath
declare function userConfigPath(app: string): string;

// userConfigSource
declare function userConfigSource(app: string, options?: FileSourceOptions): FileSource;
