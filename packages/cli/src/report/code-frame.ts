import { maskText } from "./mask-text.ts"

const width = 72

/** A position in a document, and what may be shown of it. */
export interface FramePlace {
  readonly line: number
  readonly column: number
  /** The name of the member at that place, where it may be printed: a wrong name is shown and underlined. */
  readonly name: string | undefined
}

/**
 * The line of a problem with the lines before and after it, of a masked copy of the text, and carets below the position.
 *
 * A file as Google's console writes it is one long line: only the part around the column is shown.
 */
export function codeFrame(text: string, { line, column, name }: FramePlace): string | undefined {
  const breaks = lineStarts(text)
  if (line < 1 || line > breaks.length) return undefined
  const offset = breaks[line - 1]! + column - 1
  const token = name === undefined ? "" : JSON.stringify(name)
  const isNamed = token !== "" && text.startsWith(token, offset)
  const masked = maskText(text)
  const shownText = isNamed ? masked.slice(0, offset) + token + masked.slice(offset + token.length) : masked
  const lines = shownText.split(/\r\n|\r|\n/)
  // The text after the last line break is not a line.
  if (lines.length > 1 && lines.at(-1) === "" && line < lines.length) lines.pop()
  const start = Math.max(0, Math.min(column - 1 - width / 2, (lines[line - 1]?.length ?? 0) - width))
  const first = Math.max(1, line - 1)
  const last = Math.min(lines.length, line + 1)
  const digits = String(last).length
  const carets = "^".repeat(isNamed ? Math.min(token.length, width) : 1)
  const shown: string[] = []
  for (let number = first; number <= last; number++) {
    const part = Array.from(lines[number - 1]!.slice(start, start + width), visible).join("")
    shown.push(`${number === line ? ">" : " "} ${String(number).padStart(digits)} | ${part}`.trimEnd())
    if (number === line) shown.push(`  ${" ".repeat(digits)} | ${" ".repeat(Math.max(0, column - 1 - start))}${carets}`)
  }
  return shown.join("\n")
}

/** Where each line begins. */
function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: sign }) => index + sign.length)]
}

// White space of any kind is left by the mask: a terminal gets spaces.
function visible(character: string): string {
  return /[\p{C}\p{Z}]/u.test(character) ? " " : character
}
