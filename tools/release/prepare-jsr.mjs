// Writes the sources of every package that is on JSR into a folder, as a workspace of Deno: `deno publish` there publishes them.
// source-kit is built into the npm packages. Here it is copied into each: core uses it and it uses core's types, and JSR
// refuses packages that depend on each other.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error("usage: node tools/release/prepare-jsr.mjs FOLDER")
  process.exit(2)
}
const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder)
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })

const catalog = readCatalog()
const packages = readdirSync(join(root, "packages")).filter(name =>
  existsSync(join(root, "packages", name, "jsr.json")),
)
for (const name of packages) {
  const source = join(root, "packages", name)
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"))
  const { $schema, ...jsr } = JSON.parse(readFileSync(join(source, "jsr.json"), "utf8"))
  for (const file of ["src", "README.md"])
    if (existsSync(join(source, file))) cpSync(join(source, file), join(target, name, file), { recursive: true })
  cpSync(join(root, "LICENSE"), join(target, name, "LICENSE"))
  // The version is written once, in package.json.
  const { version, license } = manifest
  const imports = { ...importsOf(manifest), ...sourceKitFor(name, manifest) }
  const configuration = { ...jsr, version, license, imports }
  writeFileSync(join(target, name, "deno.json"), `${JSON.stringify(configuration, null, 2)}\n`)
}
writeFileSync(
  join(target, "deno.json"),
  `${JSON.stringify({ workspace: packages.map(name => `./${name}`) }, null, 2)}\n`,
)
console.log(`${packages.length} packages for JSR in ${folder}: ${packages.join(", ")}`)

/** Copies source-kit to a package that uses it. Returns where its entries are then. */
function sourceKitFor(name, { devDependencies = {} }) {
  // Core has no name for it, since source-kit names core: it imports the files by their place.
  const isCore = name === "core"
  if (!isCore && !Object.hasOwn(devDependencies, "@client-secrets/source-kit")) return {}
  cpSync(join(root, "packages/source-kit/src"), join(target, name, "source-kit"), { recursive: true })
  if (isCore) rewriteImports(join(target, name, "src"))
  const { exports } = JSON.parse(readFileSync(join(root, "packages/source-kit/package.json"), "utf8"))
  const entries = Object.entries(exports)
    .filter(([, file]) => file.startsWith("./src/"))
    .map(([entry, file]) => [`@client-secrets/source-kit${entry.slice(1)}`, file.replace("./src/", "./source-kit/")])
  return Object.fromEntries([...entries, ...(isCore ? [["@client-secrets/core", "./src/index.ts"]] : [])])
}

/** `../../../source-kit/src/hosts.ts` of the workspace is `../../source-kit/hosts.ts` in a package that holds the copy. */
function rewriteImports(folder) {
  for (const file of readdirSync(folder, { recursive: true }).filter(name => name.endsWith(".ts"))) {
    const text = readFileSync(join(folder, file), "utf8")
    writeFileSync(join(folder, file), text.replaceAll("../source-kit/src/", "source-kit/"))
  }
}

/** Packages of npm by their exact versions. Those of the workspace are found by their names. */
function importsOf({ dependencies = {}, peerDependencies = {} }) {
  const foreign = Object.keys({ ...dependencies, ...peerDependencies }).filter(name => Object.hasOwn(catalog, name))
  return Object.fromEntries(foreign.map(name => [name, `npm:${name}@${catalog[name]}`]))
}

function readCatalog() {
  const lines = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8").split("\n")
  const found = lines.map(line => /^ {2}"?([^":]+)"?: ([\d.]+(?:-\S+)?)$/.exec(line)).filter(match => match !== null)
  return Object.fromEntries(found.map(([, name, version]) => [name, version]))
}
