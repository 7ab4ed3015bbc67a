/** The words of a value in lowercase: split at spaces, at `_ - . : /`, and before a capital after a lowercase letter. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z])(?=[A-Z])/g, "$1 ")
    .toLowerCase()
    .split(/[\s_.:/-]+/)
    .filter(word => word !== "")
}

/** The characters that words begin with, as they are and as capitals. */
export function initialsOf(words: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...words].flatMap(word => [word.charAt(0), word.charAt(0).toUpperCase()]))
}
