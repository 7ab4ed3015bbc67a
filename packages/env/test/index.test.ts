import { fileURLToPath } from "node:url"
import * as env from "@client-secrets/env"
import * as dotenvEntry from "@client-secrets/env/dotenv"
import { build } from "esbuild"
import { expect, test } from "vitest"

test("what is exported", () => {
  expect(Object.keys(env).sort()).toEqual(["bindingSource", "envSource"])
  expect(Object.keys(dotenvEntry)).toEqual(["dotenvSource"])
})

test.each([
  ["index", []],
  // Whoever takes a .env file takes dotenv with it, and nobody else.
  ["dotenv", ["dotenv"]],
])("%s loads %j and nothing else, for any platform", async (name, imports) => {
  for (const extension of ["js", "cjs"]) {
    const entryPoints = [fileURLToPath(new URL(`../dist/${name}.${extension}`, import.meta.url))]
    const { metafile } = await build({
      entryPoints,
      bundle: true,
      write: false,
      metafile: true,
      platform: "neutral",
      external: ["*"],
      logLevel: "silent",
    })
    const external = Object.values(metafile.inputs).flatMap(input => input.imports.map(({ path }) => path))
    expect(external).toEqual(imports)
  }
})
