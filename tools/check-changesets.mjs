// A change that users see needs a changeset: one for every package that differs from main, and, for each golden file that
// differs from the last release, one that names its package.
import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
// Every package has the version of this one (`fixed` in .changeset/config.json).
const manifest = "packages/core/package.json"

// Lists which package each golden file belongs to, since its name does not tell.
const scopes = [
  { path: "packages/packed-matrix/test/golden/types/", packageOf: file => manifestName(file.split(".")[0]) },
  { path: "packages/packed-matrix/test/golden/files/", packageOf: file => manifestName(file.replace(/\.txt$/, "")) },
  { path: "packages/conformance/golden/", packageOf: () => "@client-secrets/core" },
  // The golden verdicts are those of the last release: until the next one, a change is a row here.
  { path: "packages/conformance/test/verdict-changes.ts", packageOf: () => "@client-secrets/core" },
]

const problems = [...packagesWithoutChangeset(), ...goldenFilesWithoutChangeset()]
for (const problem of problems) console.error(problem)
process.exit(problems.length === 0 ? 0 : 1)

function packagesWithoutChangeset() {
  const main = ["main", "origin/main"].find(name => versionAt(name) !== undefined)
  // The pull request of a release has consumed its changesets.
  if (main !== undefined && versionAt(main) !== versionAt("HEAD")) return []
  // A pull request's checkout has no local branch `main`.
  const since = main === undefined ? [] : ["--since", main]
  const changeset = fileURLToPath(new URL("node_modules/.bin/changeset", import.meta.url))
  const { status, stdout, stderr } = spawnSync(changeset, ["status", ...since], { cwd: root, encoding: "utf8" })
  return status === 0 ? [] : [`${stdout}${stderr}`.trim()]
}

function goldenFilesWithoutChangeset() {
  const base = lastRelease()
  if (base === undefined) {
    console.log("Nothing is released yet: there is no golden file to compare with.")
    return []
  }
  const named = changesetPackages()
  const changed = run("git", ["diff", "--name-only", base, "--", ...scopes.map(({ path }) => path)])
  const owners = changed
    .split("\n")
    .filter(path => path !== "")
    .map(path => {
      const scope = scopes.find(one => path.startsWith(one.path))
      return scope.packageOf(path.slice(scope.path.length))
    })
  return [...new Set(owners)]
    .filter(name => !named.has(name))
    .map(name => `${name}: what users see has changed since ${base}, and no changeset names it. Run: npx changeset`)
}

function manifestName(folder) {
  return folder === "client-secrets" || folder === "cli" ? "client-secrets" : `@client-secrets/${folder}`
}

function changesetPackages() {
  const files = readdirSync(`${root}.changeset`).filter(name => name.endsWith(".md") && name !== "README.md")
  return new Set(
    files.flatMap(name =>
      [...readFileSync(`${root}.changeset/${name}`, "utf8").matchAll(/^"?([@\w/-]+)"?: (?:major|minor|patch)$/gm)].map(
        found => found[1],
      ),
    ),
  )
}

/** The commit that last raised the version: tags would have to be fetched, and appear only after the approval. */
function lastRelease() {
  if (versionAt("HEAD") === "0.0.0") return undefined
  return run("git", ["log", "-1", "--format=%H", '-G^  "version": ', "HEAD", "--", manifest]).trim()
}

function versionAt(revision) {
  const { status, stdout } = spawnSync("git", ["show", `${revision}:${manifest}`], { cwd: root, encoding: "utf8" })
  return status === 0 ? JSON.parse(stdout).version : undefined
}

function run(command, parameters) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: root, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stderr}`)
  return stdout
}
