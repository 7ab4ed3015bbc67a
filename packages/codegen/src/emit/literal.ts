import { bracketed } from "./layout.ts"

/**
 * A string as a literal of JavaScript, TypeScript and JSON, in double quotes and printable ASCII.
 *
 * Nothing in it can end the literal, a comment or a `<script>`, turn the text around (bidi controls) or look like another
 * character.
 */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]|[<>]|\*\//g, escapeUnits)
}

/** A value as JSON of printable ASCII, laid out as Prettier does: a list is on one line if it fits there. */
export function jsonText(value: unknown): string {
  return `${jsonValue(value, "", "", "")}\n`
}

function jsonValue(value: unknown, indent: string, before: string, after: string): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const isFlat = value.every(item => typeof item !== "object")
    if (isFlat)
      return bracketed(["[", "]"], value.map(literalValue), { before, after, indent }).replace(/,\n(?=\s*\])/, "\n")
    return `${before}[\n${value.map(item => jsonValue(item, inner, inner, "")).join(",\n")}\n${indent}]${after}`
  }
  if (typeof value !== "object" || value === null) return `${before}${literalValue(value)}${after}`
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  if (entries.length === 0) return `${before}{}${after}`
  const members = entries.map(([name, member], index) => {
    return jsonValue(member, inner, `${inner}${literal(name)}: `, index < entries.length - 1 ? "," : "")
  })
  return `${before}{\n${members.join("\n")}\n${indent}}${after}`
}

function literalValue(value: unknown): string {
  return typeof value === "string" ? literal(value) : JSON.stringify(value)
}

function escapeUnits(text: string): string {
  return Array.from(text.split(""), unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")
}
