/**
 * A string without what a CI runner would execute as a command: `::` at the start of a line and `##[` anywhere (GitHub Actions),
 * `##vso[` anywhere (Azure Pipelines). Values and names of a foreign file may contain one.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll("##", "\\u{23}#").replace(/^([^\S\r\n\u2028\u2029]*):(?=:)/gm, "$1\\u{3a}")
}

/** The same for JSON, in which `#` only occurs within strings. */
export function jsonWithoutCommands(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll("##", "\\u0023#")
}
