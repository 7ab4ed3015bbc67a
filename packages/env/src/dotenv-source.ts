import type { SourceDocument, SyncSource } from "@client-secrets/core"
import {
  decodeText,
  type FileWork,
  pathOf,
  printPath,
  readBoundedFile,
  runFileWork,
  runFileWorkSync,
  sourceFailure,
  untilAborted,
} from "@client-secrets/source-kit"
import { parse } from "dotenv"
import { checkFormOptions, type FormOptions, type FormSettings } from "./form-options.ts"
import { readForms } from "./read-forms.ts"
import { ownValue } from "./variables.ts"

/** Options of `dotenvSource`; `maxBytes` also bounds the `.env` file itself. */
export type DotenvSourceOptions = FormOptions

/**
 * Makes a source of a `.env` file: the variables that `envSource` reads, from the file instead.
 *
 * The file is parsed into an object of its own. `process.env` is neither read nor changed, no other `.env.*` file is
 * looked for, nothing is printed, and `$NAME` is not replaced. For both, in an order of your choice, use `firstOf`.
 *
 * @example
 * ```ts
 * const source = firstOf(envSource(), dotenvSource())
 * ```
 * @param path from the working directory at the time of the read, or a `file:` URL. Default `.env`
 * @throws {TypeError} for a path or an option that is not of its kind.
 */
export function dotenvSource(
  path: string | { readonly href: string } = ".env",
  options?: DotenvSourceOptions,
): SyncSource {
  const place = pathOf(path)
  const settings = checkFormOptions(options)
  return {
    name: `dotenv ${printPath(place)}`,
    read: async context => untilAborted(context?.signal, () => runFileWork(readDotenv(place, settings))),
    readSync: () => runFileWorkSync(readDotenv(place, settings)),
  }
}

function* readDotenv(path: string, settings: FormSettings): FileWork<SourceDocument | undefined> {
  const found = yield* readBoundedFile(path, settings.maxBytes)
  if (found === undefined) return undefined
  if (found === "directory") throw sourceFailure("unsupported", `${printPath(path)} is a directory.`)
  const variables = parse(decodeText(found.bytes))
  return yield* readForms(name => ownValue(variables, name), settings)
}
