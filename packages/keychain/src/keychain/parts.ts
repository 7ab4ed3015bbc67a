/** Begins the entry of a value that is kept in parts. */
const mark = "client-secrets:parts:"

/** Where the parts of a value are. */
export interface Parts {
  /** Tells the parts of one write from those of another. */
  readonly generation: string
  readonly count: number
}

/** The entry that names the parts. */
export function formatParts({ generation, count }: Parts): string {
  return `${mark}${generation}:${count}`
}

/** The parts that an entry names; `undefined` for a value that is whole. */
export function parseParts(entry: string): Parts | undefined {
  if (!entry.startsWith(mark)) return undefined
  const [generation = "", digits = ""] = entry.slice(mark.length).split(":")
  const count = Number(digits)
  return Number.isInteger(count) && count > 0 && count <= 1_000 ? { generation, count } : undefined
}

/** The accounts under which the parts are kept, in order. */
export function partAccounts(account: string, { generation, count }: Parts): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${account} (part ${generation}.${index + 1})`)
}

/** Whether a value is kept in parts. One that looks like the entry that names parts is, whatever its length. */
export function needsParts(value: string, maxLength: number): boolean {
  return value.length > maxLength || value.startsWith(mark)
}

/** Splits a value into pieces of at most this many UTF-16 units, 2 or more; no pair of surrogates is torn apart. */
export function splitValue(value: string, maxLength: number): readonly string[] {
  const pieces: string[] = []
  for (let start = 0; start < value.length; ) {
    let end = Math.min(start + maxLength, value.length)
    if (end < value.length && isHighSurrogate(value.charCodeAt(end - 1))) end--
    pieces.push(value.slice(start, end))
    start = end
  }
  return pieces
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
