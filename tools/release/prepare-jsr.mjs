// Writes the sources of every package that is on JSR into a folder, as a workspace of Deno: `deno publish` there publishes them.
// The private packages recognize and source-kit are bundled into the npm packages. Here they are copied into each.
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
  const manifest = manifestOf(name)
  const { $schema, ...jsr } = JSON.parse(readFileSync(join(source, "jsr.json"), "utf8"))
  for (const file of ["src", "README.md"])
    if (existsSync(join(source, file))) cpSync(join(source, file), join(target, name, file), { recursive: true })
  cpSync(join(root, "LICENSE"), join(target, name, "LICENSE"))
  // The version is written once, in package.json.
  const { version, license } = manifest
  const imports = { ...importsOf(manifest), ...builtInFor(name, manifest) }
  const configuration = { ...jsr, version, license, imports }
  writeFileSync(join(target, name, "deno.json"), `${JSON.stringify(configuration, null, 2)}\n`)
}
writeFileSync(
  join(target, "deno.json"),
  `${JSON.stringify({ workspace: packages.map(name => `./${name}`) }, null, 2)}\n`,
)
console.log(`${packages.length} packages for JSR in ${folder}: ${packages.join(", ")}`)

/** Copies the private packages that are built into a package. Returns the new paths of their entries. */
function builtInFor(name, manifest) {
  return Object.fromEntries([...builtInNames(manifest)].flatMap(builtIn => copyBuiltIn(builtIn, name)))
}

/** The private packages that a package names, and those that these name. */
function builtInNames({ dependencies = {}, devDependencies = {} }) {
  const named = ["recognize", "source-kit"].filter(
    name => privateName(name) in devDependencies || privateName(name) in dependencies,
  )
  const further = named.flatMap(name => [...builtInNames(manifestOf(name))])
  return new Set([...named, ...further])
}

function copyBuiltIn(builtIn, name) {
  cpSync(join(root, "packages", builtIn, "src"), join(target, name, builtIn), { recursive: true })
  return Object.entries(manifestOf(builtIn).exports)
    .filter(([, file]) => file.startsWith("./src/"))
    .map(([entry, file]) => [privateName(builtIn) + entry.slice(1), file.replace("./src/", `./${builtIn}/`)])
}

function privateName(folder) {
  return `@client-secrets/${folder}`
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8"))
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
