import { assert, assertEqual, assertNoLeak, type Case, ownTexts } from "@client-secrets/conformance"
import {
  ClientSecretsError,
  type ClientSecretsIssue,
  parseClientSecrets,
  safeParseClientSecrets,
  toClientSecretsJson,
} from "@client-secrets/core"
import { type Invented, invented } from "./invented.ts"

/** Every invented file: accepted, or rejected for the reason in the contract, from a string and from bytes, and not printed. */
export const cases: readonly Case[] = invented.map((one): Case => {
  const { name, errors = [] } = one
  return {
    name: `invented: ${name} is ${errors.length > 0 ? `rejected: ${errors.join(", ")}` : "accepted"}`,
    run({ freshSecret }) {
      const secret = freshSecret()
      const input = one.make(secret)
      // An ordinary string takes the fast path, and bytes never do: both must agree.
      const inputs = typeof input === "string" ? [input, encode(input)] : [input]
      const seen = inputs.map(each => outcomeOf(one, each, secret))
      for (const outcome of seen) assertEqual(outcome, seen[0], "what text and bytes give")
    },
  }
})

/** A lone surrogate would not survive encoding; then only the string is tested. */
function encode(text: string): string | Uint8Array {
  const bytes = new TextEncoder().encode(text)
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) === text ? bytes : text
}

function outcomeOf(
  { errors = [], warnings = [], says }: Invented,
  input: string | Uint8Array,
  secret: string,
): unknown {
  const result = safeParseClientSecrets(input, { maxBytes: 2 ** 20 })
  const issues = result.success ? [] : result.error.issues
  assertEqual(codesOf(issues), errors, "the codes of its errors")
  assertEqual(codesOf(result.warnings), warnings, "the codes of its warnings")
  assertNoLeak([secret], { warnings: ownTexts(result.warnings) })
  if (result.success) {
    const written = toClientSecretsJson(result.data)
    assertEqual(toClientSecretsJson(parseClientSecrets(written, { maxBytes: 2 ** 20 })), written, "written again")
    return { written, warnings: result.warnings }
  }
  assert(ClientSecretsError.is(result.error) && result.error.code === "invalid", "it is rejected as invalid")
  assertNoLeak([secret], { name: String(result.error), own: ownTexts(result.error) })
  const { message } = issues[0]!
  if (says) assert(says.test(message), `${says} is in: ${message}`)
  return { issues, warnings: result.warnings }
}

function codesOf(issues: readonly ClientSecretsIssue[]): readonly string[] {
  return [...new Set(issues.map(issue => issue.code))]
}
