// The tasks of `npm start`, `npm run web`, `npm test` and `npm run bench`. They need only Node 20 and npm; the rest is installed.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter } from "node:path"
import { fileURLToPath } from "node:url"
import { runStep } from "./run-step.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const [name, ...rest] = process.argv.slice(2)

// An application needs no test runner, linter, old compiler or other runtime, and no type declarations. The lockfile is the
// repository's own and contains a hash for each package, so pnpm need not request metadata of the thousand packages that are
// not installed here: with an empty cache that takes a minute and a half. `npm test` and CI do request it.
const forApplication = application => ({
  steps: [
    {
      title: "Installing what the example needs (pnpm install --prod)",
      command: `pnpm install --prod --frozen-lockfile --trust-lockfile --reporter=append-only --filter=. --filter-prod=${application}...`,
    },
    {
      title: "Building the packages it uses (turbo run build)",
      command: `pnpm exec turbo run build --filter=${application}... --output-logs=errors-only --log-order=grouped`,
      environment: { BUILD_WITHOUT_TYPES: "1" },
    },
  ],
  title: `Running apps/${application}`,
  main: `apps/${application}/dist/main.js`,
})

const installAll = { title: "Installing everything (pnpm install)", command: "pnpm install --frozen-lockfile" }

// `npm test -- core cli` tests only these packages. A folder's name is not always its package's: cli's is client-secrets.
const foldersToTest = name === "test" ? rest.map(findFolder) : []
const testFilter = foldersToTest.map(folder => `--filter=./${folder}`).join(" ")

const tasks = {
  start: forApplication("quickstart"),
  web: forApplication("web"),
  test: {
    // The output of tests is shown while they run.
    isVerbose: true,
    usesPackagedNode: true,
    steps: [
      installAll,
      {
        title: "Building (turbo run build)",
        command: `pnpm exec turbo run build ${testFilter} --output-logs=errors-only --log-order=grouped --concurrency=2`,
      },
      {
        title: "Checking types and running tests (turbo run typecheck test)",
        command: `pnpm exec turbo run typecheck test ${testFilter} --continue --concurrency=2 --log-order=stream`,
        isSummarized: true,
      },
    ],
    title: "Adding up the results",
    main: "scripts/summary.mjs",
  },
  bench: {
    usesPackagedNode: true,
    steps: [
      installAll,
      {
        title: "Building (turbo run build)",
        command: "pnpm exec turbo run build --output-logs=errors-only --log-order=grouped",
      },
    ],
    title: "Running apps/bench",
    main: "apps/bench/dist/main.js",
  },
}

const task = Object.hasOwn(tasks, name ?? "") ? tasks[name] : undefined
if (task === undefined) {
  console.error(`usage: node scripts/task.mjs ${Object.keys(tasks).join("|")} [arguments]`)
  process.exit(2)
}

if (foldersToTest.includes(undefined)) {
  const unknown = rest.filter((_, index) => foldersToTest[index] === undefined)
  console.error(`No package is named ${unknown.join(", ")}. Name a folder of packages/ or apps/, or tools.`)
  process.exit(2)
}

const count = task.steps.length + 2

// npm provides pnpm: npm 10 and 11 come with npx, and know where it puts a package's commands.
const pnpm = await runStep({
  title: `[1/${count}] Getting pnpm (npx)`,
  command: `npx --yes --prefer-offline -p pnpm@12.21.0 -c "node -p process.env.PATH"`,
  // Not here: npx would first read every package that is installed in this folder, which takes it seven seconds.
  cwd: tmpdir(),
})
if (pnpm.status !== 0) process.exit(pnpm.status)

// Tests and benchmarks run on the Node of `tools/`, the applications on the user's own, since that is what they demonstrate.
const tools = `${root}tools/node_modules/.bin`
const path = (task.usesPackagedNode ? [tools] : []).concat(pnpm.output.trim()).join(delimiter)

let hasFailed = false
for (const [index, step] of task.steps.entries()) {
  const { status } = await runStep({
    title: `[${index + 2}/${count}] ${step.title}`,
    command: step.command,
    isVerbose: task.isVerbose === true,
    cwd: root,
    environment: { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", ...step.environment, PATH: path },
  })
  if (status === 0) continue
  // The summary names the tests that failed.
  if (!step.isSummarized) process.exit(status)
  hasFailed = true
}

process.stderr.write(`[${count}/${count}] ${task.title}\n\n`)
const packagedNode = `${tools}/node`
const node = task.usesPackagedNode && existsSync(packagedNode) ? packagedNode : process.execPath
const parameters = name === "test" ? [] : rest
const ran = spawnSync(node, [`${root}${task.main}`, ...parameters], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
})
process.exit(hasFailed ? 1 : (ran.status ?? 1))

function findFolder(folder) {
  const places = folder === "tools" ? ["tools"] : [`packages/${folder}`, `apps/${folder}`]
  return places.find(place => existsSync(`${root}${place}/package.json`))
}
