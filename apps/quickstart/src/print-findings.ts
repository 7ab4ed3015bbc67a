import type { ClientSecrets, ClientSecretsError } from "@client-secrets/core"

/** What came of a place: the client, or why there is none. */
export type Finding = { readonly place: string } & (
  | { readonly client: ClientSecrets; readonly error?: undefined }
  | { readonly error: ClientSecretsError }
)

const width = 100
const headings = ["source", "type", "client id", "redirect URIs", "secret"]

/** A line for each finding, no wider than a terminal. */
export function printFindings(findings: readonly Finding[]): string {
  const lines = findings.map(({ place, ...finding }) => {
    if (finding.error) return [place, finding.error.code, "", "", ""]
    const { type, clientId, redirectUris, clientSecret } = finding.client
    // Nothing hides it here: this is how a secret prints.
    return [place, type, clientId, redirectUris.join(" "), `${clientSecret}`]
  })
  const widths = headings.map((heading, column) => Math.max(heading.length, ...lines.map(line => line[column]!.length)))
  widths[3] = Math.min(widths[3]!, 30)
  // The id is the longest, and least missed in its middle.
  const others = widths.reduce((sum, one, column) => (column === 2 ? sum : sum + one), headings.length - 1)
  widths[2] = Math.min(widths[2]!, width - others)
  const print = (cells: readonly string[]) =>
    cells
      .map((cell, column) => shorten(cell, widths[column]!).padEnd(widths[column]!))
      .join(" ")
      .trimEnd()
  return [print(headings), print(widths.map(one => "-".repeat(one))), ...lines.map(print)].join("\n")
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const end = Math.floor(length / 3)
  return `${text.slice(0, length - end - 1)}\u2026${text.slice(-end)}`
}
