export type {
  AnyClientSecrets,
  ClientSecrets,
  ClientSecretsFile,
  ClientType,
  InstalledClientSecrets,
  MandatoryMember,
  WebClientSecrets,
} from "./client-secrets.ts"
export type { StandardSchemaV1 } from "./client-secrets-schema.ts"
export { clientSecretsSchema } from "./client-secrets-schema.ts"
export type { Clock } from "./clock.ts"
export { createLoader } from "./create-loader.ts"
export type { ClientSecretsErrorCode, ClientSecretsErrorDetails, ProviderError, SourceAttempt } from "./error.ts"
export { ClientSecretsError } from "./error.ts"
export type { ExtraMembers } from "./extra-members.ts"
export { firstOf } from "./first-of.ts"
export type { ClientSecretsIssue, ClientSecretsIssueCode } from "./issue.ts"
export type { LoadClientSecretsOptions } from "./load-client-secrets.ts"
export { loadClientSecrets } from "./load-client-secrets.ts"
export { loadClientSecretsSync } from "./load-client-secrets-sync.ts"
export type {
  CreateLoaderOptions,
  GetOptions,
  Loader,
  LoaderEvent,
  LoaderMethods,
  LoaderStatus,
  WaitUntil,
} from "./loader.ts"
export type { ParseClientSecretsOptions, SafeParseClientSecretsResult } from "./parse-client-secrets.ts"
export { parseClientSecrets, safeParseClientSecrets } from "./parse-client-secrets.ts"
export type { Secret } from "./secret.ts"
export { createSecret } from "./secret.ts"
export type { PublicClient } from "./secret-source.ts"
export { secretSource } from "./secret-source.ts"
export type { AbortSignalLike, ReadContext, Source, SourceDocument, SyncSource } from "./source.ts"
export { toClientSecretsJson } from "./to-client-secrets-json.ts"
