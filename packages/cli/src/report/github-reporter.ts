import { ownOptions } from "@client-secrets/source-kit"
import { withoutCommands } from "./ci-commands.ts"
import { humanReporter } from "./human-reporter.ts"
import type { Reporter, ReporterOptions } from "./reporter.ts"
import { repositoryPaths } from "./repository-path.ts"

/**
 * For GitHub Actions: problems are workflow commands, which become annotations; everything else is printed as for people.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubReporter(options: ReporterOptions): Reporter {
  const { quiet, stdout } = options
  const toRepositoryPath = repositoryPaths(options)
  return {
    ...humanReporter(options),
    problem(problem) {
      const { severity, code, message, hint, file, input, line, column } = ownOptions(problem) as typeof problem
      if (quiet && severity === "warning") return
      const place = file === undefined ? undefined : toRepositoryPath(file)
      const properties = { file: place, line, col: column, title: `client-secrets: ${code}` }
      const written = Object.entries(properties).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${escapeProperty(withoutCommands(String(value)))}`],
      )
      const about = input === undefined ? message : `${input}: ${message}`
      const text = hint === undefined ? about : `${about}\n${hint}`
      stdout.write(`::${severity} ${written.join(",")}::${escapeMessage(withoutCommands(text))}\n`)
    },
  }
}

// A line break would end the command, and the next line could be another command.
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
}
