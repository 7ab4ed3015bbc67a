// Runs what a newcomer runs: a fresh clone, an empty home and `npm start`. Prints the times and fails if something was
// installed, or even requested, that must not be.
import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), "client-secrets-start-"))
const folder = join(temporary, "clone")
const home = join(temporary, "home")
const largestInstallation = 250
// Running an example needs no linters, test runners, old compilers or runtimes.
const unneeded = [
  "@biomejs",
  "vitest",
  "vite@",
  "node-linux",
  "node-darwin",
  "node-bin",
  "typescript@5",
  "typescript@7",
  "bun@",
  "deno@",
  "workerd",
]
const problems = []

try {
  mkdirSync(folder)
  mkdirSync(home)
  run("git", ["clone", "--quiet", "--no-hardlinks", root, "."])
  const { status, firstLineAfter, endedAfter, output } = await start()
  if (status !== 0) problems.push(`npm start ended with ${status}:\n${output}`)
  const megabytes = Number.parseInt(run("du", ["-sm", "node_modules"]), 10)
  console.log(`npm start: first line after ${firstLineAfter} ms, end after ${endedAfter} ms, ${megabytes} MB installed`)
  if (megabytes > largestInstallation) problems.push(`${megabytes} MB are installed, more than ${largestInstallation}`)
  for (const name of readdirSync(join(folder, "node_modules/.pnpm")))
    if (unneeded.some(start => name.startsWith(start)))
      problems.push(`${name} is installed, and npm start does not need it`)
  // pnpm keeps there its metadata of each package of the lockfile: 1,471 requests and 340 MB, unless the lockfile is trusted.
  const asked = ["metadata", "metadata-full"].filter(name => findInCache(name))
  if (asked.length > 0)
    problems.push(`pnpm asked the registry about every package of the lockfile: ${asked.join(", ")}`)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
process.exit(problems.length === 0 ? 0 : 1)

function start() {
  const begin = Date.now()
  let firstLineAfter
  let output = ""
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, "cache"), XDG_DATA_HOME: join(home, "data") },
    stdio: ["ignore", "pipe", "pipe"],
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", chunk => {
      output += chunk
      if (output.includes("[1/")) firstLineAfter ??= Date.now() - begin
    })
  return new Promise(resolve =>
    child.on("close", status => resolve({ status, firstLineAfter, endedAfter: Date.now() - begin, output })),
  )
}

function findInCache(name) {
  const caches = join(home, "cache/pnpm")
  if (!existsSync(caches)) return false
  return readdirSync(caches).some(version => existsSync(join(caches, version, name)))
}

function run(command, parameters) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stderr}`)
  return stdout
}
