// Packs every public package and looks at the tarballs as a consumer would: publint, attw, the list of files, what the
// manifest promises, and a project that installs them all, loads every entry by `import` and by `require`, compiles
// against each, reads a client and runs the command.
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import ts from "typescript"

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

// Sources bring no core of their own: two copies then do no harm.
const onlyTypesOfCore = ["env", "file", "fetch", "aws-secrets-manager", "source-kit"]

// How Node takes the code after -e; the flag is Lambda's.
const asModule = ["--input-type=module"]
const asCommonJs = ["--no-experimental-require-module", "--input-type=commonjs"]

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
  checkImports(name, packed)

  const { messages } = await publint({ pack: { tarball: arrayBuffer(readFileSync(tarball)) }, strict: true })
  for (const message of messages) problems.push(`${packed.name}: publint: ${formatMessage(message, packed)}`)

  const isEsmOnly = !files.some(file => file.endsWith(".cjs"))
  const attw = spawnSync(
    join(root, "tools/node_modules/.bin/attw"),
    [tarball, "--format", "ascii", "--no-color", ...(isEsmOnly ? accepted.attwEsmOnly : accepted.attw)],
    { encoding: "utf8" },
  )
  if (attw.status !== 0) problems.push(`${packed.name}: attw:\n${attw.stdout}${attw.stderr}`)
  console.log(`${packed.name}: ${files.length} files, ${readFileSync(tarball).length} bytes packed`)
}

checkImports("source-kit", { name: "@client-secrets/source-kit", dependencies: { "@client-secrets/core": "" } })
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

// The arrows of docs/design.md: a development dependency resolves, and would be built in without a word.
function checkImports(folder, { name, dependencies = {}, peerDependencies = {} }) {
  const mayImport = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])
  if (name !== "@client-secrets/core") mayImport.add("@client-secrets/source-kit")
  const folderOfSource = join(root, "packages", folder, "src")
  for (const file of readdirSync(folderOfSource, { recursive: true })) {
    if (!file.endsWith(".ts")) continue
    const say = text => problems.push(`${name}: src/${file} ${text}`)
    const source = ts.createSourceFile(file, readFileSync(join(folderOfSource, file), "utf8"), 99)
    for (const { fileName } of ts.preProcessFile(source.text).importedFiles) {
      const [scope, rest] = fileName.split("/")
      const imported = scope.startsWith("@") ? `${scope}/${rest}` : scope
      const isOwn = fileName.startsWith(".") && join(folderOfSource, file, "..", fileName).startsWith(folderOfSource)
      if (!isOwn && !fileName.startsWith("node:") && !mayImport.has(imported)) say(`imports ${fileName}`)
    }
    if (!onlyTypesOfCore.includes(folder)) continue
    for (const { moduleSpecifier, importClause, isTypeOnly } of source.statements) {
      const isType = isTypeOnly || importClause?.isTypeOnly
      if (moduleSpecifier?.text.startsWith("@client-secrets/core") && !isType) say("imports more than types from core")
    }
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
  mkdirSync(project)
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
  const entries = packages.flatMap(({ name, exports }) =>
    Object.entries(exports)
      .filter(([entry]) => !entry.endsWith(".json"))
      .map(([entry, target]) => ({
        specifier: name + entry.slice(1),
        isDual: JSON.stringify(target).includes(".cjs"),
      })),
  )
  for (const { specifier, isDual } of entries) {
    load(project, specifier, `await import(${JSON.stringify(specifier)})`, asModule)
    if (isDual) load(project, specifier, `require(${JSON.stringify(specifier)})`, asCommonJs)
  }
  compileAll(project, entries)
  checkDocumentation(project)
  useThem(project)
}

// What is not set is often handed on, as from a variable; exactOptionalPropertyTypes tells it from what is left out.
function optionsAsUndefined() {
  return `import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { fetchSource } from "@client-secrets/fetch"
import { vaultSource } from "@client-secrets/fetch/vault"
import { createFlow } from "@client-secrets/oauth"
const none = undefined
envSource({ env: none, type: none })
awsSecretsManagerSource("id", { client: none, region: none, versionStage: none, timeout: none })
awsSecretsAgentSource("id", { port: none, versionId: none })
fetchSource("https://example.com", { headers: none, extract: none, fetch: none, maxBytes: none, timeout: none })
vaultSource("https://example.com", "path", { token: none, namespace: none, mount: none, timeout: none })
createFlow(client, { scope: "email", redirectUri: none, issuer: none, timeout: none, fetch: none })
`
}

// Declarations of a bridge name its target, which is the user's own dependency: what is not installed is not looked into.
function compileAll(project, entries) {
  const importAll = chosen =>
    chosen.map(
      ({ specifier }, index) => `import * as entry${index} from ${JSON.stringify(specifier)}\nvoid entry${index}\n`,
    )
  const using = (secrets, source) => `import { loadClientSecretsSync } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
const ${secrets} = loadClientSecretsSync(envSource(${source}), { type: "web" })
export const text: string = ${secrets}.clientSecret.reveal()
// @ts-expect-error a Secret is no string
export const wrong: string = ${secrets}.clientSecret
`
  writeFileSync(
    join(project, "module.mts"),
    [...importAll(entries), using("client", "{}"), optionsAsUndefined()].join(""),
  )
  const dual = entries.filter(({ isDual }) => isDual)
  writeFileSync(join(project, "commonjs.cts"), [...importAll(dual), using("client", "{}")].join(""))
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--target", "es2022"]
  for (const compiler of ["typescript", "typescript-7"]) {
    const compiled = spawnSync(
      process.execPath,
      [
        join(root, "tools/node_modules", compiler, "bin/tsc"),
        ...options,
        "--module",
        "nodenext",
        "module.mts",
        "commonjs.cts",
      ],
      { cwd: project, encoding: "utf8" },
    )
    if (compiled.status !== 0) problems.push(`${compiler} against the installed packages:\n${compiled.stdout}`)
  }
}

// What an editor shows of every name that a package exports.
function checkDocumentation(project) {
  const file = join(project, "module.mts")
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, types: [], skipLibCheck: true }
  const program = ts.createProgram([file], options)
  const checker = program.getTypeChecker()
  for (const { moduleSpecifier } of program.getSourceFile(file).statements.filter(ts.isImportDeclaration)) {
    const entry = checker.getSymbolAtLocation(moduleSpecifier)
    for (const exported of entry === undefined ? [] : checker.getExportsOfModule(entry)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported
      if (symbol.getDocumentationComment(checker).length === 0)
        problems.push(`${moduleSpecifier.text}: ${exported.name} has no doc comment`)
    }
  }
}

// A client goes from a variable through two packages, both ways of loading them, and from a file through the command.
function useThem(project) {
  const web = {
    client_id: "1234567890-example.apps.googleusercontent.com",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
  const env = { ...process.env, GOOGLE_CLIENT_SECRETS: JSON.stringify({ web }) }
  const program = `const client = core.loadClientSecretsSync(env.envSource())
if (client.clientId.length + client.clientSecret.reveal().length !== ${web.client_id.length + web.client_secret.length}) throw new Error("another client")
console.log("" + client.clientSecret)`
  const ways = {
    module: [
      ...asModule,
      "-e",
      `import * as core from "@client-secrets/core"; import * as env from "@client-secrets/env"; ${program}`,
    ],
    CommonJS: [
      ...asCommonJs,
      "-e",
      `const core = require("@client-secrets/core"), env = require("@client-secrets/env"); ${program}`,
    ],
  }
  for (const [way, parameters] of Object.entries(ways)) {
    const { stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: project, encoding: "utf8", env })
    if (stdout !== "[redacted]\n") problems.push(`a program as ${way} prints ${stdout}${stderr}`)
  }
  writeFileSync(join(project, "client_secrets.json"), env.GOOGLE_CLIENT_SECRETS)
  writeFileSync(join(project, "broken.json"), env.GOOGLE_CLIENT_SECRETS.replace("client_id", "clientId"))
  for (const [file, status] of [
    ["client_secrets.json", 0],
    ["broken.json", 3],
  ]) {
    const ran = spawnSync(join(project, "node_modules/.bin/client-secrets"), ["inspect", file], {
      cwd: project,
      encoding: "utf8",
    })
    if (ran.status !== status || `${ran.stdout}${ran.stderr}`.includes(web.client_secret))
      problems.push(`client-secrets inspect ${file} ends with ${ran.status}, not ${status}, or prints the secret`)
  }
}

function load(project, specifier, code, flags) {
  const loaded = spawnSync(process.execPath, [...flags, "-e", code], { cwd: project, encoding: "utf8" })
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
