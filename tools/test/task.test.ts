import { spawnSync } from "node:child_process"
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { scratch } from "@client-secrets/conformance/runtimes"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const turbo = join(root, "node_modules/.bin/turbo")

/** Runs `npm test -- FOLDERS` with a pnpm that only records its arguments. Returns the exit status and turbo's parameters. */
function testFolders(folders: readonly string[]) {
  const bin = scratch()
  const log = join(bin, "log")
  // Each ends with a failure, so that nothing after the tests runs, and the figures of other tests are not added up.
  const scripts = { npx: `echo "${bin}:$PATH"`, pnpm: `echo "$@" >> "${log}"; case "$*" in *build*) exit 3;; esac` }
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/task.mjs"), "test", ...folders], {
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
    encoding: "utf8",
  })
  const calls = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []
  const build = calls.find(call => call.startsWith("exec turbo run build"))
  return { status, stderr, filters: build?.split(" ").filter(word => word.startsWith("--filter=")) ?? [] }
}

/** The packages whose tests turbo would run. */
function packagesTestedBy(filters: readonly string[]): string[] {
  const { stdout } = spawnSync(turbo, ["run", "test", ...filters, "--dry=json"], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    encoding: "utf8",
  })
  const { packages } = JSON.parse(stdout) as { packages: readonly string[] }
  return packages.filter(name => name !== "//")
}

const workflows = ["ci.yml", "weekly.yml"].map(name => readFileSync(join(root, ".github/workflows", name), "utf8"))
const commands = workflows.flatMap(text => [...text.matchAll(/npm test -- (.*)/g)].map(found => found[1]!))

describe("npm test -- FOLDERS", () => {
  test("the workflows use it", () => expect(commands).toContain("core file env oauth keychain cli"))

  test.each([...new Set(commands)])("tests each package of: %s", command => {
    const folders = command.split(" ")
    const { status, filters } = testFolders(folders)
    // The exit status of the fake pnpm.
    expect([status, filters]).toEqual([3, folders.map(folder => `--filter=./packages/${folder}`)])
    const names = folders.map(
      folder => JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")).name as string,
    )
    expect(packagesTestedBy(filters).sort()).toEqual(names.sort())
  })

  test("rejects a name that is not a package's folder, before anything is installed", () => {
    const { status, stderr, filters } = testFolders(["core", "nothere"])
    expect([status, filters]).toEqual([2, []])
    expect(stderr).toContain("No package is named nothere.")
  })
})
