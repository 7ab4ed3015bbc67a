/**
 * The first name that an object of a JSON text has twice; `undefined` if none does.
 *
 * @param text what JSON.parse has accepted
 * @param field where the file is: objects in the other fields of the outermost object are other programs'
 */
export function repeatedNameIn(text: string, field: string | undefined): string | undefined {
  /** The names of each open object so far; of a list, none. */
  const open: Set<string>[] = []
  let lastString = ""
  let outermostName = ""
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === "{" || character === "[") open.push(new Set())
    if (character === "}" || character === "]") open.pop()
    if (character === '"') {
      const start = index
      index = endOfString(text, start)
      lastString = text.slice(start, index + 1)
    }
    // A string before a colon is a name. It is compared as it is read: `\u0061` and `a` are one.
    if (character === ":") {
      const name = JSON.parse(lastString) as string
      const names = open.at(-1)!
      if (open.length === 1) outermostName = name
      const isOurs = open.length === 1 || field === undefined || outermostName === field
      if (isOurs && names.has(name)) return name
      names.add(name)
    }
  }
  return undefined
}

/** Where the quote is that closes the string. */
function endOfString(text: string, start: number): number {
  let index = start + 1
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1
  return index
}
