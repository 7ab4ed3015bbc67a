export type { ClientSecretsErrorCode, ClientSecretsErrorDetails, ProviderError, SourceAttempt } from "./error.ts"
export { ClientSecretsError } from "./error.ts"
export type {
  AnyClientSecrets,
  ClientSecrets,
  ClientSecretsFile,
  ClientType,
  InstalledClientSecrets,
  MandatoryMember,
  WebClientSecrets,
} from "./format/client-secrets.ts"
export { mandatoryMembers } from "./format/client-secrets.ts"
export type { ClientEndpoints } from "./format/endpoints.ts"
export { googleEndpoints } from "./format/endpoints.ts"
export type {
  AcceptableCode,
  ClientSecretsIssue,
  ClientSecretsIssueCode,
  IssueOption,
  IssueSeverity,
} from "./format/issue.ts"
export { acceptableCodes } from "./format/issue.ts"
export type { IssueExplanation } from "./format/issue-explanations.ts"
export { issueExplanations } from "./format/issue-explanations.ts"
export type { ClientSecretsMember, MemberKind } from "./format/members.ts"
export { clientSecretsMembers } from "./format/members.ts"
export type { SafeParseClientSecretsResult } from "./format/parse.ts"
export { parseClientSecrets, safeParseClientSecrets } from "./format/parse.ts"
export type { ParseClientSecretsOptions } from "./format/parse-options.ts"
export type { StandardSchemaV1 } from "./format/schema.ts"
export { clientSecretsSchema } from "./format/schema.ts"
export { toClientSecretsJson } from "./format/to-json.ts"
export type { Clock } from "./loader/clock.ts"
export { createLoader } from "./loader/create-loader.ts"
export type {
  CreateLoaderOptions,
  GetOptions,
  Loader,
  LoaderEvent,
  LoaderMethods,
  LoaderStatus,
  WaitUntil,
} from "./loader/loader.ts"
export type { ExtraMembers } from "./secret/extra-members.ts"
export type { Secret } from "./secret/secret.ts"
export { createSecret } from "./secret/secret.ts"
export { firstOf } from "./source/first-of.ts"
export type { LoadClientSecretsOptions } from "./source/load.ts"
export { loadClientSecrets, loadClientSecretsSync } from "./source/load.ts"
export type { PublicClient } from "./source/secret-source.ts"
export { secretSource } from "./source/secret-source.ts"
export type {
  AbortSignalLike,
  ReadContext,
  Source,
  SourceAbsence,
  SourceDocument,
  SyncSource,
} from "./source/source.ts"
export type { SourceErrorCode, SourceErrorOptions } from "./source/source-error.ts"
export { SourceError } from "./source/source-error.ts"
