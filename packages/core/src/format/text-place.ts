/** A place in a text: line and column from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Where each line of a text begins: a line ends with a line feed, or with a carriage return only. */
export function findLineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) starts.push(at + 1)
  }
  return starts
}

/** The place of an offset. */
export function placeAt(lineStarts: readonly number[], offset: number): Place {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (lineStarts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - lineStarts[low]! + 1 }
}

const lineFeed = 10
const carriageReturn = 13
