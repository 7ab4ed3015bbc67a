import { ownOptions } from "@client-secrets/source-kit"
import { commands } from "../commands/commands.ts"
import { commandLineOf, packageManagerOf } from "../project/package-manager.ts"
import type { Problem, Reporter, ReporterOptions } from "./reporter.ts"

const program = "client-secrets "
const installations = [
  ["npm install --save-dev ", "installDevelopment"],
  ["npm install ", "install"],
] as const

/**
 * Has a reporter write commands as they are typed in this project: `client-secrets login` as `pnpm exec client-secrets login`,
 * and `npm install NAME` as `pnpm add NAME`. So a hint works as it is, whatever part of the program it comes from.
 */
export function withTypedCommands(
  reporter: Reporter,
  { folder, environment }: Pick<ReporterOptions, "folder" | "environment">,
): Reporter {
  const typed = (text: string): string => {
    const withRun = replaceEach(text, program, rest => {
      const [name] = rest.split(/[^a-z]/, 1)
      // Otherwise it is the name of the package within a sentence.
      if (name === undefined || !Object.hasOwn(commands, name)) return undefined
      return commandLineOf(folder, environment, "")
    })
    return installations.reduce(
      (before, [words, kind]) =>
        replaceEach(before, words, () => {
          const manager = packageManagerOf(folder, environment)
          return `${manager[kind]} ${manager.prefix}`
        }),
      withRun,
    )
  }
  return {
    ...reporter,
    problem(problem) {
      const { message, hint } = ownOptions(problem) as Problem
      reporter.problem({ ...problem, message: typed(message), hint: hint === undefined ? undefined : typed(hint) })
    },
    note(text, style) {
      reporter.note(typed(text), style)
    },
  }
}

/** Replaces some words, unless they are part of a longer command, such as `pnpm exec client-secrets generate`. */
function replaceEach(text: string, words: string, replacement: (rest: string) => string | undefined): string {
  const [first = "", ...others] = text.split(words)
  return others.reduce((before, after) => {
    const written = isTyped(before) ? undefined : replacement(after)
    return written === undefined ? before + words + after : before + written + after
  }, first)
}

// The last words of commands that run a package; and `pnpm install` holds `npm install`.
const runners = ["npx ", "exec ", "dlx ", "yarn ", "bunx ", "npm:", "p"]

function isTyped(before: string): boolean {
  return runners.some(runner => before.endsWith(runner))
}
