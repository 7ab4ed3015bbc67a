import { readdirSync, readFileSync } from "node:fs"
import { replaceSecrets } from "@client-secrets/conformance"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import index from "../corpus/index.json" with { type: "json" }
import type { Fixtures } from "./corpus.cases.ts"
import { decisions } from "./corpus-decisions.ts"

const folder = new URL("../corpus/files/", import.meta.url)

test("the index lists every file of the corpus", () => {
  expect(readdirSync(folder).sort()).toEqual(index.map(({ file }) => file).sort())
})

test("every open file has a decision, and no other file", () => {
  const open = index.filter(({ specification }) => specification === "open").map(({ file }) => file)
  expect(Object.keys(decisions).sort()).toEqual(open.sort())
})

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./corpus.cases.ts", import.meta.url),
  setUp() {
    const fixtures = Object.fromEntries(index.map(({ file, secrets }) => [file, freshen(file, secrets)]))
    return { fixtures, secrets: Object.values(fixtures).flatMap(({ secrets }) => secrets) }
  },
})

/** A file with fresh secrets, in the file's own encoding. */
function freshen(file: string, secrets: readonly string[]): Fixtures[string] {
  const original = readFileSync(new URL(file, folder)).toString("latin1")
  const { secrets: fresh } = replaceSecrets("", secrets)
  let text = original
  for (const [position, secret] of secrets.entries()) {
    const before = text
    for (const encode of encodings) text = text.replaceAll(encode(secret), () => encode(fresh[position]!))
    expect(text, `${file} holds its secret`).not.toBe(before)
  }
  return { base64: Buffer.from(text, "latin1").toString("base64"), secrets: fresh }
}

const encodings = [
  (text: string) => Buffer.from(text, "utf8").toString("latin1"),
  (text: string) => Buffer.from(text, "utf16le").toString("latin1"),
  (text: string) => Buffer.from(Uint32Array.from(codesOf(text)).buffer).toString("latin1"),
  // json_class-String-secret.json contains it as a list of numbers.
  (text: string) => codesOf(text).join(",\n        "),
  // str-raw-newline-secret.json contains it in two lines.
  (text: string) => `${text.slice(0, 15)}\n${text.slice(15)}`,
]

function codesOf(text: string): number[] {
  return Array.from(text, character => character.charCodeAt(0))
}
