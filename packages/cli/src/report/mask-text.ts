import { clientSecretsMembers } from "@client-secrets/core"

/** Members that may be shown wherever they are: those of the format, its client types, and usual slips for one. */
const vocabulary: ReadonlySet<string> = new Set([
  ...clientSecretsMembers.map(({ name }) => name),
  ...[
    "web",
    "installed",
    "redirect_urls",
    "redirect_uri",
    "redirect_url",
    "auth_url",
    "token_url",
    "javascript_origin",
  ],
  ...["type", "private_key"],
])

/**
 * A copy of a JSON text, of the same length, that shows its structure and no value: every character of a value becomes
 * `•`, and so does each name of a member that is not a word of the format.
 *
 * The text need not be JSON: everything that is not certainly structure or such a name is masked.
 */
export function maskText(text: string): string {
  return text.replace(/"([a-z\d_]{1,32})"(?=\s*:)|[^\s{}[\],:"]+|["]/g, (token, name: string | undefined) => {
    if (name !== undefined && vocabulary.has(name)) return token
    return token === '"' ? token : mask(token)
  })
}

/** One bullet for each UTF-16 code unit, so that columns do not change. */
function mask(text: string): string {
  return text.replace(/[^"]/g, "•")
}
