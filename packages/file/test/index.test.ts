import { fileURLToPath } from "node:url"
import * as file from "@client-secrets/file"
import { build } from "esbuild"
import { expect, test } from "vitest"

test("exports fileSource, userConfigPath and userConfigSource", () => {
  expect(Object.keys(file)).toEqual(["fileSource", "userConfigPath", "userConfigSource"])
})

test("imports nothing: Node's modules are loaded when a file is read", async () => {
  for (const extension of ["js", "cjs"]) {
    const entryPoints = [fileURLToPath(new URL(`../dist/index.${extension}`, import.meta.url))]
    const { metafile } = await build({ entryPoints, bundle: true, write: false, metafile: true, platform: "neutral" })
    expect(Object.values(metafile.inputs).flatMap(input => input.imports)).toEqual([])
  }
})
