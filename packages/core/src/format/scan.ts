import { printableName } from "../secret/printable.ts"

/** A place in a text: line and column from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number
  readonly column: number
}

type Path = readonly (string | number)[]

/** What the exact scanner finds in a text. */
export interface Scan {
  /** Where the text stops being JSON, and what would be instead. */
  readonly fault?: readonly [place: Place, wanted: string]
  /** Every member that stands again; a name in its path that may be a secret is `?`. */
  readonly duplicates: readonly (readonly [path: Path, place: Place])[]
  /** Where each value of the first four levels is, by its path joined with commas. */
  readonly places: ReadonlyMap<string, Place>
}

/** What is wanted where nesting goes too deep. */
export const lessDepth = "less depth"

// What may come next, as the first characters of it; 0 stands for numbers and words.
const value = '"{[0'
const end = "its end"

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
  let expected: string | readonly string[] = value
  let line = 1
  let lineStart = 0
  for (let at = 0; ; ) {
    const start = at
    const sign = text[at++]
    // A line break ends with its line feed, or is a carriage return alone.
    if (sign === "\n" || (sign === "\r" && text[at] !== "\n")) {
      line++
      lineStart = at
    }
    if (sign && " \t\n\r".includes(sign)) continue
    const place: Place = { line, column: at - lineStart }
    const stop = (wanted: string): Scan => ({ fault: [place, wanted], duplicates, places })
    const path = (): Path => frames.map(([, segment]) => segment)
    const frame = frames.at(-1)!
    const isValue = expected.length > 3
    if (isValue && frames.length < 4) places.set(`${path()}`, place)
    const kind = sign && !'"{[]}:,'.includes(sign) ? "0" : (sign ?? end)
    if (!expected.includes(kind)) return stop([...expected].join(" or "))
    if (!sign) return { duplicates, places }
    if (sign === ":") expected = value
    else if (sign === ",") {
      if (typeof frame[1] === "number") frame[1]++
      expected = frame[0] ? '"' : value
    } else if (sign === "{" || sign === "[") {
      if (frames.length > 511) return stop(lessDepth)
      frames.push(sign === "{" ? [new Set(), ""] : [undefined, 0])
      expected = sign === "{" ? '"}' : `${value}]`
    } else {
      if (sign === "}" || sign === "]") frames.pop()
      else {
        const ending = sign === '"' ? /"/ : /[\s{}[\],:"]/
        while (at < text.length && !ending.test(text[at]!)) at += text[at] === "\\" ? 2 : 1
        if (sign === '"') at++
        try {
          const token = JSON.parse(text.slice(start, at))
          if (!isValue) {
            // All paths in here are printable, whatever the text holds.
            frame[1] = printableName(token, "?")
            if (frame[0]!.has(token)) duplicates.push([path(), place])
            frame[0]!.add(token)
          }
        } catch {
          return stop("another value")
        }
      }
      const parent = frames.at(-1)
      if (sign === '"' && !isValue) expected = ":"
      else if (parent) expected = parent[0] ? ",}" : ",]"
      else expected = [end]
    }
  }
}
