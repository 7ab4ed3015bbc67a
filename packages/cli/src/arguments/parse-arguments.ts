import { parseArgs } from "node:util"
import { CommandFailure } from "../command-failure.ts"

/** An option of a command, as the parser and the help know it. */
export interface OptionSpecification {
  /** One letter. */
  readonly short?: string
  /** What its value is called in the help; without one it is a switch. */
  readonly value?: string
  /** It may be given again. */
  readonly multiple?: boolean
  /** The values that it takes. */
  readonly choices?: readonly string[]
  /** One line. */
  readonly description: string
}

export type OptionSpecifications = Readonly<Record<string, OptionSpecification>>

/** The arguments of a command, checked against its options. */
export interface Arguments {
  readonly positionals: readonly string[]
  has(name: string): boolean
  /** Every value of an option. */
  all(name: string): readonly string[]
  /** The value of an option that stands once. */
  one(name: string): string | undefined
}

/**
 * Reads arguments. A message names an option only if it has an option's shape, and no value at all: people paste secrets.
 *
 * @throws {CommandFailure} usage
 */
export function parseArguments(words: readonly string[], specifications: OptionSpecifications): Arguments {
  const options = Object.fromEntries(
    Object.entries(specifications).map(([name, { short, value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short && { short }) },
    ]),
  )
  // Not strict: what parseArgs then says repeats what was typed.
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== "option") continue
    const { name, value, inlineValue } = token
    if (!Object.hasOwn(specifications, name)) throw unknownOption(name, Object.keys(specifications))
    const { value: wanted, choices, multiple } = specifications[name]!
    if (wanted === undefined && value !== undefined) throw usage(`--${name} is a switch: it takes no value.`)
    if (wanted !== undefined && (value === undefined || value === "")) throw usage(`--${name} needs its ${wanted}.`)
    // `--out --json`: the value was forgotten. One that begins with a hyphen is given as `--out=-x`.
    if (wanted !== undefined && inlineValue !== true && value!.length > 1 && value!.startsWith("-")) {
      throw usage(`--${name} needs its ${wanted}; one that begins with a hyphen stands behind an equals sign.`)
    }
    if (choices !== undefined && !choices.includes(value!)) throw usage(`--${name} is one of ${choices.join(", ")}.`)
    const given = values.get(name) ?? []
    if (given.length > 0 && multiple !== true) throw usage(`--${name} stands twice.`)
    values.set(name, [...given, value ?? ""])
  }
  return {
    positionals,
    has: name => values.has(name),
    all: name => values.get(name) ?? [],
    one: name => values.get(name)?.[0],
  }
}

function unknownOption(name: string, known: readonly string[]): CommandFailure {
  if (/secret/i.test(name)) {
    return usage(
      "A secret is never an argument: other users of the machine, and the shell's history, see it.",
      "Give the client file by its path, `-` for standard input, or `env:NAME` for a variable.",
    )
  }
  const meant = known.find(one => one.startsWith(name.slice(0, 3)) && name.length > 2)
  const hint =
    meant === undefined ? "`--help` lists the options." : `Did you mean --${meant}? \`--help\` lists them all.`
  return usage(/^[a-z][a-z-]{0,23}$/.test(name) ? `There is no option --${name}.` : "There is no such option.", hint)
}

function usage(message: string, hint?: string): CommandFailure {
  return new CommandFailure("usage", message, hint ?? "`--help` says more.")
}
