import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const publicPackages = readdirSync(join(root, "packages"))
  .map(folder => join(root, "packages", folder, "package.json"))
  .filter(manifest => existsSync(manifest))
  .map(manifest => JSON.parse(readFileSync(manifest, "utf8")))
  .filter(manifest => manifest.private !== true)
  .map(({ name }) => name as string)

function run(script: string, ...parameters: string[]) {
  return spawnSync(process.execPath, [join(root, "tools/release", script), ...parameters], {
    cwd: root,
    encoding: "utf8",
  })
}

test("a release holds a tarball, a bill of materials and checksums for every package; staging asks for each that is not published", () => {
  const folder = join(scratch(), "release")
  const packed = run("pack-release.mjs", folder)
  expect(packed.status, packed.stderr).toBe(0)
  const files = readdirSync(folder)
  expect(files.filter(file => file.endsWith(".tgz"))).toHaveLength(publicPackages.length)

  const bills = files
    .filter(file => file.endsWith(".cdx.json"))
    .map(file => JSON.parse(readFileSync(join(folder, file), "utf8")))
  expect(bills.map(({ metadata }) => decodeURIComponent(metadata.component.purl.split("@0")[0])).sort()).toEqual(
    publicPackages.map(name => `pkg:npm/${name}`).sort(),
  )

  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8").trim().split("\n")
  expect(sums).toHaveLength(2 * publicPackages.length)
  for (const line of sums) {
    const [sum, file] = line.split("  ")
    expect(sum).toBe(
      createHash("sha256")
        .update(readFileSync(join(folder, file!)))
        .digest("hex"),
    )
  }

  const staged = run("stage-release.mjs", folder, "--dry-run")
  expect(staged.status, staged.stderr).toBe(0)
  for (const name of publicPackages) expect(staged.stdout).toMatch(new RegExp(`^${name}@0\\.0\\.0 is staged$`, "m"))
}, 300_000)

test("scripts say how they are called", () => {
  for (const script of ["pack-release.mjs", "stage-release.mjs"]) expect(run(script)).toMatchObject({ status: 2 })
  expect(run("stage-release.mjs", "folder", "--publish")).toMatchObject({ status: 2 })
})
