import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs"
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
  .map(({ name, version }) => ({ name: name as string, version: version as string }))

function run(script: string, ...parameters: string[]) {
  return runWith({}, script, ...parameters)
}

function runWith(variables: Readonly<Record<string, string>>, script: string, ...parameters: string[]) {
  return spawnSync(process.execPath, [join(root, "tools/release", script), ...parameters], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...variables },
  })
}

test("a release contains a tarball, a bill of materials and checksums for every package; staging covers each unpublished one", () => {
  const folder = join(scratch(), "release")
  const packed = run("pack-release.mjs", folder)
  expect(packed.status, packed.stderr).toBe(0)
  const files = readdirSync(folder)
  expect(files.filter(file => file.endsWith(".tgz"))).toHaveLength(publicPackages.length)

  const bills = files
    .filter(file => file.endsWith(".cdx.json"))
    .map(file => JSON.parse(readFileSync(join(folder, file), "utf8")))
  expect(bills.map(({ metadata }) => decodeURIComponent(metadata.component.purl)).sort()).toEqual(
    publicPackages.map(({ name, version }) => `pkg:npm/${name}@${version}`).sort(),
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
  const lines = staged.stdout.split("\n")
  for (const { name, version } of publicPackages) {
    // After a release, until the next one.
    const isKnown = lines.includes(`${name}@${version} is already published`)
    expect(lines).toContain(isKnown ? `${name}@${version} is already published` : `${name}@${version} is staged`)
  }
}, 300_000)

test("a package that the registry refuses does not prevent the others, and the run fails", () => {
  const folder = scratch()
  for (const name of ["one", "two", "three"]) {
    const source = scratch({ "package/package.json": JSON.stringify({ name, version: "1.2.3" }) })
    spawnSync("tar", ["-czf", join(folder, `${name}.tgz`), "-C", source, "package"])
  }
  // The registry has version 1.2.3 of "three", and "one" is waiting for its approval.
  const npm = `#!/bin/sh
case "$1 $2 $3" in
  "view three@1.2.3 version") echo 1.2.3 ;;
  view*) echo "npm error code E404" >&2; exit 1 ;;
  *one.tgz) echo "npm error code E409" >&2; exit 1 ;;
esac
`
  const bin = scratch({ npm })
  chmodSync(join(bin, "npm"), 0o755)
  const { status, stdout, stderr } = runWith({ PATH: `${bin}:${process.env["PATH"]}` }, "stage-release.mjs", folder)
  expect(stdout.split("\n").filter(line => line !== "")).toEqual([
    "three@1.2.3 is already published",
    "two@1.2.3 is staged",
  ])
  expect(stderr).toContain("Not staged: one@1.2.3.")
  expect(status).toBe(1)
})

test("scripts print their usage", () => {
  for (const script of ["pack-release.mjs", "stage-release.mjs"]) expect(run(script)).toMatchObject({ status: 2 })
  expect(run("stage-release.mjs", "folder", "--publish")).toMatchObject({ status: 2 })
})
