/** The object in a JSON file of the project; undefined for anything else. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(withoutMark(text))
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A value as JSON, with the indentation, the line ends and the byte order mark of the original. */
export function jsonLike(text: string, value: unknown): string {
  const indent = /^[\t ]+(?=")/m.exec(text)?.[0] ?? "  "
  const json = `${JSON.stringify(value, undefined, indent)}${text.endsWith("\n") ? "\n" : ""}`
  const mark = text.slice(0, text.length - withoutMark(text).length)
  return mark + (text.includes("\r\n") ? json.replaceAll("\n", "\r\n") : json)
}

// Windows editors write it, and npm reads over it.
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text
}
