import type { Secret } from "@client-secrets/core"
import type { Diagnostic } from "../diagnostic.ts"
import type { EmittedFile, GeneratedFile } from "../model/model.ts"
import { createSecretFinder, type SecretFinder, shortestSearched } from "../secret-search/find-secret.ts"

/** @throws {TypeError} for an invalid file of an emitter: one outside of the folder, or two with one name. */
export function checkFiles(files: readonly EmittedFile[]): void {
  const seen = new Set<string>()
  for (const { path, text } of files) {
    if (typeof path !== "string" || typeof text !== "string") {
      throw new TypeError("An emitter must return files { path, text }, both strings.")
    }
    const isBelow = path.split("/").every(part => part !== "" && part !== "." && part !== "..")
    if (!isBelow || /[\p{C}\\:]/u.test(path)) {
      throw new TypeError("An emitter's path must be relative, with slashes and without `..`.")
    }
    // Some file systems do not distinguish capital and small letters.
    if (seen.has(path.toLowerCase())) throw new TypeError("Two emitters return a file of the same name.")
    seen.add(path.toLowerCase())
  }
}

/** The part of an input that a search needs. */
interface SearchedInput {
  readonly label: string
  readonly secret: Secret | undefined
  /** The search for its secret, where it is the only input. */
  readonly find: SecretFinder | undefined
}

/** Searches each file and its path for each secret, except files that are meant to contain one. */
export function checkLeaks(files: readonly GeneratedFile[], inputs: readonly SearchedInput[]): readonly Diagnostic[] {
  const searched = inputs.flatMap(({ label, secret: holder }) => {
    const secret = holder?.reveal() ?? ""
    return secret.length < shortestSearched ? [] : [{ label, secret }]
  })
  const prepared = inputs.length === 1 ? inputs[0]!.find : undefined
  const find = prepared ?? createSecretFinder(searched.map(({ secret }) => secret))
  return files.flatMap(({ path, text, holdsSecret }, index): Diagnostic[] => {
    const inPath = find(path)
    const [match] = holdsSecret ? inPath : [...inPath, ...find(text)]
    if (match === undefined) return []
    // A path that contains it is not printed.
    const file = inPath.length > 0 ? `output ${index + 1}` : path
    return [
      {
        severity: "error",
        code: "secret_in_output",
        message: `The output ${file} holds the secret of ${searched[match.secret]!.label} (${match.encoding}).`,
        hint: "Nothing was generated. A public member holds it in this spelling: correct the file, and have it replaced.",
        file,
      },
    ]
  })
}
