/** A place in a text: line and column from 1, the column in UTF-16 code units. */
export type Place = readonly [line: number, column: number]

type Path = readonly (string | number)[]

/** What the exact scanner finds in a text. */
export interface Scan {
  /** Where the text stops being JSON, and what would be instead. */
  readonly fault?: readonly [place: Place, wanted: string]
  /** Every member that stands again. */
  readonly duplicates: readonly (readonly [path: Path, place: Place])[]
  /** Where each value of the first four levels is, by its path joined with `\0`. */
  readonly places: ReadonlyMap<string, Place>
}

/** What is wanted where nesting goes too deep. */
export const lessDepth = "less depth"

// What may come next, as the first characters of it; 0 stands for numbers and words.
const value = '"{[0'
const valueOrEnd = '"{[0]'
const name = '"'
const nameOrEnd = '"}'
const colon = ":"
const afterMember = ",}"
const afterElement = ",]"
const nothing = ""

/**
 * Reads a text as RFC 8259 JSON, for the places and duplicates that `JSON.parse` does not tell.
 *
 * One loop over a stack of its own: no depth of nesting ends it, and its time is linear. It gives no values.
 */
export function scan(text: string): Scan {
  // The objects and arrays that are being read: the names met in an object, and where in it we are.
  const frames: [names: Set<unknown> | undefined, segment: string | number][] = []
  const duplicates: [Path, Place][] = []
  const places = new Map<string, Place>()
  let expected = value
  let line = 1
  let lineStart = 0
  for (let at = 0; ; ) {
    for (; /[ \t\n\r]/.test(text[at] ?? ""); at++) {
      // A line break ends with its line feed, or is a carriage return alone.
      if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) {
        line++
        lineStart = at + 1
      }
    }
    const start = at
    const sign = text[at++]
    const place: Place = [line, start - lineStart + 1]
    const frame = frames.at(-1)!
    const path = (): Path => frames.map(([, segment]) => segment)
    const isValue = expected.length > 3
    if (isValue && frames.length < 4) places.set(path().join("\0"), place)
    if (!sign && !expected) return { duplicates, places }
    let wanted = ""
    if (!sign || !expected.includes('"{[]}:,'.includes(sign) ? sign : "0"))
      wanted = [...expected].join(" or ") || "its end"
    else if (sign === ":") expected = value
    else if (sign === ",") {
      if (typeof frame[1] === "number") frame[1]++
      expected = frame[0] ? name : value
    } else if (sign === "{" || sign === "[") {
      if (frames.length > 511) wanted = lessDepth
      frames.push(sign === "{" ? [new Set(), ""] : [undefined, 0])
      expected = sign === "{" ? nameOrEnd : valueOrEnd
    } else {
      if (sign === "}" || sign === "]") frames.pop()
      else {
        at = endOfToken(text, start)
        try {
          const token = JSON.parse(text.slice(start, at))
          if (!isValue) {
            frame[1] = token
            if (frame[0]!.has(token)) duplicates.push([path(), place])
            frame[0]!.add(token)
          }
        } catch {
          wanted = "another value"
        }
      }
      const parent = frames.at(-1)
      expected = sign === '"' && !isValue ? colon : !parent ? nothing : parent[0] ? afterMember : afterElement
    }
    if (wanted) return { fault: [place, wanted], duplicates, places }
  }
}

function endOfToken(text: string, start: number): number {
  let at = start + 1
  if (text[start] === '"') {
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1
    return at + 1
  }
  while (/[^\s{}[\],:"]/.test(text[at] ?? " ")) at++
  return at
}
