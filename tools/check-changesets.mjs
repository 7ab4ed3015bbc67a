// What users see does not change without a changeset: for each golden file that differs from `base`, a changeset has to name the package.
import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const [base = lastRelease()] = process.argv.slice(2)

// Which package a golden file belongs to is written here, not guessed from its name.
const scopes = [
  { folder: "packages/packed-matrix/test/golden/types/", packageOf: file => manifestName(file.split(".")[0]) },
  { folder: "packages/packed-matrix/test/golden/files/", packageOf: file => manifestName(file.replace(/\.txt$/, "")) },
  { folder: "packages/conformance/test/golden/", packageOf: () => "@client-secrets/core" },
]

if (base === undefined) {
  console.log("Nothing is released yet: there is no golden file to compare with.")
  process.exit(0)
}
const named = changesetPackages()
const changed = run("git", ["diff", "--name-only", base, "--", ...scopes.map(({ folder }) => folder)])
  .split("\n")
  .filter(path => path !== "")
const missing = new Set(
  changed
    .map(path => {
      const scope = scopes.find(({ folder }) => path.startsWith(folder))
      return scope.packageOf(path.slice(scope.folder.length))
    })
    .filter(name => !named.has(name)),
)
for (const name of missing)
  console.error(`${name}: what users see has changed since ${base}, and no changeset names it. Run: npx changeset`)
process.exit(missing.size === 0 ? 0 : 1)

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

function lastRelease() {
  const tags = run("git", ["tag", "--list", "client-secrets@*", "--sort=-version:refname"]).trim()
  return tags === "" ? undefined : tags.split("\n")[0]
}

function run(command, parameters) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: root, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stderr}`)
  return stdout
}
