/** Where the secret is at run time. */
export type SecretReference =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "aws"; readonly id: string }
  /** The program needs none, as a public client: there is no server module then. */
  | { readonly kind: "none" }

const hint = 'A secret is given by reference: "env:NAME", "file:path", "aws:id" or "none".'

// What bundlers put into the code of the browser.
const publicPrefix =
  /^(?:VITE_|NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_|REACT_APP_|EXPO_PUBLIC_|GATSBY_|VUE_APP_|NG_APP_|BUN_PUBLIC_)/

/**
 * Reads `env:NAME`, `file:path`, `aws:id` or `none`.
 *
 * @throws {TypeError} for anything else. Its message does not repeat the text, which may be a secret.
 */
export function parseSecretReference(text: string): SecretReference {
  if (text === "none") return { kind: "none" }
  const [, kind, value = ""] = /^(env|file|aws):(.+)$/s.exec(text) ?? []
  if (kind === undefined || value.length > 2_048 || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) throw new TypeError(hint)
  if (kind === "file") return { kind, path: value }
  if (kind === "aws") return { kind, id: value }
  if (!/^[A-Z_][A-Z\d_]{0,127}$/.test(value)) throw new TypeError(`${hint} A variable's name is in capitals.`)
  if (publicPrefix.test(value)) {
    throw new TypeError(
      "The variable's prefix makes bundlers put it into the browser's code: a secret cannot be there.",
    )
  }
  return { kind: "env", name: value }
}
