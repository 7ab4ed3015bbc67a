export type { Diagnostic, DiagnosticCode } from "./diagnostic.ts"
export { envExampleEmitter } from "./emit/env-example.ts"
export { jsonSchemaEmitter } from "./emit/json-schema.ts"
export { javascriptEmitter, typescriptEmitter } from "./emit/modules.ts"
export { publicFileEmitter } from "./emit/public-file-emitter.ts"
export type { GenerateOptions, GenerateResult } from "./generate.ts"
export { generate } from "./generate.ts"
export type {
  ClientModel,
  EmittedFile,
  Emitter,
  EnvironmentModel,
  GeneratedFile,
  ImportStyle,
  Model,
} from "./model/model.ts"
export type { PublicMember } from "./model/public-members.ts"
export { publicMembers } from "./model/public-members.ts"
export { defaultName } from "./read/default-name.ts"
export type { GenerateInput, SecretOption } from "./read/inputs.ts"
export type { ReadableContent, ReadClientOptions, ReadClientResult } from "./read/read-client.ts"
export { readClient } from "./read/read-client.ts"
export type { SecretReference } from "./read/secret-reference.ts"
export type { ClientSecretsJsonSchema } from "./schema/client-secrets-json-schema.ts"
export { clientSecretsJsonSchema } from "./schema/client-secrets-json-schema.ts"
export type { SecretFinder, SecretMatch } from "./secret-search/find-secret.ts"
export { createSecretFinder, findSecret } from "./secret-search/find-secret.ts"
