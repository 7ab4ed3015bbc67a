import { humanReporter } from "./human-reporter.ts"
import type { Reporter, ReporterOptions } from "./reporter.ts"

/**
 * For GitHub Actions: problems are workflow commands, which become annotations; all else is as people get it.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubReporter(options: ReporterOptions): Reporter {
  const { quiet, stdout } = options
  return {
    ...humanReporter(options),
    problem({ severity, code, message, hint, file, line, column }) {
      if (quiet && severity === "warning") return
      const properties = { file, line, col: column, title: `client-secrets: ${code}` }
      const written = Object.entries(properties).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
      )
      const text = hint === undefined ? message : `${message}\n${hint}`
      stdout.write(`::${severity} ${written.join(",")}::${escapeMessage(text)}\n`)
    },
  }
}

// A line break would end the command and let what follows be a command of its own.
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
}
