// Packs every public package and looks at the tarballs as a consumer would: publint, attw, the list of files, what the
// manifest promises, and a project that installs them all and loads every entry by `import` and by `require`.
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

const root = fileURLToPath(new URL("..", import.meta.url))

// Findings that we accept, with the reason. Everything else fails.
const accepted = {
  // attw resolves as Node 10 did, too: it knows no `exports`, and we do not support it.
  attw: ["--profile", "node16"],
  // Development-time packages, for ES modules alone: `require` of them works where `require(esm)` does.
  attwEsmOnly: ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm"],
}

// What may run in an edge function brings nothing but core and what its design names.
const allowedDependencies = {
  "@client-secrets/core": [],
  "@client-secrets/env": ["@client-secrets/core", "dotenv"],
  "@client-secrets/file": ["@client-secrets/core"],
  "@client-secrets/fetch": ["@client-secrets/core"],
  "@client-secrets/aws-secrets-manager": ["@client-secrets/core"],
  "@client-secrets/oauth": ["@client-secrets/core", "oauth4webapi"],
  "@client-secrets/codegen": ["@client-secrets/core"],
  "client-secrets": ["@client-secrets/codegen", "@client-secrets/core", "@client-secrets/env", "@client-secrets/file"],
}

const work = mkdtempSync(join(tmpdir(), "client-secrets-packages-"))
const problems = []
const packages = []

for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name)
  const manifestPath = join(folder, "package.json")
  if (!existsSync(manifestPath)) continue
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8"))
  if (manifest.private) continue
  run("npx", ["--yes", "--prefer-offline", "pnpm@12.21.0", "pack", "--pack-destination", work], { cwd: folder })
  const tarball = join(work, `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`)
  const packed = JSON.parse(run("tar", ["-xzOf", tarball, "package/package.json"]))
  const files = run("tar", ["-tzf", tarball]).trim().split("\n")
  packages.push({ ...packed, tarball })
  checkManifest(packed, files)

  const { messages } = await publint({ pack: { tarball: arrayBuffer(readFileSync(tarball)) }, strict: true })
  for (const message of messages) problems.push(`${packed.name}: publint: ${formatMessage(message, packed)}`)

  const isEsmOnly = !files.some(file => file.endsWith(".cjs"))
  const attw = spawnSync(
    join(root, "node_modules/.bin/attw"),
    [tarball, "--format", "ascii", "--no-color", ...(isEsmOnly ? accepted.attwEsmOnly : accepted.attw)],
    { encoding: "utf8" },
  )
  if (attw.status !== 0) problems.push(`${packed.name}: attw:\n${attw.stdout}${attw.stderr}`)
  console.log(`${packed.name}: ${files.length} files, ${readFileSync(tarball).length} bytes packed`)
}

installAll()
rmSync(work, { recursive: true, force: true })
for (const problem of problems) console.error(`PROBLEM ${problem}`)
if (problems.length > 0 || packages.length === 0) process.exit(1)
console.log(`${packages.length} packages are as they should be`)

function checkManifest(manifest, files) {
  const say = text => problems.push(`${manifest.name}: ${text}`)
  if (manifest.engines?.node !== "^20.19 || >=22.12") say("engines.node is not the one of all packages")
  if (!files.includes("package/README.md") || !files.includes("package/LICENSE")) say("lacks README.md or LICENSE")
  const allowed = allowedDependencies[manifest.name]
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (allowed !== undefined && !allowed.includes(name)) say(`depends on ${name}`)
  }
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    if (/workspace:|catalog:/.test(version)) say(`${name}: ${version} was not replaced when packing`)
  }
  const promised = new Set()
  collect(manifest.exports, promised)
  for (const file of promised)
    if (!files.includes(`package/${file.slice(2)}`)) say(`exports ${file}, which is not packed`)
  for (const bin of Object.values(manifest.bin ?? {}))
    if (!files.includes(`package/${bin.replace("./", "")}`)) say(`bin ${bin} is not packed`)
  for (const file of files) {
    if (/\/(test|src|node_modules|\.turbo)\//.test(file) || /\.env$/.test(file)) say(`packs ${file}`)
  }
}

function collect(target, files) {
  if (typeof target === "string") {
    if (target.startsWith("./")) files.add(target)
  } else if (target) for (const value of Object.values(target)) collect(value, files)
}

// The tarballs together in one project, as npm installs them; each entry is loaded by the name that users write.
function installAll() {
  const project = join(work, "project")
  spawnSync("mkdir", ["-p", project])
  const peers = packages.flatMap(({ peerDependencies = {}, peerDependenciesMeta = {} }) =>
    Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional),
  )
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({
      private: true,
      dependencies: {
        ...Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`])),
        ...Object.fromEntries(peers),
      },
    }),
  )
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: project })
  for (const { name, exports } of packages) {
    for (const entry of Object.keys(exports)) {
      if (entry.endsWith(".json")) continue
      const specifier = name + entry.slice(1)
      const condition = exports[entry]
      load(project, specifier, `await import(${JSON.stringify(specifier)})`, ["--input-type=module"])
      if (JSON.stringify(condition).includes(".cjs")) {
        load(project, specifier, `require(${JSON.stringify(specifier)})`, [
          "--no-experimental-require-module",
          "--input-type=commonjs",
        ])
      }
    }
  }
}

function load(project, specifier, code, flags) {
  const loaded = spawnSync(process.execPath, [...flags, "-e", code], { cwd: project, encoding: "utf8" })
  // A bridge's target is the user's own dependency: without it, loading may fail, but only for that reason.
  if (loaded.status !== 0) problems.push(`${specifier}: ${code} fails:\n${loaded.stderr}`)
}

function run(command, parameters, options = {}) {
  const result = spawnSync(command, parameters, { encoding: "utf8", maxBuffer: 64 << 20, ...options })
  if (result.status !== 0)
    throw new Error(`${command} ${parameters.join(" ")} failed:\n${result.stdout}${result.stderr}`)
  return result.stdout
}

function arrayBuffer(buffer) {
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength)
}
