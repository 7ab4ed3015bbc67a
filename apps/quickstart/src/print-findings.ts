import type { ClientSecrets, ClientSecretsError } from "@client-secrets/core"

/** The result of loading from one place: the client, or the error. */
export type Finding = { readonly place: string } & (
  | { readonly client: ClientSecrets; readonly error?: undefined }
  | { readonly error: ClientSecretsError }
)

const headings = ["source", "type", "client id", "secret", "redirect URIs"]
const longestId = 20

/** A table with a line for each result. The redirect URIs come last and unabridged, one per line, since a truncated URI cannot be compared. */
export function printFindings(findings: readonly Finding[]): string {
  const rows = [headings, ...findings.flatMap(rowsOf)]
  const widths = headings.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  // The last column is not padded, and its rule is as long as its heading.
  widths[widths.length - 1] = headings.at(-1)!.length
  const rule = widths.map(width => "-".repeat(width))
  return [headings, rule, ...rows.slice(1)]
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

function rowsOf({ place, ...finding }: Finding): string[][] {
  if (finding.error) return [[place, finding.error.code, "", "", ""]]
  const { type, clientId, redirectUris, clientSecret } = finding.client
  // Nothing is hidden here: this is how a secret prints.
  const first = [place, type, shorten(clientId, longestId), `${clientSecret}`, redirectUris[0] ?? "(none)"]
  return [first, ...redirectUris.slice(1).map(uri => ["", "", "", "", uri])]
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const end = Math.floor(length / 3)
  return `${text.slice(0, length - end - 1)}\u2026${text.slice(-end)}`
}
