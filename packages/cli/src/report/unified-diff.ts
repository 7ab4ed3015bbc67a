import { structuredPatch } from "diff"

/**
 * The difference between the existing and the generated file, as a unified diff of **masked** text.
 *
 * The existing file may contain anything, including a pasted secret: of its lines, only words of the new text are shown.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  const words = new Set(wordsOf(after))
  const { hunks } = structuredPatch(path, path, before.replaceAll("\r\n", "\n"), after, undefined, undefined, {
    context: 3,
  })
  const lines = hunks.flatMap(hunk => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines.map(line => (line.startsWith("-") ? `-${maskWords(line.slice(1), words)}` : line)),
  ])
  return [`--- ${path}`, `+++ ${path} (as generated)`, ...lines].join("\n")
}

function wordsOf(text: string): string[] {
  return text.split(/[\s"'`]+/)
}

function maskWords(line: string, known: ReadonlySet<string>): string {
  // However short: there may be quotes between every two characters of a secret.
  return line.replace(/[^\s"'`]+/g, word => (known.has(word) ? word : "•".repeat(Math.min(word.length, 12))))
}
