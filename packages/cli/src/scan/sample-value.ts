import { safeParseClientSecrets } from "@client-secrets/core"

const sampleCodes: ReadonlySet<string> = new Set(["placeholder", "redacted", "unresolved", "sample_value"])
// Words that documentation and tests put into values. One in a million random values contains one of them.
const sampleWords = /EXAMPLE|DUMMY|PLACEHOLDER|REDACTED/i

/** Whether a value of a secret is one of documentation, a template or a test, by the parser's own rules and some words. */
export function isSample(value: string): boolean {
  if (sampleWords.test(value)) return true
  const client = {
    client_id: "1234567890-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
    client_secret: value,
    redirect_uris: ["https://app.test/"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
  const result = safeParseClientSecrets({ web: client })
  const issues = [...result.warnings, ...(result.success ? [] : result.error.issues)]
  return issues.some(({ code }) => sampleCodes.has(code))
}
