import type { Diagnostic } from "./diagnostic.ts"
import { createSecretFinder } from "./find-secret.ts"
import type { GeneratedFile } from "./model.ts"

/** Looks for each secret in each file, and in its path, but for files that are to hold one. */
export function checkLeaks(
  files: readonly GeneratedFile[],
  inputs: readonly { readonly label: string; readonly secret: string | undefined }[],
): readonly Diagnostic[] {
  const searched = inputs.flatMap(({ label, secret = "" }) => (secret.length < 8 ? [] : [{ label, secret }]))
  const find = createSecretFinder(searched.map(({ secret }) => secret))
  return files.flatMap(({ path, text, holdsSecret }, index): Diagnostic[] => {
    const inPath = find(path)
    const [match] = holdsSecret ? inPath : [...inPath, ...find(text)]
    if (match === undefined) return []
    // A path that holds it is not printed.
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
