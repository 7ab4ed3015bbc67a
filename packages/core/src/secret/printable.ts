/**
 * Makes foreign text safe to print: control characters, bidi controls and line separators are escaped, and at most 200
 * characters are kept.
 */
export function escapeText(text: string): string {
  const start = text.slice(0, 200)
  // Plain names come at every start of a program, where an engine would first have to learn the categories of Unicode.
  if (/^[ -~]*$/.test(start)) return start
  return start.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/**
 * An unknown member's name may itself be a secret: only the plainest shapes are printed (`client_id`, `clientId`,
 * `client-id`), and the position for others.
 */
export function printableName<Position>(name: string, position: Position): string | Position {
  return /^[a-z_]{0,13}[-A-Z]?[a-z_]{1,11}$/.test(name) ? name : position
}
