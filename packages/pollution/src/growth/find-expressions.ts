import ts from "typescript"
import type { SourceFile } from "../sources.ts"

/** A regular expression in a source. */
export interface FoundExpression {
  /** `core/src/format/text-rules.ts /…/u` */
  readonly name: string
  readonly expression: RegExp
}

/** A place where a program builds an expression from strings: `new RegExp(…)`, or `text.match("…")`. */
export interface MadeExpression {
  /** `env/src/decode-dotenv.ts new RegExp(`…`)` */
  readonly name: string
}

export interface FoundExpressions {
  readonly literals: readonly FoundExpression[]
  readonly made: readonly MadeExpression[]
}

/** Every regular expression in the sources: literals can be tried, expressions built at run time are only listed. */
export function findExpressions(sources: readonly SourceFile[]): FoundExpressions {
  const literals = new Map<string, FoundExpression>()
  const made: MadeExpression[] = []
  for (const { path, text } of sources) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
    const constants = stringConstants(source)
    const add = (name: string, pattern: string, flags: string) =>
      literals.set(name, { name, expression: new RegExp(pattern, flags) })
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf("/")
        add(`${path} ${node.text}`, node.text.slice(1, end), node.text.slice(end + 1))
      }
      if (makesExpression(node)) {
        const known = constantExpression(node, constants)
        if (known) add(`${path} /${known.pattern}/${known.flags}`, known.pattern, known.flags)
        else made.push({ name: `${path} ${node.getText(source)}` })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { literals: [...literals.values()], made }
}

/** The strings that a module names: `const invisible = "…"` outside any function. */
function stringConstants(source: ts.SourceFile): ReadonlyMap<string, string> {
  const constants = new Map<string, string>()
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name) && initializer && ts.isStringLiteralLike(initializer))
        constants.set(name.text, initializer.text)
  }
  return constants
}

/** `new RegExp(invisible, "u")` with a constant of the module is equivalent to a literal. */
function constantExpression(
  node: ts.NewExpression | ts.CallExpression,
  constants: ReadonlyMap<string, string>,
): { readonly pattern: string; readonly flags: string } | undefined {
  const [first, second] = node.arguments ?? []
  if (!isRegExp(node.expression) || first === undefined || !ts.isIdentifier(first)) return undefined
  const pattern = constants.get(first.text)
  if (pattern === undefined || (second !== undefined && !ts.isStringLiteralLike(second))) return undefined
  return { pattern, flags: second?.text ?? "" }
}

function makesExpression(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false
  const { expression, arguments: given } = node
  if (ts.isIdentifier(expression)) return isRegExp(expression)
  // These build an expression from a string.
  if (!ts.isPropertyAccessExpression(expression) || !["match", "matchAll", "search"].includes(expression.name.text))
    return false
  const [first] = given ?? []
  return first !== undefined && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))
}

function isRegExp(expression: ts.Expression): boolean {
  return ts.isIdentifier(expression) && expression.text === "RegExp"
}
