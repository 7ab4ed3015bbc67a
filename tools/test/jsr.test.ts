import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { locateDeno, scratch } from "@client-secrets/conformance/runtimes"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const read = (...path: string[]) => JSON.parse(readFileSync(join(root, "packages", ...path), "utf8"))
const folders = readdirSync(join(root, "packages")).filter(folder =>
  existsSync(join(root, "packages", folder, "package.json")),
)

/** Packages that are not on JSR, each with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  cli: "a command that npm's package managers install; its entries re-export packages that are on JSR by their own names",
}
/** Entries that are not on JSR, since it has no export conditions, on which this guard depends. */
const withoutEntry = ["./server-only", "./package.json"]

describe.each(folders.filter(folder => read(folder, "package.json").private !== true))("packages/%s", folder => {
  test("is on JSR with all its entries, or has a listed reason", () => {
    if (Object.hasOwn(elsewhere, folder))
      return expect(existsSync(join(root, "packages", folder, "jsr.json"))).toBe(false)
    const { name, exports } = read(folder, "jsr.json")
    const manifest = read(folder, "package.json")
    expect(name).toBe(manifest.name)
    const entries = typeof exports === "string" ? { ".": exports } : exports
    const carried = (all: object) =>
      Object.keys(all)
        .filter(one => !withoutEntry.includes(one))
        .sort()
    expect(carried(entries)).toEqual(carried(manifest.exports))
  })
})

const deno = locateDeno()

test.skipIf(deno === undefined)(
  "deno publish --dry-run accepts every package",
  () => {
    const folder = join(scratch(), "jsr")
    const prepared = spawnSync(process.execPath, [join(root, "tools/release/prepare-jsr.mjs"), folder], {
      encoding: "utf8",
    })
    expect(prepared.status, prepared.stderr).toBe(0)
    const { status, stderr } = spawnSync(deno!, ["publish", "--dry-run", "--allow-dirty"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    })
    expect(status, stderr).toBe(0)
    expect(stderr).toContain("Dry run complete")
    for (const name of readdirSync(folder).filter(one => existsSync(join(folder, one, "deno.json"))))
      expect(stderr).toContain(`@client-secrets/${name}@`)
  },
  300_000,
)
