import type { ClientSecrets, ClientSecretsFile } from "./client-secrets.ts"
import type { ClientSecretsIssue } from "./issue.ts"
import { safeParseClientSecrets } from "./parse.ts"

/** The interface of Standard Schema v1, copied as its specification recommends. https://standardschema.dev */
export interface StandardSchemaV1<Input, Output> {
  readonly "~standard": {
    readonly version: 1
    readonly vendor: string
    readonly validate: (
      value: unknown,
    ) => { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly ClientSecretsIssue[] }
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/**
 * The validator as a Standard Schema v1 object, for t3-env, tRPC and every other library that takes one.
 *
 * Accepts what `parseClientSecrets` accepts and has its defaults; returns issues as values.
 */
export const clientSecretsSchema: StandardSchemaV1<string | Uint8Array | ClientSecretsFile, ClientSecrets> = {
  "~standard": {
    version: 1,
    vendor: "client-secrets",
    validate(value) {
      const result = safeParseClientSecrets(value as string)
      return result.success ? { value: result.data } : { issues: result.error.issues }
    },
  },
}
