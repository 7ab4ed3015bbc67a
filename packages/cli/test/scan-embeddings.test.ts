import { randomBytes, randomInt } from "node:crypto"
import { mkdirSync, readdirSync, realpathSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { randomPadding, randomSecret, secretEncodings } from "@client-secrets/conformance/secret-encodings"
import { expect, test } from "vitest"
import { exampleFile, runCli } from "./run-cli.ts"

interface Finding {
  readonly file: string
  readonly encoding: string
  readonly offset: number
  readonly input: string
}

/** A file with a secret in it, and the positions of the secret. */
interface Embedding {
  readonly content: Buffer
  readonly start: number
  readonly end: number
}

type Embed = (encoded: Buffer) => Embedding

const embedBetween = (before: Buffer, encoded: Buffer, after: Buffer): Embedding => ({
  // Characters of the alphabet next to an encoding without delimiters would extend its run.
  content: Buffer.concat([before, Buffer.from("|"), encoded, Buffer.from("|"), after]),
  start: before.length + 1,
  end: before.length + 1 + encoded.length,
})

const containers: Readonly<Record<string, Embed>> = {
  txt: encoded => embedBetween(randomPadding(), encoded, randomPadding()),
  js: encoded => embedBetween(Buffer.from("export const value = `"), encoded, Buffer.from("`\n")),
  bin: encoded => embedBetween(randomBytes(randomInt(2_000)), encoded, randomBytes(randomInt(2_000))),
  "js.map": encoded => {
    const [before, after] = [`{"version":3,"sources":["a.ts"],"mappings":"AAAA","sourcesContent":["const a = '`, `'"]}`]
    const written = JSON.stringify(encoded.toString("latin1")).slice(1, -1)
    return embedBetween(Buffer.from(before), Buffer.from(written), Buffer.from(after))
  },
}

/** The words by which a report may name an encoding. One that changes nothing, such as JSON's escapes of letters, is not named. */
const words: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  "JSON-escaped": ["JSON-escaped", "\\-escapes"],
  "URL-encoded": ["URL-encoded", "%-escapes"],
  "URL-encoded whole": ["URL-encoded", "%-escapes"],
  reversed: ["reversed"],
  hex: ["hex"],
  "\\x": ["\\x-escaped", "\\-escapes"],
  "\\u": ["\\u-escaped", "\\-escapes"],
  HTML: ["HTML-escaped", "&-escapes"],
  "UTF-16LE": ["UTF-16"],
  "UTF-16BE": ["UTF-16"],
  base64: ["base64", "base64url"],
  base64url: ["base64", "base64url"],
  "base64 in lines": ["base64", "base64url", "lines"],
  "base64url in lines": ["base64", "base64url", "lines"],
}

// One layer, or one within another.
const names = Object.keys(secretEncodings)
const layers = names.flatMap(inner => [[inner], ...names.map(outer => [inner, outer])])

test("finds 10,000 of 10,000 random embeddings, in every encoding and in each within each, and reports encoding and position", async () => {
  expect(Object.keys(words)).toEqual(names)
  expect(layers.length).toBe(names.length ** 2 + names.length)
  const secrets = Array.from({ length: 16 }, randomSecret)
  const folder = scratch(
    Object.fromEntries(secrets.map((secret, index) => [`${index}.json`, exampleFile({ client_secret: secret }).text])),
  )
  const embedded = new Map<string, Embedding & { readonly layers: readonly string[]; readonly input: string }>()
  for (let index = 0; index < 10_000; index++) {
    const applied = layers[index % layers.length]!
    const which = randomInt(secrets.length)
    const encoded = applied.reduce<Buffer>((text, name) => secretEncodings[name]!(text), Buffer.from(secrets[which]!))
    // A source map adds a layer of JSON, if there is something to escape.
    const isJson = applied.length === 1 || JSON.stringify(encoded.toString("latin1")).length === encoded.length + 2
    const kinds = Object.keys(containers).filter(kind => kind !== "js.map" || isJson)
    const kind = kinds[randomInt(kinds.length)]!
    const path = `dist/${index % 100}/${index}.${kind}`
    const embedding = containers[kind]!(encoded)
    mkdirSync(join(folder, `dist/${index % 100}`), { recursive: true })
    writeFileSync(join(folder, path), embedding.content)
    embedded.set(path, {
      ...embedding,
      layers: kind === "js.map" ? [...applied, "JSON-escaped"] : applied,
      input: `${which}.json`,
    })
  }
  const inputs = secrets.flatMap((_, index) => ["--input", `${index}.json`])
  const { exitCode, stdout, stderr } = await runCli(["scan", "dist", ...inputs, "--json"], { folder })
  expect([exitCode, stderr]).toEqual([4, ""])
  const { searched, found, unread }: { searched: number; found: Finding[]; unread: unknown[] } = JSON.parse(stdout)
  expect([searched, unread]).toEqual([10_000, []])

  const missed = new Map(embedded)
  for (const { file } of found) missed.delete(file)
  expect(describeAll(missed)).toEqual([])
  const wrong = found.filter(({ file, encoding, offset, input }) => {
    const one = embedded.get(file)!
    // Only the middle of a long secret is searched: a backslash before it may look like JSON's.
    const own = secrets[Number.parseInt(one.input, 10)]!.includes("\\") ? ["JSON-escaped"] : []
    const called = [...own, ...one.layers.flatMap(name => words[name]!)]
    const isCalled = encoding.split(" ").every(word => word === "in" || word === "plain" || called.includes(word))
    return !isCalled || offset < one.start || offset >= one.end || input !== one.input
  })
  expect(wrong.map(finding => [finding, describe(embedded.get(finding.file)!)]).slice(0, 5)).toEqual([])
  assertNoLeak(secrets, { stdout })
}, 120_000)

function describeAll(embeddings: ReadonlyMap<string, Embedding & { readonly layers: readonly string[] }>) {
  return Array.from(embeddings, ([path, one]) => [path, describe(one)]).slice(0, 5)
}

function describe({ layers, content, start, end }: Embedding & { readonly layers: readonly string[] }): string {
  return `${layers.join(" in ")}: ${JSON.stringify(content.toString("latin1", Math.max(0, start - 20), end + 20))}`
}

test("exits with 0 on 100 MB of real packages without the secret", async () => {
  const secrets = [randomSecret(), randomSecret(), randomSecret()]
  const folder = scratch(
    Object.fromEntries(secrets.map((secret, index) => [`${index}.json`, exampleFile({ client_secret: secret }).text])),
  )
  const packages: string[] = []
  let files = 0
  let bytes = 0
  for (const path of installedPackages()) {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true })
    // A link to a folder elsewhere causes exit code 5, as intended.
    if (entries.some(entry => entry.isSymbolicLink())) continue
    const sizes = entries
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => statSync(join(parentPath, name)).size)
    packages.push(path)
    files += sizes.length
    bytes += sizes.reduce((sum, size) => sum + size, 0)
    if (bytes > 100_000_000) break
  }
  expect(bytes).toBeGreaterThan(100_000_000)
  const inputs = secrets.flatMap((_, index) => ["--input", `${index}.json`])
  const { exitCode, stdout, stderr } = await runCli(["scan", ...packages, ...inputs, "--json"], { folder })
  expect([exitCode, stderr]).toEqual([0, ""])
  expect(JSON.parse(stdout)).toMatchObject({ searched: files, found: [], unread: [] })
}, 120_000)

/** Every package installed in the workspace, by its real folder. */
function* installedPackages(): Generator<string> {
  const store = realpathSync(join(import.meta.dirname, "../../../node_modules/.pnpm"))
  for (const entry of readdirSync(store).sort()) {
    const [, scope, name] = /^(?:(@[^+]+)\+)?([^@]+)@/.exec(entry) ?? []
    if (name === undefined) continue
    const path = join(store, entry, "node_modules", scope ?? "", name)
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) yield path
  }
}
