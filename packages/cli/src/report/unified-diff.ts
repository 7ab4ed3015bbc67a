const context = 3
const longest = 4_000

interface Line {
  readonly sign: " " | "-" | "+"
  readonly text: string
}

/**
 * What differs between a file as it is and as it would be generated, as a unified diff of **masked** text.
 *
 * The file as it is may hold anything, a pasted secret too: of its lines only the words that the new text has are shown.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  const old = before.replaceAll("\r\n", "\n")
  const words = new Set(wordsOf(after))
  const lines = compareLines(old.split("\n"), after.split("\n"))
  const shown = lines.map(({ sign, text }) => `${sign}${sign === "-" ? maskWords(text, words) : text}`)
  const output = [`--- ${path}`, `+++ ${path} (as generated)`]
  let oldNumber = 1
  let newNumber = 1
  for (let index = 0; index < lines.length; ) {
    if (lines[index]!.sign === " ") {
      oldNumber++
      newNumber++
      index++
      continue
    }
    const start = Math.max(0, index - context)
    let end = index
    for (let quiet = 0; end < lines.length && quiet <= context * 2; end++) {
      quiet = lines[end]!.sign === " " ? quiet + 1 : 0
    }
    while (end > index && lines[end - 1]!.sign === " ") end--
    end = Math.min(lines.length, end + context)
    const hunk = lines.slice(start, end)
    const lead = index - start
    const olds = hunk.filter(({ sign }) => sign !== "+").length
    const news = hunk.filter(({ sign }) => sign !== "-").length
    output.push(`@@ -${oldNumber - lead},${olds} +${newNumber - lead},${news} @@`, ...shown.slice(start, end))
    oldNumber += olds - lead
    newNumber += news - lead
    index = end
  }
  return output.join("\n")
}

function wordsOf(text: string): string[] {
  return text.split(/[\s"'`]+/)
}

function maskWords(line: string, known: ReadonlySet<string>): string {
  // However short: quotes may stand between every two characters of a secret.
  return line.replace(/[^\s"'`]+/g, word => (known.has(word) ? word : "•".repeat(Math.min(word.length, 12))))
}

/** The shortest way from one list of lines to another, by their longest common subsequence. */
function compareLines(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let oldEnd = before.length
  let newEnd = after.length
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--
    newEnd--
  }
  const same = (text: string): Line => ({ sign: " ", text })
  return [
    ...after.slice(0, start).map(same),
    ...compareMiddle(before.slice(start, oldEnd), after.slice(start, newEnd)),
    ...after.slice(newEnd).map(same),
  ]
}

function compareMiddle(before: readonly string[], after: readonly string[]): Line[] {
  const removed = (text: string): Line => ({ sign: "-", text })
  const added = (text: string): Line => ({ sign: "+", text })
  // Its table grows with the product of both: such files have changed altogether.
  if (before.length * after.length > longest ** 2) return [...before.map(removed), ...after.map(added)]
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        before[row] === after[column]
          ? lengths[(row + 1) * width + column + 1]! + 1
          : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!)
    }
  }
  const lines: Line[] = []
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      lines.push({ sign: " ", text: after[column]! })
      row++
      column++
    } else if (
      column === after.length ||
      (row < before.length && lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!)
    ) {
      lines.push(removed(before[row++]!))
    } else {
      lines.push(added(after[column++]!))
    }
  }
  return lines
}
