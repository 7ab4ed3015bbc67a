import { escapeControls } from "./printable.ts"

/** Longer advice is more likely a mistake: logs do not accept a message of thousands of characters. */
const longest = 4_000

/**
 * Makes a source's advice safe to print, without cutting it: it may be a command or a list of flags, of which a part would
 * say something else. Control characters, bidi controls and line separators are escaped.
 */
export function escapeAdvice(text: string): string {
  return escapeControls(text.length > longest ? `${text.slice(0, longest)}… (cut here)` : text)
}
