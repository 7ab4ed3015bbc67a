import { fileURLToPath } from "node:url"
import * as env from "@client-secrets/env"
import * as dotenvEntry from "@client-secrets/env/dotenv"
import { build } from "esbuild"
import { expect, test } from "vitest"

test("exports the three sources", () => {
  expect(Object.keys(env).sort()).toEqual(["bindingSource", "envSource"])
  expect(Object.keys(dotenvEntry)).toEqual(["dotenvSource"])
})

test.each([
  ["index", []],
  // Only the entry for .env files imports dotenv.
  ["dotenv", ["dotenv"]],
])("%s imports only %j, for any platform", async (name, imports) => {
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

test.each(["index", "dotenv"])("a bundler that replaces process.env.NAME puts no variable into %s", async name => {
  const inlined = "EXAMPLE_INLINED"
  const names = ["GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRETS_FILE", "GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"]
  const define = Object.fromEntries(names.map(name => [`process.env.${name}`, JSON.stringify(inlined)]))
  const bundle = async (contents: string) => {
    const stdin = { contents, resolveDir: import.meta.dirname }
    const { outputFiles } = await build({ stdin, bundle: true, write: false, platform: "node", format: "esm", define })
    return outputFiles.map(({ text }) => text).join("")
  }
  expect(await bundle(`export * from "../dist/${name}.js"`)).not.toContain(inlined)
  // Otherwise the test would prove nothing.
  expect(await bundle("console.log(process.env.GOOGLE_CLIENT_SECRET)")).toContain(inlined)
})
