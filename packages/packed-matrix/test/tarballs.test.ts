import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { afterAll, describe, expect, test } from "vitest"
import { entriesOf, filesOf } from "../drive/entries.ts"
import { execute } from "../drive/execute.ts"
import { integrityOf, packPackages } from "../drive/pack-packages.ts"

const require = createRequire(import.meta.url)
const attw = join(dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js")
const work = mkdtempSync(join(tmpdir(), "packed-tarballs-"))
const packages = packPackages(work)
const repository = "https://github.com/client-secrets/client-secrets"

// attw also resolves like Node 10, which does not support `exports`: not supported here.
const attwProfile = ["--profile", "node16"]
// `require()` of an ESM-only entry works where Node can `require(esm)`.
const attwEsmOnly = [...attwProfile, "--ignore-rules", "cjs-resolves-to-esm"]

/** Eight characters, at least one of them not a lowercase letter, before the extension: they change with any comment. */
const hashInName = /^(dist\/[a-z-]+)-(?=[\w-]*[A-Z\d_])[\w-]{8}(\.d\.c?ts|\.c?js)$/

afterAll(() => rmSync(work, { recursive: true, force: true }))

test("finds the packages", () => expect(packages.length).toBeGreaterThan(7))

test("packing twice produces the same bytes", () => {
  const again = mkdtempSync(join(work, "again-"))
  const digests = (all: typeof packages) => all.map(({ manifest, bytes }) => [manifest.name, integrityOf(bytes)])
  expect(digests(packPackages(again))).toEqual(digests(packages))
})

describe.each(packages)("$manifest.name", packed => {
  const { folder, manifest, files, tarball, bytes } = packed

  test("packs only what a user needs", async () => {
    // Code that several entries of a package share is in files with a hash of their content in their names.
    const names = new Set(files.map(file => file.replace(hashInName, "$1-HASH$2")))
    await expect(`${[...names].sort().join("\n")}\n`).toMatchFileSnapshot(`golden/files/${folder}.txt`)
    expect(files.filter(file => /^(src|test|\.turbo)\//.test(file) || /\.(map|tsbuildinfo|env)$/.test(file))).toEqual(
      [],
    )
    expect(files).toEqual(expect.arrayContaining(["README.md", "LICENSE", "package.json"]))
  })

  test("packs every file that its manifest names", () => {
    const named = [
      ...filesOf(manifest.exports),
      ...Object.values(manifest.bin ?? {}).map(file => file.replace("./", "")),
    ]
    expect(named.filter(file => !files.includes(file))).toEqual([])
  })

  test("says where it comes from and on what it runs", () => {
    expect(manifest).toMatchObject({
      homepage: `${repository}/tree/main/packages/${folder}#readme`,
      bugs: { url: `${repository}/issues` },
      repository: { directory: `packages/${folder}` },
      engines: { node: "^20.19 || >=22.12" },
      sideEffects: expect.anything(),
    })
  })

  test("names versions that exist outside the workspace", () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.peerDependencies })
    expect(versions.filter(version => /^(workspace|catalog):/.test(version))).toEqual([])
  })

  test("publint reports nothing", async () => {
    const pack = { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer }
    const { messages } = await publint({ pack, strict: true })
    expect(messages.map(message => formatMessage(message, manifest))).toEqual([])
  })

  test("its types resolve like its files (attw)", async () => {
    const isDual = entriesOf([packed]).every(({ shipsCommonJs }) => shipsCommonJs)
    const parameters = [tarball, "--format", "ascii", "--no-color", ...(isDual ? attwProfile : attwEsmOnly)]
    const { status, stdout, stderr } = await execute([process.execPath, attw, ...parameters], {
      cwd: work,
      env: process.env,
    })
    expect(status, stdout + stderr).toBe(0)
  })
})
