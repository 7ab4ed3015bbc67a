import type { Diagnostic } from "@client-secrets/codegen"
import type { IssueOption } from "@client-secrets/core"
import { type ExitCode, exitCode } from "../exit-code.ts"
import { decodeContent } from "../input/decode-content.ts"
import type { Input } from "../input/read-input.ts"
import { codeFrame } from "./code-frame.ts"
import type { Reporter } from "./reporter.ts"

// What would publish a secret. The rest are inputs that are wrong in another way.
const leaks: readonly string[] = ["secret_in_output", "secret_shape", "inline_refused", "exposed_secret"]

/** Reports what the generator said of its inputs, each with the masked lines around it, and says how the command ends. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  inputs: readonly Input[],
  reporter: Reporter,
): ExitCode {
  for (const { severity, code, message, hint, option, input, line, column } of diagnostics) {
    const content = inputs.find(({ label }) => label === input)?.content
    const text = content === undefined ? undefined : decodeContent(content)
    const frame =
      text === undefined || line === undefined || column === undefined ? undefined : codeFrame(text, line, column)
    reporter.problem({
      severity,
      code,
      message,
      hint: option === undefined ? hint : adviceOf(option),
      file: input,
      line,
      column,
      frame,
    })
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error")
  if (errors.some(({ code }) => leaks.includes(code))) return exitCode.leak
  return errors.length > 0 ? exitCode.invalid : exitCode.ok
}

/** What to do in the words of the command line: the parser's own hint names its option as code has it. */
function adviceOf({ name, value, when, hint }: IssueOption): string {
  return `${hint} ${when}, ${flagOf(name, value)}.`.trim()
}

function flagOf(name: IssueOption["name"], value: IssueOption["value"]): string {
  if (name === "optional") return `use --optional ${value} ("optional" in a configuration)`
  if (name === "type") return `use --type ${value} ("type" in a configuration)`
  return name === "accept" ? `set "accept": ["${value}"] in a configuration` : `set "${name}" in a configuration`
}
