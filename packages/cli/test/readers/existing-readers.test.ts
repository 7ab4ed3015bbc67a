import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { existingReaders } from "../../src/doctor/readers/existing-readers.ts"
import { refusalOf } from "../../src/doctor/readers/reader.ts"

interface Entry {
  readonly file: string
  readonly intent: string
  readonly secrets: readonly string[]
}

const corpus = new URL("../../../conformance/corpus/", import.meta.url)
const entries: readonly Entry[] = JSON.parse(readFileSync(new URL("index.json", corpus), "utf8"))
// Which readers accepted each file when they were really run on it.
const verdicts: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL("./recorded-verdicts.json", import.meta.url), "utf8"),
)
const bytesOf = (file: string): Uint8Array => readFileSync(new URL(`files/${file}`, corpus))

test("every file of the corpus has a verdict, and every reader a model", () => {
  expect(Object.keys(verdicts).sort()).toEqual(entries.map(({ file }) => file).sort())
  expect(entries.length).toBeGreaterThan(150)
  const recorded = new Set(Object.values(verdicts).flat())
  expect(existingReaders.map(({ id }) => id).sort()).toEqual([...recorded].sort())
})

for (const reader of existingReaders) {
  describe(reader.id, () => {
    test("agrees with every recorded verdict", () => {
      const differing = entries.flatMap(({ file, intent }) => {
        const reason = refusalOf(reader, bytesOf(file))
        return (reason === undefined) === verdicts[file]?.includes(reader.id)
          ? []
          : [`${file} (${intent}): ${reason ?? "accepted"}`]
      })
      expect(differing).toEqual([])
    })

    test("reveals no secret in a reason", () => {
      const reasons = entries.map(({ file }) => refusalOf(reader, bytesOf(file)) ?? "").join("\n")
      const secrets = entries.flatMap(({ secrets }) => secrets).filter(secret => secret.length >= 8)
      expect(secrets.filter(secret => reasons.includes(secret))).toEqual([])
    })
  })
}
