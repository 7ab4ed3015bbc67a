import type { Diagnostic } from "@client-secrets/codegen"
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
  for (const { severity, code, message, hint, input, line, column } of diagnostics) {
    const content = inputs.find(({ label }) => label === input)?.content
    const text = content === undefined ? undefined : decodeContent(content)
    const frame =
      text === undefined || line === undefined || column === undefined ? undefined : codeFrame(text, line, column)
    reporter.problem({ severity, code, message, hint: adviceOf(hint), file: input, line, column, frame })
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error")
  if (errors.some(({ code }) => leaks.includes(code))) return exitCode.leak
  return errors.length > 0 ? exitCode.invalid : exitCode.ok
}

/** A hint in the words of the command line: the parser's own are for who calls it. */
function adviceOf(hint: string): string {
  return hint
    .replace(/pass optional: \["(\w+)"\]/, "give --optional $1 (optional, in a configuration)")
    .replace(/pass type$/, "give --type (type, in a configuration)")
    .replace(/^Pass maxBytes$/, "Set maxBytes in a configuration")
}
