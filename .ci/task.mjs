// What `npm start`, `npm run web`, `npm test` and `npm run bench` run: it needs Node 20 and npm alone, and brings the rest.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const [task, ...rest] = process.argv.slice(2)

const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  // Quickstart's own table follows: warnings of npm about this machine's settings would hide it.
  npm_config_loglevel: process.env.npm_config_loglevel === "notice" ? "error" : process.env.npm_config_loglevel,
}

const quickstart = "--filter=quickstart..."
const tasks = {
  start: {
    prepare: `pnpm install --frozen-lockfile --reporter=append-only --loglevel=error --filter=. --filter-prod=quickstart... && pnpm exec turbo run build ${quickstart} --output-logs=errors-only --log-order=grouped`,
    quiet: true,
    main: "apps/quickstart/dist/main.js",
  },
  web: {
    prepare: `pnpm install --frozen-lockfile --reporter=append-only --loglevel=error --filter=. --filter-prod=web... && pnpm exec turbo run build --filter=web... --output-logs=errors-only --log-order=grouped`,
    quiet: true,
    main: "apps/web/dist/main.js",
  },
  test: {
    prepare: `pnpm install --frozen-lockfile && pnpm exec turbo run build typecheck test --continue --concurrency=2 --log-order=grouped`,
    main: ".ci/summary.mjs",
  },
  bench: {
    prepare: `pnpm install --frozen-lockfile --loglevel=error && pnpm exec turbo run build --output-logs=errors-only --log-order=grouped`,
    // Its figures for machines have the standard output to themselves.
    output: process.stderr,
    main: "apps/bench/dist/main.js",
  },
}

const chosen = tasks[task]
if (chosen === undefined) {
  console.error(`usage: node .ci/task.mjs ${Object.keys(tasks).join("|")} [arguments]`)
  process.exit(2)
}

// npm 10 and 11 find npx beside themselves; a shell is what runs npx.cmd on Windows.
const prepared = spawnSync(
  "npx",
  ["--yes", "--prefer-offline", "-p", "pnpm@12.21.0", "-c", JSON.stringify(chosen.prepare)],
  {
    cwd: root,
    env: environment,
    shell: true,
    stdio: ["inherit", chosen.quiet ? "pipe" : (chosen.output ?? "inherit"), chosen.quiet ? "pipe" : "inherit"],
  },
)
if (prepared.status !== 0) {
  if (chosen.quiet)
    process.stderr.write(Buffer.concat([prepared.stdout ?? Buffer.alloc(0), prepared.stderr ?? Buffer.alloc(0)]))
  process.exit(prepared.status ?? 1)
}

// Benchmarks and the summary run on the packaged Node; the applications on the user's own, since that is what they are to show.
const packaged = `${root}node_modules/.bin/node`
const node = !chosen.quiet && existsSync(packaged) ? packaged : process.execPath
const ran = spawnSync(node, [`${root}${chosen.main}`, ...rest], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
})
process.exit(ran.status ?? 1)
