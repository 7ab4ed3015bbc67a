import { type ParseClientSecretsOptions, safeParseClientSecrets } from "../src/index.ts"

/** The errors and warnings of a document, each as `code path`: `missing web.client_id`. */
export function issuesOf(
  document: unknown,
  options?: ParseClientSecretsOptions,
): { errors: string[]; warnings: string[] } {
  const result = safeParseClientSecrets(document as string, options)
  const print = ({ code, path }: { code: string; path: readonly (string | number)[] }) => `${code} ${path.join(".")}`
  return { errors: result.success ? [] : result.error.issues.map(print), warnings: result.warnings.map(print) }
}
