// Generated code is laid out as Prettier's defaults do it, so that no formatter changes it: at most 80 columns, two spaces.
const width = 80

/** Lines of a file, which ends with one line break. */
export function lines(...parts: readonly string[]): string {
  return `${parts.join("\n").trimEnd()}\n`
}

/**
 * A statement with a mark that prevents Prettier from formatting it differently: with a line that is too long, or
 * with double quotes in a string.
 */
export function statement(text: string): string {
  const isUsual = text.split("\n").every(line => line.length <= width) && !text.includes('\\"')
  return isUsual ? text : `// prettier-ignore\n${text}`
}

/** A list in brackets: on one line if it fits after what precedes it, otherwise with an item on each line. */
export function bracketed(
  [open, close]: readonly [open: string, close: string],
  items: readonly string[],
  around: { readonly before: string; readonly after: string; readonly indent: string },
): string {
  const { before, after, indent } = around
  const padding = open.endsWith("{") && items.length > 0 ? " " : ""
  const flat = `${open}${padding}${items.join(", ")}${padding}${close}`
  if (items.length === 0 || before.length + flat.length + after.length <= width) return `${before}${flat}${after}`
  return `${before}${open}\n${items.map(item => `${indent}  ${item},\n`).join("")}${indent}${close}${after}`
}

/** A call of a function, or an expression that is written as it is. */
export type Expression = string | { readonly call: string; readonly arguments: readonly Expression[] }

/** An expression: on one line if it fits, otherwise with each argument on a line. */
export function layOut(expression: Expression, indent: string, before: string, after: string): string {
  const flat = flatten(expression)
  if (typeof expression === "string" || before.length + flat.length + after.length <= width) {
    return `${before}${flat}${after}`
  }
  const inner = `${indent}  `
  const parts = expression.arguments.map(argument => `${layOut(argument, inner, inner, ",")}\n`)
  return `${before}${expression.call}(\n${parts.join("")}${indent})${after}`
}

function flatten(expression: Expression): string {
  if (typeof expression === "string") return expression
  return `${expression.call}(${expression.arguments.map(flatten).join(", ")})`
}

/** An assignment: its value goes to a separate line if it does not fit. */
export function assigned(before: string, value: string, after: string, indent = ""): string {
  const isLong = before.length + 1 + value.length + after.length > width
  return isLong ? `${before}\n${indent}  ${value}${after}` : `${before} ${value}${after}`
}
