import type { SyncSource } from "@client-secrets/core"
import {
  describeType,
  type FileWork,
  ownOptions,
  ownProperty,
  pathOf,
  printPath,
  readBoundedFile,
  refusal,
  sourceFailure,
} from "@client-secrets/source-kit"
import { parse as parseByDotenv } from "dotenv"
import { decodeDotenv } from "./decode-dotenv.ts"
import { explainAbsence } from "./explain-absence.ts"
import { checkFormOptions, type FormOptions, type FormSettings, wrongOption } from "./form-options.ts"
import { type Hidden, hide, reveal } from "./hidden.ts"
import { type ReadResult, readForms, wantsOf } from "./read-forms.ts"
import { sourceOfVariables } from "./source-of-variables.ts"

/** Parses the text of a `.env` file into variables, like `parse` of dotenv and of dotenvx, and Node's `util.parseEnv`. */
export type ParseDotenv = (text: string) => object

/** Options of `dotenvSource`; `maxBytes` also limits the `.env` file itself. */
export interface DotenvSourceOptions extends FormOptions {
  /**
   * The parser: another one than that of dotenv, such as `parse` of `@dotenvx/dotenvx`, which decrypts, or `parseEnv` of
   * `node:util`. An error that it throws becomes `invalid`, without its message.
   * @default that of dotenv 18
   */
  readonly parse?: ParseDotenv | undefined
}

/**
 * Makes a source that reads a client from a `.env` file: the same variables as `envSource`, from the file instead.
 *
 * The file is parsed into a separate object. `process.env` is neither read nor changed, no other `.env.*` file is read, nothing
 * is printed, and dotenv's parser does not replace `$NAME`. To use both the file and the environment, in the order that you
 * choose, use `firstOf`.
 *
 * Reading throws as with `envSource`, and `invalid` for a file that is not text, or with more than 200 blank characters in a
 * row: the time that dotenv takes grows with the square of their number.
 *
 * @example
 * ```ts
 * const source = firstOf(envSource(), dotenvSource())
 * ```
 * @param path relative to the working directory at the time of the read, or a `file:` URL. Default `.env`
 * @throws {TypeError} for a path or an option of the wrong type
 */
export function dotenvSource(path?: string | { readonly href: string }, options?: DotenvSourceOptions): SyncSource {
  try {
    return makeSource(path, options)
  } catch (thrown) {
    // Each may hold a secret: see refusal().
    path = undefined as never
    options = undefined as never
    throw refusal(thrown)
  }
}

function makeSource(path: string | { readonly href: string } = ".env", options?: DotenvSourceOptions): SyncSource {
  const place = pathOf(path)
  const settings = checkFormOptions(options)
  const parse = ownOptions(options).parse ?? parseByDotenv
  if (typeof parse !== "function") throw wrongOption("parse", "a function", parse)
  const file = printPath(place)
  let present: readonly string[] | undefined
  return sourceOfVariables(
    `dotenv ${file}`,
    function* (context): FileWork<ReadResult> {
      present = undefined
      const variables = yield* readVariables(place, parse, settings)
      if (variables === undefined || variables instanceof Error) return variables
      present = Object.keys(reveal(variables))
      return yield* readForms(name => ownProperty(reveal(variables), name), settings, context)
    },
    context => {
      const absence = explainAbsence({ present: present ?? [], settings, wants: wantsOf(context), file })
      return present === undefined ? { ...absence, place: file, state: "does not exist" } : absence
    },
  )
}

function* readVariables(
  path: string,
  parse: ParseDotenv,
  { maxBytes }: FormSettings,
): FileWork<Hidden<object> | undefined | Error> {
  const found = yield* readBoundedFile(path, maxBytes)
  if (found === undefined) return undefined
  const name = printPath(path)
  if (found === "directory") return sourceFailure("unsupported", `${name} is a folder.`)
  const text = decodeDotenv(found.bytes)
  if (typeof text !== "string") return sourceFailure("invalid", `${name} ${text.fault}`)
  try {
    const variables = parse(text)
    if (typeof variables === "object" && variables !== null) return hide(variables)
    return sourceFailure(
      "invalid",
      `The function in the option parse must return an object; it returned ${describeType(variables)}.`,
    )
  } catch {
    // Its message may quote the file.
    return sourceFailure("invalid", `The function in the option parse could not parse ${name}.`)
  }
}
