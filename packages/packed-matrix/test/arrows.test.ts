import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { describe, expect, test } from "vitest"

const packagesFolder = fileURLToPath(new URL("../../", import.meta.url))

/**
 * The runtime dependencies that docs/design.md allows each package: packages for edge functions depend only on core and on
 * what the design names.
 */
const allowedDependencies: Readonly<Record<string, readonly string[]>> = {
  core: [],
  env: ["@client-secrets/core", "dotenv"],
  file: ["@client-secrets/core"],
  fetch: ["@client-secrets/core"],
  "aws-secrets-manager": ["@client-secrets/core"],
  keychain: ["@client-secrets/core"],
  oauth: ["@client-secrets/core", "oauth4webapi"],
  codegen: ["@client-secrets/core"],
  recognize: [],
  "source-kit": ["@client-secrets/core", "@client-secrets/recognize"],
}

// Sources import only types from core, so that a second copy of core does no harm. The keychain's token store creates
// Secrets, which do no harm either: a Secret of another copy is only used through its methods.
const onlyTypesOfCore = ["env", "file", "fetch", "aws-secrets-manager", "source-kit"]

// Private packages that tsup builds into those that name them as development dependencies.
const builtIntoPackages = ["@client-secrets/recognize", "@client-secrets/source-kit"]

/** Further development dependencies that are built into a package, each for a reason. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  // The bin is built into its own files: resolving packages would take Node a tenth of a run.
  cli: ["diff", "fastest-levenshtein"],
}

const folders = readdirSync(packagesFolder).filter(folder => existsSync(join(packagesFolder, folder, "src")))

describe.each(folders)("packages/%s", folder => {
  const manifest = JSON.parse(readFileSync(join(packagesFolder, folder, "package.json"), "utf8"))
  const dependencies = Object.keys(manifest.dependencies ?? {})
  const imports = importsOf(join(packagesFolder, folder, "src"))

  test("depends only on what the design names", () => {
    const allowed = allowedDependencies[folder] ?? dependencies
    expect(dependencies.filter(name => !allowed.includes(name))).toEqual([])
  })

  // A development dependency also resolves, and would be bundled silently.
  test("imports only what its manifest names", () => {
    const named = new Set([...dependencies, ...Object.keys(manifest.peerDependencies ?? {})])
    const developmentDependencies = Object.keys(manifest.devDependencies ?? {})
    for (const name of builtIntoPackages) if (developmentDependencies.includes(name)) named.add(name)
    named.add(manifest.name)
    for (const name of builtIn[folder] ?? []) named.add(name)
    // A package that is never published may import its development dependencies.
    if (manifest.private === true) for (const name of developmentDependencies) named.add(name)
    const foreign = imports.filter(({ name }) => name !== undefined && !named.has(name))
    expect(foreign.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  test("imports no file outside its sources", () => {
    expect(
      imports.filter(({ leavesFolder }) => leavesFolder).map(({ file, specifier }) => `${file}: ${specifier}`),
    ).toEqual([])
  })

  test("imports only types from core if it is a source", () => {
    const values = imports.filter(({ name, isType }) => name === "@client-secrets/core" && !isType)
    const unwanted = onlyTypesOfCore.includes(folder) ? values : []
    expect(unwanted.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })
})

interface Import {
  readonly file: string
  readonly specifier: string
  /** The package. Undefined for a relative import or one of Node's modules. */
  readonly name: string | undefined
  readonly isType: boolean
  readonly leavesFolder: boolean
}

function importsOf(folder: string): Import[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(file => file.endsWith(".ts"))
  return files.flatMap(file => {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest)
    const types = new Set(
      source.statements.filter(isTypeOnlyStatement).map(({ moduleSpecifier }) => textOf(moduleSpecifier)),
    )
    return ts.preProcessFile(source.text).importedFiles.map(({ fileName }) => ({
      file,
      specifier: fileName,
      name: packageOf(fileName),
      isType: types.has(fileName),
      leavesFolder: fileName.startsWith(".") && !join(folder, file, "..", fileName).startsWith(folder),
    }))
  })
}

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}

function isTypeOnlyStatement(statement: ts.Statement): statement is ts.ImportDeclaration | ts.ExportDeclaration {
  if (ts.isImportDeclaration(statement)) return statement.importClause?.isTypeOnly === true
  return ts.isExportDeclaration(statement) && statement.isTypeOnly
}

function textOf(node: ts.Expression | undefined): string {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : ""
}
