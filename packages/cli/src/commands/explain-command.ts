import { suggest } from "../arguments/suggest.ts"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import { codeExplanations } from "../report/code-explanations.ts"
import { wrap } from "../report/wrap.ts"
import type { Command } from "./command.ts"

/** `client-secrets explain` */
export const explainCommand: Command = {
  usage: "[CODE]",
  description: `CODE is the word in brackets behind "error" or "warning". Without it, all codes are listed.`,
  examples: ["explain placeholder", "explain"],
  options: {},
  isAnswer: true,
  async run({ given, reporter }) {
    const explanations = codeExplanations()
    const [code, ...others] = given.positionals
    if (others.length > 0) throw new CommandFailure("usage", "Pass one code.")
    if (code === undefined) {
      reporter.output([...explanations.keys()].sort().join("\n"))
      return { exitCode: exitCode.ok, result: { codes: Object.fromEntries(explanations) } }
    }
    const explanation = explanations.get(code)
    if (explanation === undefined) {
      const meant = suggest(code, [...explanations.keys()])
      const hint = meant === undefined ? "Run client-secrets explain to list them." : `Did you mean ${meant}?`
      throw new CommandFailure("usage", "There is no such code.", hint)
    }
    reporter.output(`${code}\n\n${wrap(explanation, 80, "")}`)
    return { exitCode: exitCode.ok, result: { code, explanation } }
  },
}
