import { writeFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { afterAll, beforeAll, expect, test } from "vitest"
import { entriesOf } from "../drive/entries.ts"
import { type NpmProject, npmProject } from "../drive/npm-project.ts"

let installed: NpmProject
beforeAll(async () => {
  installed = await npmProject()
}, 180_000)
afterAll(() => installed?.remove())

// docs/stability.md: a changeset names every change to a golden file here.
test("the public types of every entry match the golden files, and every name has a doc comment", async () => {
  const file = join(installed.project.folder, "every-entry.mts")
  const specifiers = entriesOf(installed.packages).map(({ specifier }) => specifier)
  writeFileSync(
    file,
    specifiers.map((one, index) => `import * as entry${index} from ${JSON.stringify(one)}\n`).join(""),
  )
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
    skipLibCheck: true,
    strict: true,
  }
  const program = ts.createProgram([file], options)
  const checker = program.getTypeChecker()
  const undocumented: string[] = []
  for (const statement of program.getSourceFile(file)!.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const specifier = statement.moduleSpecifier.text
    const entry = checker.getSymbolAtLocation(statement.moduleSpecifier)!
    const names = checker.getExportsOfModule(entry).sort((a, b) => (a.name < b.name ? -1 : 1))
    const texts = names.map(exported => {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
      if (symbol.getDocumentationComment(checker).length === 0) undocumented.push(`${specifier}: ${exported.name}`)
      return `// ${exported.name}\n${symbol.declarations?.map(print).join("\n")}\n`
    })
    const name = specifier.replace("@client-secrets/", "").replaceAll("/", ".")
    await expect(texts.join("\n")).toMatchFileSnapshot(`golden/types/${name}.d.ts`)
  }
  expect(undocumented).toEqual([])
})

const printer = ts.createPrinter({ removeComments: true })

function print(declaration: ts.Declaration): string {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  return printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile())
}
