import ts from "typescript"
import type { SourceFile } from "./sources.ts"

/** Calls that read own properties only. */
const careful: ReadonlySet<string> = new Set([
  "ownProperties",
  "ownOptions",
  "ownMembers",
  "Object.keys",
  "Object.entries",
  "Object.values",
])

/**
 * The places where `{}` replaces an object that does not exist: whatever is on `Object.prototype` is read as its members then.
 *
 * @returns `oauth/src/openid/id-token.ts known ?? {}`
 */
export function findDefaults(sources: readonly SourceFile[]): readonly string[] {
  return sources.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
    const found: string[] = []
    const visit = (node: ts.Node): void => {
      if (isDefault(node) && !isReadCarefully(node, source)) found.push(`${path} ${node.getText(source)}`)
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  })
}

function isDefault(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(node.operatorToken.kind) &&
    ts.isObjectLiteralExpression(node.right) &&
    node.right.properties.length === 0
  )
}

function isReadCarefully({ parent }: ts.Node, source: ts.SourceFile): boolean {
  return ts.isCallExpression(parent) && careful.has(parent.expression.getText(source))
}
