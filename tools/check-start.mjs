// What a newcomer meets: a fresh clone and `npm start`. It prints the times and fails on what must not be installed.
import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "client-secrets-start-"))
const largestInstallation = 250
// Neither linters nor test runners, old compilers or runtimes are needed to run an example.
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
  run("git", ["clone", "--quiet", "--no-hardlinks", root, folder])
  const { status, firstLineAfter, endedAfter, output } = await start()
  if (status !== 0) problems.push(`npm start ended with ${status}:\n${output}`)
  const megabytes = Number.parseInt(run("du", ["-sm", "node_modules"]), 10)
  console.log(`npm start: first line after ${firstLineAfter} ms, end after ${endedAfter} ms, ${megabytes} MB installed`)
  if (megabytes > largestInstallation) problems.push(`${megabytes} MB are installed, more than ${largestInstallation}`)
  for (const name of readdirSync(join(folder, "node_modules/.pnpm")))
    if (unneeded.some(start => name.startsWith(start)))
      problems.push(`${name} is installed, and npm start does not need it`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
process.exit(problems.length === 0 ? 0 : 1)

function start() {
  const begin = Date.now()
  let firstLineAfter
  let output = ""
  const child = spawn("npm", ["start"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", chunk => {
      output += chunk
      if (output.includes("[1/")) firstLineAfter ??= Date.now() - begin
    })
  return new Promise(resolve =>
    child.on("close", status => resolve({ status, firstLineAfter, endedAfter: Date.now() - begin, output })),
  )
}

function run(command, parameters) {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${parameters.join(" ")} failed:\n${stderr}`)
  return stdout
}
