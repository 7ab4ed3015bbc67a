import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import ts from "typescript"

const packages = join(import.meta.dirname, "../..")

export interface FoundExpression {
  /** `core/src/format/text-rules.ts /…/u` */
  readonly name: string
  readonly expression: RegExp
}

/** Every regular expression that is written as a literal in the sources of the packages. */
export function findExpressions(names: readonly string[]): readonly FoundExpression[] {
  const found = new Map<string, FoundExpression>()
  for (const name of names) {
    const folder = join(packages, name, "src")
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!entry.endsWith(".ts")) continue
      const path = join(folder, entry)
      const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest)
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf("/")
          const expression = new RegExp(node.text.slice(1, end), node.text.slice(end + 1))
          const label = `${relative(packages, path)} ${node.text}`
          found.set(label, { name: label, expression })
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
    }
  }
  return [...found.values()]
}

// What is repeated: characters and pairs that classes of the expressions share. What follows makes a match fail at its end.
const pieces = [
  " ",
  "\n",
  "\t",
  "a",
  "A",
  "0",
  "-",
  "_",
  ".",
  "/",
  "\\",
  "{",
  "}",
  "[",
  '"',
  "'",
  "=",
  ":",
  ",",
  "%",
  "#",
  "*",
  "$",
  "<",
  "é",
  "a ",
  "a.",
  "a-",
  "a/",
  " =",
  '\\"',
  "\r\n",
  "/*",
  "//",
  "%2",
  "A_",
  "0.",
  "a:",
  "::",
  '{"',
  "a=",
  "--",
  "'a",
  "client_",
  "https://",
]
const endings = ["\0", "!\n\0"]

function timeOf(expression: RegExp, text: string): number {
  expression.lastIndex = 0
  const started = process.hrtime.bigint()
  expression.test(text)
  return Number(process.hrtime.bigint() - started) / 1e6
}

const short = 4_000
const long = 16_000

/**
 * The texts on which an expression takes far more than four times as long for four times the length.
 *
 * Only what takes tens of milliseconds is looked at, and only if it does so three times: the machine may be busy.
 */
export function findGrowth({ expression }: FoundExpression): readonly string[] {
  const found: string[] = []
  for (const piece of pieces) {
    for (const ending of endings) {
      const grow = (length: number) => piece.repeat(Math.ceil(length / piece.length)) + ending
      const isSlow = () => {
        const time = timeOf(expression, grow(long))
        return time > 40 && time > 9 * Math.max(timeOf(expression, grow(short)), 0.01)
      }
      if (isSlow() && isSlow() && isSlow()) found.push(JSON.stringify(piece + ending))
    }
  }
  return found
}
