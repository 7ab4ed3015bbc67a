import { type BuildOptions, build } from "esbuild"
import { expect, test } from "vitest"

const recipes = ["azure-key-vault", "cloudflare-kv", "google-secret-manager", "vault"]
const entries = ["@client-secrets/fetch", ...recipes.map(recipe => `@client-secrets/fetch/${recipe}`)]

async function bundle(code: string, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    ...options,
  })
  return outputFiles?.[0]?.text ?? ""
}

// The platform "neutral" knows no module of Node's: importing one would fail here.
test.each(entries)("%s imports nothing", async entry => {
  const text = await bundle(`export * from "${entry}"`)
  expect(text).not.toMatch(/\b(import|require)\b/)
  expect(text).not.toMatch(/\bBuffer\b/)
})

test("importing one source does not bundle the others", async () => {
  const one = await bundle(`export { fetchSource } from "@client-secrets/fetch"`)
  expect(one).not.toMatch(/googleapis|azure|cloudflare|vault/)
})
