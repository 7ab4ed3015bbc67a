import { expect, test } from "vitest"
import lastRelease from "../golden/verdicts.json" with { type: "json" }
import { verdictChanges } from "./verdict-changes.ts"
import { verdictsOfAllFiles } from "./verdicts.ts"

const golden: Readonly<Record<string, string>> = lastRelease

test("every file has the verdict of the last release, or a row that gives the reason for another one", () => {
  const changes = new Map(verdictChanges.flatMap(({ files, from, to }) => files.map(file => [file, { from, to }])))
  const now = verdictsOfAllFiles()
  const expected = Object.fromEntries(
    Object.entries(golden).map(([file, verdict]) => [file, changes.get(file)?.to ?? verdict]),
  )
  expect(Object.fromEntries(Object.keys(golden).map(file => [file, now[file]]))).toEqual(expected)
})

test("every row is a change to a file of the last release, and gives a reason", () => {
  for (const { files, from, to, why } of verdictChanges) {
    expect(to).not.toBe(from)
    expect(why).toMatch(/^[A-Z].*\.$/)
    for (const file of files) expect([file, golden[file]]).toEqual([file, from])
  }
})
