// Stages each packed version that the registry does not have. A maintainer then approves it there with a second factor.
// It needs npm 11.15 or later, and no token: the registry trusts the workflow (RELEASING.md).
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { join } from "node:path"

const [folder, ...options] = process.argv.slice(2)
if (folder === undefined || options.some(option => option !== "--dry-run")) {
  console.error("usage: node tools/release/stage-release.mjs FOLDER [--dry-run]")
  process.exit(2)
}

// A failure does not prevent the others: the registry refuses a version that is staged and not yet approved, and the next
// run has to stage those that are not.
const failures = []
for (const file of readdirSync(folder).filter(name => name.endsWith(".tgz"))) {
  const tarball = join(folder, file)
  const { name, version } = JSON.parse(run("tar", ["-xzOf", tarball, "package/package.json"]).stdout)
  if (isPublished(name, version)) {
    console.log(`${name}@${version} is already published`)
    continue
  }
  try {
    const staged = run("npm", ["stage", "publish", tarball, "--access", "public", ...provenance(), ...options])
    console.log(`${name}@${version} is staged\n${staged.stdout}`)
  } catch (error) {
    failures.push(`${name}@${version}`)
    console.error(error.message)
  }
}
if (failures.length > 0) {
  console.error(
    `Not staged: ${failures.join(", ")}. If a version waits for approval (npm stage list), approve or reject it.`,
  )
  process.exit(1)
}

// The registry checks the provenance against the workflow's identity, which a person's machine does not have.
function provenance() {
  return process.env.GITHUB_ACTIONS === "true" ? ["--provenance"] : []
}

function isPublished(name, version) {
  const answer = spawnSync("npm", ["view", `${name}@${version}`, "version"], { encoding: "utf8" })
  if (answer.status === 0) return answer.stdout.trim() === version
  if (answer.stderr.includes("E404")) return false
  throw new Error(`The registry could not be asked about ${name}@${version}:\n${answer.stderr}`)
}

function run(command, parameters) {
  const result = spawnSync(command, parameters, { encoding: "utf8" })
  if (result.status !== 0)
    throw new Error(`${command} ${parameters.join(" ")} failed:\n${result.stdout}${result.stderr}`)
  return result
}
