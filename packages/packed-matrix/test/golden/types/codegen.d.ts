// ClientModel
interface ClientModel {
    readonly name: string;
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
    readonly input?: string;
    readonly path?: readonly (string | number)[];
    readonly line?: number;
    readonly column?: number;
    readonly file?: string;
}

// DiagnosticCode
type DiagnosticCode = ClientSecretsIssueCode | "secret_in_output" | "secret_shape" | "inline_refused" | "different_shape" | "different_redirect_paths" | "left_out" | "short_secret";

// EmittedFile
interface EmittedFile {
    readonly path: string;
    readonly text: string;
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
    readonly secret: SecretReference;
    readonly digest: string;
}

// GenerateContent
type GenerateContent = string | Uint8Array | ClientSecretsFile;

// GenerateInput
interface GenerateInput {
    readonly content: GenerateContent;
    readonly name?: string | undefined;
    readonly environment?: string | undefined;
    readonly secret?: string | undefined;
    readonly label?: string | undefined;
}

// GenerateOptions
interface GenerateOptions extends ReadClientOptions {
    readonly name?: string | undefined;
    readonly secret?: string | undefined;
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
    readonly holdsSecret: boolean;
}

// Model
interface Model {
    readonly clients: readonly ClientModel[];
}

// PublicMember
interface PublicMember {
    readonly name: string;
    readonly property: Exclude<keyof PublicClient, "type">;
    readonly description: string;
}

// ReadClientOptions
interface ReadClientOptions {
    readonly type?: ClientType | undefined;
    readonly optional?: readonly Exclude<MandatoryMember, "client_id">[] | undefined;
    readonly maxBytes?: number | undefined;
    readonly allowInsecureEndpoints?: boolean | undefined;
}

// SecretFinder
type SecretFinder = (content: string | Uint8Array) => readonly SecretMatch[];

// SecretMatch
interface SecretMatch {
    readonly encoding: string;
    readonly offset: number;
    readonly secret: number;
}

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
} | {
    readonly kind: "none";
};

// clientSecretsJsonSchema
declare const clientSecretsJsonSchema: ClientSecretsJsonSchema;

// createSecretFinder
declare function createSecretFinder(secrets: readonly string[]): SecretFinder;

// envExampleEmitter
declare const envExampleEmitter: Emitter;

// findSecret
declare function findSecret(content: string | Uint8Array, secret: string): readonly SecretMatch[];

// generate
declare function generate(input: GenerateContent | readonly GenerateInput[], options?: GenerateOptions): GenerateResult;

// javascriptEmitter
declare const javascriptEmitter: Emitter;

// jsonSchemaEmitter
declare const jsonSchemaEmitter: Emitter;

// publicFileEmitter
declare const publicFileEmitter: Emitter;

// publicMembers
declare const publicMembers: readonly PublicMember[];

// typescriptEmitter
declare const typescriptEmitter: Emitter;
