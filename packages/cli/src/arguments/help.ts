import { ownOptions } from "@client-secrets/source-kit"
import type { Command } from "../commands/command.ts"
import type { ListedCommand } from "../commands/commands.ts"
import { wrap } from "../report/wrap.ts"
import type { OptionSpecification, OptionSpecifications } from "./parse-arguments.ts"

/** Options that every command has. */
export const commonOptions: OptionSpecifications = {
  format: {
    value: "FORMAT",
    choices: ["human", "github", "json", "sarif"],
    default: "human; in GitHub Actions: github",
    description: "How results are printed.",
  },
  json: { description: "The same as --format json." },
  quiet: { short: "q", description: "Print only errors, and what was asked for." },
  help: { short: "h", description: "Show this help." },
}

const columns = 80

const exitCodes = `EXIT CODES
  0  everything is in order
  1  check: a generated file is missing or out of date
  2  the arguments or the configuration are wrong
  3  the input is not a valid client file
  4  a secret is where it must not be, or was about to be put there
  5  something could not be read or written, or not all of it was searched
  6  nobody is signed in, or the provider refused`

const documentation = `LEARN MORE
  https://github.com/client-secrets/client-secrets`

/** The output of `client-secrets --help`. */
export function overview(commands: Readonly<Record<string, ListedCommand>>): string {
  const names = Object.keys(commands)
  const width = Math.max(...names.map(name => name.length)) + 4
  const lines = names.map(name => entry(`  ${name}`, width, commands[name]!.summary))
  return `Work with OAuth client files (client_secrets.json) without leaking the secret.

USAGE
  client-secrets COMMAND [OPTIONS]

COMMANDS
${lines.join("\n")}

OPTIONS
  -h, --help     Show this help. With a command: its own help.
  -v, --version  Print the version.

EXAMPLES
  $ client-secrets inspect client_secrets.json
  $ client-secrets doctor
  $ client-secrets scan dist

${exitCodes}

${documentation}
`
}

/** The output of `client-secrets COMMAND --help`. */
export function commandHelp(name: string, summary: string, { usage, description, examples, options }: Command): string {
  const all = Object.entries({ ...options, ...commonOptions })
  const entries = all.map(([option, specification]) =>
    entry(`  ${syntaxOf(option, specification)}`, 24, textOf(specification)),
  )
  const shown = examples.map(example => `  $ client-secrets ${example}`)
  return `${summary}

USAGE
  client-secrets ${name} ${usage === "" ? "" : `${usage} `}[OPTIONS]

${wrap(description, columns, "")}

EXAMPLES
${shown.join("\n")}

OPTIONS
${entries.join("\n")}

${exitCodes}

${documentation}
`
}

function syntaxOf(option: string, specification: OptionSpecification): string {
  const { short, value } = ownOptions(specification)
  return `${short === undefined ? "    " : `-${short}, `}--${option}${value === undefined ? "" : ` ${value}`}`
}

function textOf(specification: OptionSpecification): string {
  const { description, choices, default: usual, multiple } = ownOptions(specification)
  const parts = [
    description,
    ...(multiple === true ? ["May be repeated."] : []),
    ...(choices === undefined ? [] : [`One of: ${choices.join(", ")}.`]),
    ...(usual === undefined ? [] : [`[default: ${usual}]`]),
  ]
  return parts.join(" ")
}

/** A name and its text in two columns; a long name has its text on the next line. */
function entry(name: string, width: number, text: string): string {
  const indent = " ".repeat(width)
  const wrapped = wrap(text, columns, indent)
  return name.length + 2 > width ? `${name}\n${wrapped}` : name.padEnd(width) + wrapped.slice(width)
}
