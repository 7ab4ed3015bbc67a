import { assert, assertEqual, assertNoLeak, type Case, printingRoutes } from "@client-secrets/conformance"
import {
  ClientSecretsError,
  parseClientSecrets,
  safeParseClientSecrets,
  toClientSecretsJson,
} from "@client-secrets/core"
import index from "../corpus/index.json" with { type: "json" }
import { decisions } from "./corpus-decisions.ts"

/** The files by name, with fresh secrets in place of their original ones. */
export interface Fixtures {
  readonly [file: string]: { readonly base64: string; readonly secrets: readonly string[] }
}

/** Every file of the corpus: accepted or rejected as the specification or the contract says, and never printed. */
export const cases: readonly Case<Fixtures>[] = index.map(({ file, specification }): Case<Fixtures> => {
  const decision = decisions[file]
  const accepted = decision?.accepted ?? specification === "valid"
  const why = decision === undefined ? `it is ${specification} by the specification` : decision.why
  return {
    name: `corpus: ${file} is ${accepted ? "accepted" : "rejected"}: ${why}`,
    run({ fixtures }) {
      const { base64, secrets } = fixtures[file]!
      const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
      const parsed = inputsOf(bytes).map(input =>
        accepted ? assertAccepted(input, secrets) : assertRejected(input, secrets),
      )
      for (const one of parsed) assertEqual(one, parsed[0], "what text and bytes give")
    },
  }
})

/** The bytes, and the string if they are UTF-8. */
function inputsOf(bytes: Uint8Array): (Uint8Array | string)[] {
  try {
    return [bytes, new TextDecoder("utf-8", { fatal: true }).decode(bytes)]
  } catch {
    return [bytes]
  }
}

function assertAccepted(input: Uint8Array | string, secrets: readonly string[]): unknown {
  const result = safeParseClientSecrets(input, { maxBytes: maxBytesFor(input) })
  assert(result.success, `it is accepted, not: ${result.success ? "" : JSON.stringify(result.error.issues)}`)
  const { data: value, warnings } = result
  assert(secrets.includes(value.clientSecret.reveal()), "the secret is the file's")
  const written = toClientSecretsJson(value)
  assertEqual(toClientSecretsJson(parseClientSecrets(written)), written, "written again")
  assertNoLeak(secrets, { ...printingRoutes(value), ...printingRoutes(warnings) })
  return JSON.parse(written)
}

function assertRejected(input: Uint8Array | string, secrets: readonly string[]): unknown {
  const options = { maxBytes: maxBytesFor(input) }
  const result = safeParseClientSecrets(input, options)
  assert(!result.success, "it is rejected")
  const { error, warnings } = result
  assert(ClientSecretsError.is(error) && error.code === "invalid" && error.issues.length > 0, "as invalid, with issues")
  assertNoLeak(secrets, { ...printingRoutes(error), ...printingRoutes(warnings) })
  assertEqual(
    thrownBy(() => parseClientSecrets(input, options)),
    { message: error.message, issues: error.issues },
    "what parse throws",
  )
  return error.issues
}

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    if (ClientSecretsError.is(error)) return { message: error.message, issues: error.issues }
    throw error
  }
  throw new Error("assertion failed: nothing was thrown")
}

function maxBytesFor({ length }: Uint8Array | string): number {
  return Math.max(65_536, length * 3)
}
