import type { Goal, Result } from "./benchmark.ts"
import { count } from "./formats.ts"

/** The table of a result, as lines for a terminal of 100 columns. */
export function printTable(title: string, { columns, rows, notes, goals = [] }: Result): string {
  const cells = cellsOf({ columns, rows })
  const labelWidth = Math.max(title.length, ...rows.map(row => row.label.length))
  const widths = columns.map((column, index) => Math.max(column.title.length, ...cells.map(row => row[index]!.length)))
  const line = (label: string, row: readonly string[]) =>
    `${label.padEnd(labelWidth)}  ${row.map((cell, index) => cell.padStart(widths[index]!)).join("  ")}`.trimEnd()
  return [
    line(
      title,
      columns.map(column => column.title),
    ),
    "-".repeat(
      line(
        "",
        widths.map(width => "-".repeat(width)),
      ).length,
    ),
    ...rows.map((row, index) => line(row.label, cells[index]!)),
    ...notes.flatMap(note => fold(note, 96)).map(text => `  ${text}`),
    ...goals.map(goal => `  ${printGoal(goal)}`),
  ].join("\n")
}

/** The same in Markdown. */
export function printMarkdown(title: string, { columns, rows, notes }: Result): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  return [
    line([title, ...columns.map(column => column.title)]),
    line(["---", ...columns.map(() => "---:")]),
    ...cellsOf({ columns, rows }).map((cells, index) => line([rows[index]!.label, ...cells])),
    "",
    ...notes,
  ].join("\n")
}

function cellsOf({ columns, rows }: Pick<Result, "columns" | "rows">): string[][] {
  return rows.map(({ figures }) =>
    columns.map(({ format }, index) => {
      const figure = figures[index]
      return figure === undefined ? "–" : format(figure)
    }),
  )
}

function printGoal({ promise, figure, isReached }: Goal): string {
  return `${isReached ? "reached" : "NOT REACHED"}: ${promise} (${figure < 100 ? figure.toPrecision(3) : count(figure)})`
}

function fold(text: string, width: number): string[] {
  const lines = [""]
  for (const word of text.split(" ")) {
    if (lines.at(-1)!.length + word.length >= width) lines.push("")
    lines.push(`${lines.pop()!} ${word}`.trimStart())
  }
  return lines
}
