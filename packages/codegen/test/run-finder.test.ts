import { randomInt } from "node:crypto"
import { expect, test } from "vitest"
import { createRunFinder } from "../src/secret-search/run-finder.ts"

const flags = new Uint8Array(256)
for (const byte of Buffer.from("abc")) flags[byte] = 1

/** The beginning and end of each run of the flagged characters, by a regular expression. */
function runsOf(text: string, shortest: number): readonly (readonly [start: number, end: number])[] {
  const runs = Array.from(text.matchAll(/[abc]+/g), ({ 0: run, index }) => [index, index + run.length] as const)
  return runs.filter(([start, end]) => end - start >= shortest)
}

test("finds a byte of every run that is long enough, at any position and at any alignment in memory", () => {
  for (let round = 0; round < 5_000; round++) {
    const shortest = 8 + randomInt(25)
    const alphabet = ["abc ", "abcabcabcabcabcabcabcabcabc ", "abcabcabcabc\0"][round % 3]!
    const text = Array.from({ length: randomInt(400) }, () => alphabet[randomInt(alphabet.length)]).join("")
    const memory = Buffer.alloc(text.length + 1)
    const bytes = memory.subarray(round % 2, (round % 2) + text.length)
    bytes.write(text, "latin1")
    const next = createRunFinder(flags, shortest)(bytes)
    for (const [start, end] of runsOf(text, shortest)) {
      for (const from of [0, start]) {
        let at = next(from)
        while (at < start) {
          // Continues after the end of the run, as callers do.
          while (at < bytes.length && flags[bytes[at]!] === 1) at++
          at = next(at)
        }
        expect([text, start <= at && at < end]).toEqual([text, true])
      }
    }
  }
})
