// A separate entry, without `node:`: oauth has it built in.

/** What the name of a program must be, as the end of a sentence. */
export const appNameRule =
  "the name of your program: at most 64 letters, digits, hyphens, dots and underscores, and no dot at either end"

/**
 * Whether a value can be the name of a program. It becomes the name of a folder on every system: no path that leads
 * elsewhere, no hidden folder, and on Windows no dot at the end.
 */
export function isAppName(app: unknown): app is string {
  return typeof app === "string" && /^[\w@][\w.@-]{0,63}$/.test(app) && !app.endsWith(".")
}
