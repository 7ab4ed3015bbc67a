import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { secretSource } from "@client-secrets/core"
import * as guard from "@client-secrets/core/server-only"
import { build } from "esbuild"
import { expect, test } from "vitest"

// packages/bundler-matrix tests what each bundler makes of it.

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

test("exports secretSource on a server, for import and for require", () => {
  expect(Object.keys(guard)).toEqual(["secretSource"])
  expect(guard.secretSource).toBe(secretSource)
  const require = createRequire(import.meta.url)
  expect(Object.keys(require("@client-secrets/core/server-only"))).toEqual(["secretSource"])
})

test("lists every server condition before the browser's, and webpack's before the others", () => {
  const conditions = manifest.exports["./server-only"]
  const servers = ["react-server", "workerd", "edge-light", "deno", "bun", "node"]
  expect(Object.keys(conditions)).toEqual(["types", ...servers, "browser", "default"])
  for (const server of [...servers, "default"]) expect(conditions[server]).toEqual(conditions.node)
  expect(Object.keys(conditions.browser)).toEqual(["webpack", "require", "default"])
})

const bundle = (conditions: string[], code: string): ReturnType<typeof build> => {
  const resolveDir = fileURLToPath(new URL(".", import.meta.url))
  return build({
    stdin: { contents: code, resolveDir },
    bundle: true,
    write: false,
    logLevel: "silent",
    platform: "browser",
    conditions,
  })
}

test("makes a build for a browser fail", async () => {
  const code = 'import { secretSource } from "@client-secrets/core/server-only"\nconsole.log(secretSource)'
  await expect(bundle([], code)).rejects.toThrow(
    'No matching export in "server-only/a-server-only-module-is-imported-by-code-for-the-browser.js" for import "secretSource"',
  )
  const required = 'console.log(require("@client-secrets/core/server-only"))'
  await expect(bundle([], required)).rejects.toThrow("a-server-only-module-is-imported-by-code-for-the-browser")
  await expect(bundle(["webpack"], code)).rejects.toThrow("a-server-only-module-is-imported-by-code-for-the-browser")
  for (const server of ["workerd", "edge-light"]) await bundle([server, "worker"], code)
})

test("throws in a browser that loads it without a build", async () => {
  await expect(
    import("../server-only/a-server-only-module-is-imported-by-code-for-the-browser.js" as string),
  ).rejects.toThrow("A server-only module was loaded in a browser")
})
