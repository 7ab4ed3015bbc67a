import { parseArgs } from "node:util"
import { ownOptions } from "@client-secrets/source-kit"
import { CommandFailure } from "../command-failure.ts"
import { suggest } from "./suggest.ts"

/** An option of a command, as the parser and the help know it. */
export interface OptionSpecification {
  /** One letter. */
  readonly short?: string
  /** The placeholder for its value in the help; without one it is a switch. */
  readonly value?: string
  /** It may occur several times. */
  readonly multiple?: boolean
  /** The allowed values. */
  readonly choices?: readonly string[]
  /** The behavior without it, unless that is nothing. */
  readonly default?: string
  /** One sentence. */
  readonly description: string
}

export type OptionSpecifications = Readonly<Record<string, OptionSpecification>>

/** The arguments of a command, checked against its options. */
export interface Arguments {
  readonly positionals: readonly string[]
  has(name: string): boolean
  /** Every value of an option. */
  all(name: string): readonly string[]
  /** The value of an option that may occur once. */
  one(name: string): string | undefined
}

/**
 * Reads arguments. A message names an option only if it has an option's shape, and no value at all: people paste secrets.
 *
 * @throws {CommandFailure} usage
 */
export function parseArguments(words: readonly string[], specifications: OptionSpecifications): Arguments {
  const options = Object.fromEntries(
    Object.entries(specifications).map(([name, specification]) => {
      const { short, value } = ownOptions(specification)
      return [name, { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short && { short }) }]
    }),
  )
  // Not strict, since the errors of parseArgs repeat what was typed.
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
    const { value: wanted, choices, multiple } = ownOptions(specifications[name])
    if (wanted === undefined && value !== undefined) throw usage(`--${name} does not accept a value.`)
    if (wanted !== undefined && (value === undefined || value === ""))
      throw usage(`--${name} needs a value: ${wanted}.`)
    // `--out --json`: the value is missing. One that begins with a hyphen is written as `--out=-x`.
    if (wanted !== undefined && inlineValue !== true && value!.length > 1 && value!.startsWith("-")) {
      throw usage(`--${name} needs a value. If the value starts with a hyphen, write --${name}=-value.`)
    }
    if (choices !== undefined && !choices.includes(value!)) {
      const parts = value!.split(/[, ]+/)
      const isList = multiple === true && parts.length > 1 && parts.every(part => choices.includes(part))
      const repeated = `Repeat the option: ${parts.map(part => `--${name} ${part}`).join(" ")}`
      const hint = isList ? repeated : didYouMean(suggest(value!, choices))
      throw usage(`--${name} must be one of: ${choices.join(", ")}.`, hint)
    }
    const given = values.get(name) ?? []
    if (given.length > 0 && multiple !== true) throw usage(`--${name} was given twice.`)
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
      "A secret cannot be an argument: other users of the machine and the shell's history would see it.",
      "Pass the path of the client file, - for standard input, or env:NAME for a variable.",
    )
  }
  const meant = name.length < 2 ? undefined : suggest(name, known)
  const hint = meant === undefined ? undefined : didYouMean(`--${meant}`)
  if (/^[A-Za-z]$/.test(name)) return usage(`There is no option -${name}.`)
  return usage(/^[a-z][a-z-]{0,23}$/.test(name) ? `There is no option --${name}.` : "There is no such option.", hint)
}

function didYouMean(word: string | undefined): string | undefined {
  return word === undefined ? undefined : `Did you mean ${word}?`
}

function usage(message: string, hint?: string): CommandFailure {
  return new CommandFailure("usage", message, hint ?? "Run the command with --help to see its options.")
}
