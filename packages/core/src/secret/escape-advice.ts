/** Longer advice is more likely a mistake: a message of thousands of characters is one that no log takes. */
const longest = 4_000

/**
 * Makes a source's advice safe to print, without cutting it: it may be a command or a list of flags, of which a part would
 * say something else. Control characters, bidi controls and line separators are escaped.
 */
export function escapeAdvice(text: string): string {
  const start = text.length > longest ? `${text.slice(0, longest)}… (cut here)` : text
  if (/^[ -~]*$/.test(start)) return start
  return start.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}
