import { gzipSync } from "node:zlib"
import { type BuildOptions, build } from "esbuild"
import { expect, test } from "vitest"

const recipes = ["azure-key-vault", "cloudflare-kv", "google-secret-manager", "vault"]
const entries = ["@client-secrets/fetch", ...recipes.map(recipe => `@client-secrets/fetch/${recipe}`)]

async function bundle(code: string, options: BuildOptions = {}): Promise<{ bytes: number; text: string }> {
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
  const text = outputFiles?.[0]?.text ?? ""
  return { bytes: gzipSync(text, { level: 9 }).length, text }
}

// Platform "neutral" knows no module of Node's: an import of one would fail here.
test.each(entries)("%s is within its size and imports nothing", async entry => {
  const { bytes, text } = await bundle(`export * from "${entry}"`)
  console.log(`${entry}: ${bytes} bytes`)
  // Alarms, not rules: the messages say what to do, for each status, each kind of certificate and each store.
  expect(bytes).toBeLessThanOrEqual(entry === "@client-secrets/fetch" ? 6_200 : 8_200)
  expect(text).not.toMatch(/\b(import|require)\b/)
  expect(text).not.toMatch(/\bBuffer\b/)
})

test("who reads from one place does not pay for the others", async () => {
  const one = await bundle(`export { fetchSource } from "@client-secrets/fetch"`)
  expect(one.text).not.toMatch(/googleapis|azure|cloudflare|vault/)
  const all = await bundle(entries.map(entry => `export * from "${entry}"`).join("\n"))
  console.log(`all five in one bundle: ${all.bytes} bytes`)
  expect(all.bytes).toBeLessThanOrEqual(10_500)
})
