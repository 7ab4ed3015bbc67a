import type { Command } from "../commands/command.ts"
import type { OptionSpecifications } from "./parse-arguments.ts"

/** Options that every command has. */
export const commonOptions: OptionSpecifications = {
  format: {
    value: "FORMAT",
    choices: ["human", "github", "json", "sarif"],
    description: "for people, as annotations of GitHub Actions, as JSON, or as SARIF",
  },
  json: { description: "the same as --format json" },
  quiet: { short: "q", description: "errors alone, and what was asked for" },
  help: { short: "h", description: "say how the command is used" },
}

const exitCodes = `Exit codes: 0 ok, 1 drift (check), 2 usage, 3 invalid input, 4 leak or refusal, 5 input or output`

/** What `client-secrets --help` prints. */
export function overview(commands: Readonly<Record<string, Command>>): string {
  const width = Math.max(...Object.keys(commands).map(name => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `client-secrets: typed modules from client_secrets.json that never hold the secret

Usage: client-secrets COMMAND [OPTIONS]

${lines.join("\n")}

  client-secrets COMMAND --help says how it is used; -v or --version prints the version.
${exitCodes}
`
}

/** What `client-secrets COMMAND --help` prints. */
export function commandHelp(name: string, { usage, description, options }: Command): string {
  const entries = Object.entries({ ...options, ...commonOptions }).map(([option, { short, value, description }]) => {
    const left = `${short === undefined ? "    " : `-${short}, `}--${option}${value === undefined ? "" : ` ${value}`}`
    return [left, description] as const
  })
  const width = Math.max(...entries.map(([left]) => left.length))
  const lines = entries.map(([left, description]) => `  ${left.padEnd(width)}  ${description}`)
  return `Usage: client-secrets ${name} ${usage === "" ? "" : `${usage} `}[OPTIONS]

${description}

${lines.join("\n")}

${exitCodes}
`
}
