import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findSecret } from "@client-secrets/codegen"
import { beforeAll, describe, expect, test } from "vitest"
import { filesBelow, type Outcome, run, type Target, targets } from "./build.ts"
import { clientId, type Entry, entries, secret, writeProject } from "./fixture.ts"

const folder = fileURLToPath(new URL("../test-results/matrix", import.meta.url))
const names = Object.keys(entries) as Entry[]
const outcomes = new Map<string, Outcome>()
const outOf = (target: Target, entry: Entry): string => join(folder, "out", target.name.replace(/[^\w]+/g, "-"), entry)
const keyOf = (target: Target, entry: Entry): string => `${target.name}: ${entry}`

// Two builds in parallel, all of them before the first assertion.
beforeAll(async () => {
  writeProject(folder)
  const work = targets.flatMap(target => names.map(entry => ({ target, entry }))).values()
  const worker = async (): Promise<void> => {
    for (const { target, entry } of work) {
      const out = outOf(target, entry)
      mkdirSync(out, { recursive: true })
      outcomes.set(
        keyOf(target, entry),
        await run(target.command(join(folder, `${entry}.${target.language}`), out), folder),
      )
    }
  }
  await Promise.all([worker(), worker()])
}, 300_000)

describe.each(targets)("$name", target => {
  test.each(names)("%s", async entry => {
    const { status, output } = outcomes.get(keyOf(target, entry))!
    if (target.builds === "client" && entries[entry].isMistake) {
      expect(status, output).not.toBe(0)
      // It failed because of the guard, and says so.
      expect(output).toMatch(/secretSource|a-server-only-module|server-only/)
      return
    }
    expect(status, output).toBe(0)
    const files = filesBelow(outOf(target, entry))
    const isMap = (path: string): boolean => path.endsWith(".map")
    const maps = [...files].filter(([path]) => isMap(path)).map(([, content]) => content)
    const bundles = [...files].filter(([path]) => !isMap(path)).map(([, content]) => content)
    expect(maps.length, "source maps").toBeGreaterThan(0)
    for (const [path, content] of files) expect(findSecret(content, secret), path).toEqual([])
    if (entry === "public") {
      expect(bundles.join("\n")).toContain(clientId)
      expect(maps.join("\n")).toContain(clientId)
    }
    if (target.builds !== "server" || target.runsOnNode === false) return
    const ran = await run({ file: process.execPath, args: [join(outOf(target, entry), "entry.mjs")] }, folder)
    expect(ran, JSON.stringify(ran)).toMatchObject({ status: 0 })
    if (entry === "use" || entry === "dynamic") {
      expect(ran.output).toContain(`${clientId} has a secret of ${secret.length} characters`)
    }
    expect(findSecret(ran.output, secret)).toEqual([])
  })
})
