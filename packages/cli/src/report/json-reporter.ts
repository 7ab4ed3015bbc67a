import { jsonWithoutCommands } from "./ci-commands.ts"
import type { Problem, Reporter, ReporterOptions } from "./reporter.ts"

/** For programs: one object on stdout, at the end, and nothing else anywhere. */
export function jsonReporter({ command, quiet, stdout }: ReporterOptions): Reporter {
  const problems: Problem[] = []
  return {
    problem(problem) {
      if (!quiet || problem.severity === "error") problems.push(problem)
    },
    note() {},
    progress() {},
    output() {},
    isInteractive: false,
    paint: (_, text) => text,
    finish(result, exitCode) {
      stdout.write(`${jsonWithoutCommands({ version: 1, command, exitCode, ...result, problems })}\n`)
    },
  }
}
