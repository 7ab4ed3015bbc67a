// ClientModel
interface ClientModel {
    readonly name: string;
    readonly imports: ImportStyle;
    readonly environments: readonly [
        EnvironmentModel,
        ...EnvironmentModel[]
    ];
}

// ClientSecretsJsonSchema
interface ClientSecretsJsonSchema {
    readonly $schema: string;
    readonly $defs: Readonly<Record<"client" | "client_secret", object>>;
    readonly [keyword: string]: unknown;
}

// Diagnostic
interface Diagnostic {
    readonly severity: "error" | "warning";
    readonly code: DiagnosticCode;
    readonly message: string;
    readonly hint: string;
    readonly option?: IssueOption | undefined;
    readonly input?: string;
    readonly path?: readonly (string | number)[];
    readonly line?: number | undefined;
    readonly column?: number | undefined;
    readonly file?: string;
}

// DiagnosticCode
type DiagnosticCode = ClientSecretsIssueCode | "secret_in_output" | "secret_shape" | "inline_refused" | "different_shape" | "different_redirect_paths" | "left_out" | "short_secret";

// EmittedFile
interface EmittedFile {
    readonly path: string;
    readonly text: string;
    readonly isServerModule?: boolean | undefined;
    readonly mainExport?: string | undefined;
}

// Emitter
interface Emitter {
    readonly name: string;
    generate(model: Model): readonly EmittedFile[];
}

// EnvironmentModel
interface EnvironmentModel {
    readonly name: string | undefined;
    readonly client: PublicClient;
    readonly secrets: readonly SecretReference[];
}

// GenerateInput
interface GenerateInput {
    readonly content: ReadableContent;
    readonly name?: string | undefined;
    readonly environment?: string | undefined;
    readonly secret?: SecretOption | undefined;
    readonly label?: string | undefined;
}

// GenerateOptions
interface GenerateOptions extends Omit<ReadClientOptions, "label"> {
    readonly name?: string | undefined;
    readonly secret?: SecretOption | undefined;
    readonly imports?: ImportStyle | undefined;
    readonly emitters?: readonly Emitter[] | undefined;
    readonly inlineSecret?: boolean | undefined;
}

// GenerateResult
interface GenerateResult {
    readonly files: readonly GeneratedFile[];
    readonly diagnostics: readonly Diagnostic[];
}

// GeneratedFile
interface GeneratedFile extends EmittedFile {
    readonly isServerModule: boolean;
    readonly holdsSecret: boolean;
}

// ImportStyle
type ImportStyle = "client-secrets" | "scoped";

// Model
interface Model {
    readonly clients: readonly ClientModel[];
}

// PublicMember
interface PublicMember extends ClientSecretsMember {
    readonly property: Exclude<keyof PublicClient, "type">;
}

// ReadClientOptions
interface ReadClientOptions {
    readonly type?: ClientType | undefined;
    readonly optional?: readonly Exclude<MandatoryMember, "client_id">[] | undefined;
    readonly maxBytes?: number | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
    readonly accept?: readonly AcceptableCode[] | undefined;
    readonly label?: string | undefined;
}

// ReadClientResult
interface ReadClientResult {
    readonly client: PublicClient | undefined;
    readonly secret: Secret | undefined;
    readonly diagnostics: readonly Diagnostic[];
}

// ReadableContent
type ReadableContent = string | Uint8Array | ClientSecretsFile;

// SecretFinder
type SecretFinder = (content: string | Uint8Array) => readonly SecretMatch[];

// SecretMatch
interface SecretMatch {
    readonly encoding: string;
    readonly offset: number;
    readonly secret: number;
}

// SecretOption
type SecretOption = string | readonly string[];

// SecretReference
type SecretReference = {
    readonly kind: "env";
    readonly name: string;
} | {
    readonly kind: "file";
    readonly path: string;
} | {
    readonly kind: "aws";
    readonly id: string;
};

// clientSecretsJsonSchema
declare const clientSecretsJsonSchema: ClientSecretsJsonSchema;

// createSecretFinder
declare function createSecretFinder(secrets: readonly string[]): SecretFinder;

// defaultName
declare function defaultName(client: PublicClient | undefined, label: string | undefined): string;

// envExampleEmitter
declare const envExampleEmitter: Emitter;

// findSecret
declare function findSecret(content: string | Uint8Array, secret: string): readonly SecretMatch[];

// generate
declare function generate(input: ReadableContent | readonly GenerateInput[], options?: GenerateOptions): GenerateResult;

// javascriptEmitter
declare const javascriptEmitter: Emitter;

// jsonSchemaEmitter
declare const jsonSchemaEmitter: Emitter;

// publicFileEmitter
declare const publicFileEmitter: Emitter;

// publicMembers
declare const publicMembers: readonly PublicMember[];

// readClient
declare function readClient(content: ReadableContent, options?: ReadClientOptions): ReadClientResult;

// typescriptEmitter
declare const typescriptEmitter: Emitter;
