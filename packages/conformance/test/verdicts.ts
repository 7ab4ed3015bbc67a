import { readdirSync, readFileSync } from "node:fs"
import { type ClientSecretsIssue, safeParseClientSecrets } from "@client-secrets/core"
import index from "../corpus/index.json" with { type: "json" }
import { invented } from "./invented.ts"

const field = new URL("../corpus/field/", import.meta.url)

/** Core's result for every file of the corpus, every invented one and every one from people's reports, each in one line. */
export function verdictsOfAllFiles(): Readonly<Record<string, string>> {
  const files = [
    ...index.map(({ file }) => [`corpus: ${file}`, read(`../corpus/files/${file}`)] as const),
    ...invented.map(one => [`invented: ${one.name}`, one.make("EXAMPLE-NOT-A-REAL-SECRET")] as const),
    ...readdirSync(field)
      .filter(file => !file.endsWith(".txt"))
      .map(file => [`field: ${file}`, read(`../corpus/field/${file}`)] as const),
  ]
  return Object.fromEntries(files.map(([name, input]) => [name, verdictOf(input)]))
}

function read(path: string): Uint8Array {
  return readFileSync(new URL(path, import.meta.url))
}

function verdictOf(input: string | Uint8Array): string {
  const result = safeParseClientSecrets(input, { maxBytes: 2 ** 22 })
  const errors = result.success ? [] : codesOf(result.error.issues)
  const warnings = codesOf(result.warnings)
  const verdict = errors.length > 0 ? `refused: ${errors.join(", ")}` : "accepted"
  return warnings.length > 0 ? `${verdict}; warnings: ${warnings.join(", ")}` : verdict
}

function codesOf(issues: readonly ClientSecretsIssue[]): readonly string[] {
  return [...new Set(issues.map(({ code }) => code))].sort()
}
