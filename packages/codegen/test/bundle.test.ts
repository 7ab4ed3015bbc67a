import { build } from "esbuild"
import { expect, test } from "vitest"

test("a bundle without a platform uses no module of Node, no process and no Buffer, and imports only core", async () => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: 'export { generate, findSecret } from "@client-secrets/codegen"',
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: [],
    metafile: true,
    logLevel: "silent",
  })
  const code = outputFiles[0]!.text
  expect(code).not.toMatch(/["']node:|\bprocess\.|\bBuffer\b|\brequire\(/)
  expect(Object.keys(metafile.inputs).sort()).toEqual(["../core/dist/index.js", "<stdin>", "dist/index.js"])
})
