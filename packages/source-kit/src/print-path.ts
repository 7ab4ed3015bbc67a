// Whatever could be a document, a value or a terminal's control sequence instead of a path; or an address, whose query may
// hold a token.
const unprintable = /[\0-\x1f\x7f{}"'`]|^(?!file:)\w[\w+.-]+:\/\//

// A known beginning, or a long run of letters and digits that no folder's name is likely to be.
const secretShape = /GOCSPX|eyJ[\w-]{10}|(?=[A-Za-z]*\d|[a-z]*[A-Z]+[a-z]|[A-Z]*[a-z]+[A-Z])[A-Za-z0-9]{20}/

/**
 * A path as a message may hold it: parts that have the shape of a secret stand as `…`, and what is hardly a path
 * (long, with braces, quotes or control characters: a document given in its place) is not printed at all.
 */
export function printPath(path: string): string {
  // Beyond ASCII the categories of Unicode decide: apart, since an engine takes a while to learn them at each start.
  const isDoubtful = unprintable.test(path) || (/[^\0-\x7f]/.test(path) && /[\p{C}\p{Zl}\p{Zp}]/u.test(path))
  if (path.length > 1024 || isDoubtful) return "(a path that is not printed)"
  if (!secretShape.test(path)) return path
  return path
    .split(/([\\/])/)
    .map(part => (secretShape.test(part) ? "…" : part))
    .join("")
}
