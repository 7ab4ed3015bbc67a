import { maskText } from "./mask-text.ts"

const width = 76

/**
 * The line of a problem with one before and after it, of a masked copy of the text, and a caret below the column.
 *
 * A file as the console gives it is one long line: only what stands around the column is shown.
 */
export function codeFrame(text: string, line: number, column: number): string | undefined {
  const lines = maskText(text).split(/\r\n|\r|\n/)
  if (line < 1 || line > lines.length) return undefined
  // What follows the last line break is no line.
  if (lines.length > 1 && lines.at(-1) === "" && line < lines.length) lines.pop()
  const start = Math.max(0, Math.min(column - 1 - width / 2, (lines[line - 1]?.length ?? 0) - width))
  const first = Math.max(1, line - 1)
  const last = Math.min(lines.length, line + 1)
  const digits = String(last).length
  const shown: string[] = []
  for (let number = first; number <= last; number++) {
    const part = Array.from(lines[number - 1]!.slice(start, start + width), visible).join("")
    shown.push(`${number === line ? ">" : " "} ${String(number).padStart(digits)} | ${part}`.trimEnd())
    if (number === line) shown.push(`  ${" ".repeat(digits)} | ${" ".repeat(Math.max(0, column - 1 - start))}^`)
  }
  return shown.join("\n")
}

// White space of any kind is left by the mask: a terminal gets spaces.
function visible(character: string): string {
  return /[\p{C}\p{Z}]/u.test(character) ? " " : character
}
