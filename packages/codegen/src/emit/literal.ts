/**
 * A text as a literal of JavaScript, TypeScript and JSON, in double quotes and printable ASCII.
 *
 * Nothing in it can end the literal, a comment or a `<script>`, turn the text around (bidi controls) or look like another
 * character.
 */
export function literal(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]|[<>]|\*\//g, escapeUnits)
}

/** A value as JSON of printable ASCII, indented. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(/[^\n -~]|[<>]|\*\//g, escapeUnits)}\n`
}

function escapeUnits(text: string): string {
  return Array.from(text.split(""), unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")
}
