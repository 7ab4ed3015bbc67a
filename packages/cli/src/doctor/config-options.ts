/** The strings that a configuration sets an option to. */
export interface OptionValues {
  readonly values: readonly string[]
  /** False where it also sets the option in a way that only running it would tell. */
  readonly isCertain: boolean
}

// More than a name and a comment behind it take.
const mostRead = 300

/**
 * The values of an option in the text of a configuration, which is never run: `name: "value"`, `["name"]: "value"`,
 * `config.name = "value"`. An object is another option of that name, such as Nuxt's `runtimeConfig.public`.
 */
export function optionValues(config: string, name: string): OptionValues {
  const values: string[] = []
  let isCertain = true
  for (const at of placesOf(config, name)) {
    const value = valueAt(config, at, name.length)
    if (value === undefined) continue
    if (typeof value === "string") values.push(value)
    else isCertain = isCertain && value.isNone
  }
  return { values, isCertain }
}

/** Where a name is a word of its own. */
function* placesOf(config: string, name: string): Generator<number, void, void> {
  for (let at = config.indexOf(name); at !== -1; at = config.indexOf(name, at + name.length)) {
    if (!isInWord(config[at - 1]) && !isInWord(config[at + name.length])) yield at
  }
}

function isInWord(character: string | undefined): boolean {
  return character !== undefined && /[\w$-]/.test(character)
}

/** The value that is set; `isNone` tells whether it is known to be no folder. Undefined where nothing is set. */
function valueAt(config: string, at: number, length: number): string | { readonly isNone: boolean } | undefined {
  const before = config[at - 1]
  let after = config.slice(at + length, at + length + mostRead)
  const isQuoted = before !== undefined && `"'\``.includes(before) && after.startsWith(before)
  if (isQuoted) after = after.slice(1)
  after = withoutSpace(after)
  if (isQuoted && after.startsWith("]")) after = withoutSpace(after.slice(1))
  const isAssigned = after.startsWith("=") && after[1] !== "=" && after[1] !== ">"
  if (after.startsWith(":") || isAssigned) return readValue(withoutSpace(after.slice(1)))
  // `{ publicDir }`: the value is that of a variable.
  const isShorthand =
    !isQuoted && [",", "}"].includes(after[0] ?? "") && endsList(config.slice(Math.max(0, at - mostRead), at))
  return isShorthand ? { isNone: false } : undefined
}

function endsList(before: string): boolean {
  return ["{", ","].includes(before.trimEnd().at(-1) ?? "")
}

// The folder of the configuration itself.
const ownFolders = ["__dirname", "import.meta.dirname", "process.cwd()"]

function readValue(text: string): string | { readonly isNone: boolean } | undefined {
  if (text.startsWith("{")) return undefined
  const known = ["false", ...ownFolders].find(word => text.startsWith(word) && isEnd(text.slice(word.length)))
  if (known !== undefined) return { isNone: true }
  const quote = text[0] ?? ""
  const end = `"'\``.includes(quote) ? text.indexOf(quote, 1) : -1
  const value = text.slice(1, Math.max(end, 1))
  const isPlain = end > 0 && !value.includes("\\") && !value.includes("${") && isEnd(text.slice(end + 1))
  return isPlain ? value : { isNone: false }
}

/** Whether a value ends here: `"a" + b` is another value than `"a"`. */
function isEnd(text: string): boolean {
  const rest = withoutSpace(text)
  return rest === "" || ",}]);".includes(rest[0]!) || /^[\w$]/.test(rest)
}

/** The code from its first character that is neither space nor in a comment. */
function withoutSpace(text: string): string {
  const rest = text.trimStart()
  const end = rest.startsWith("//") ? rest.indexOf("\n") : rest.startsWith("/*") ? rest.indexOf("*/") + 1 : -1
  return end > 0 ? withoutSpace(rest.slice(end + 1)) : rest
}
