import type { Diagnostic } from "@client-secrets/codegen"
import type { IssueOption } from "@client-secrets/core"
import { type ExitCode, exitCode } from "../exit-code.ts"
import { decodeContent } from "../input/decode-content.ts"
import type { Input } from "../input/read-input.ts"
import { codeFrame } from "./code-frame.ts"
import type { Problem, Reporter } from "./reporter.ts"

// Problems that would publish a secret. The others are inputs that are invalid in another way.
const leaks: ReadonlySet<string> = new Set([
  "secret_in_output",
  "secret_shape",
  "inline_refused",
  "exposed_secret",
  "swapped_members",
])

/**
 * Reports the generator's diagnostics, in the order of each file and with the masked lines around each position, and returns how
 * the command ends.
 */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  inputs: readonly Input[],
  reporter: Reporter,
): ExitCode {
  const labels = inputs.map(({ label }) => label)
  const ordered = [...diagnostics].sort((one, other) => {
    const byInput = labels.indexOf(one.input ?? "") - labels.indexOf(other.input ?? "")
    return byInput || (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0)
  })
  for (const diagnostic of ordered) {
    const input = inputs.find(({ label }) => label === diagnostic.input)
    reporter.problem(problemOf(diagnostic, input))
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error")
  if (diagnostics.length > 1) reporter.note(`Found ${countOf(errors.length, diagnostics.length - errors.length)}.`)
  if (errors.some(({ code }) => leaks.has(code))) return exitCode.leak
  return errors.length > 0 ? exitCode.invalid : exitCode.ok
}

function countOf(errors: number, warnings: number): string {
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? "error" : "errors"}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ]
  return parts.join(" and ")
}

function problemOf(diagnostic: Diagnostic, input: Input | undefined): Problem {
  const { severity, code, message, hint, option, line, column, path } = diagnostic
  const what = { severity, code, message, hint: option === undefined ? hint : adviceOf(option) }
  if (input === undefined) return { ...what, input: diagnostic.input }
  // Positions in a document that was made of several variables mean nothing to the user.
  if (input.isMade) return { ...what, input: input.label }
  const label = input.path === undefined ? { input: input.label } : { file: input.label }
  if (line === undefined || column === undefined) return { ...what, ...label }
  const name = path?.at(-1)
  const text = decodeContent(input.content)
  const place = { line, column, name: typeof name === "string" ? name : undefined }
  const frame = text === undefined ? undefined : codeFrame(text, place)
  return { ...what, ...label, line, column, frame }
}

/** What to do in terms of the command line: the parser's own hint names its option as in code. */
function adviceOf({ name, value, when, hint }: IssueOption): string {
  return `${hint} ${when}, ${flagOf(name, value)}.`.trim()
}

// These options have flags of the same name. maxBytes is only for configurations.
const flags: ReadonlySet<string> = new Set(["optional", "type", "accept"])

function flagOf(name: IssueOption["name"], value: IssueOption["value"]): string {
  if (flags.has(name)) return `pass --${name} ${value}`
  if (name === "allowInsecureEndpoints") return "pass --allow-insecure-endpoints"
  return `set ${name} in a configuration`
}
