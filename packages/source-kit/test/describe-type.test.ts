import { expect, test } from "vitest"
import { describeType } from "../src/index.ts"

test.each<[value: unknown, words: string]>([
  [undefined, "undefined"],
  [null, "null"],
  ["EXAMPLE", "a string"],
  [7, "a number"],
  [7n, "a bigint"],
  [false, "a boolean"],
  [Symbol("EXAMPLE"), "a symbol"],
  [() => "EXAMPLE", "a function"],
  [["EXAMPLE"], "an array"],
  [{ EXAMPLE: 1 }, "an object"],
  [Promise.resolve("EXAMPLE"), "a Promise"],
  [new Uint8Array(1), "bytes"],
  [new DataView(new ArrayBuffer(1)), "bytes"],
  [new ArrayBuffer(1), "bytes"],
])("describes a value only by its type", (value, words) => {
  expect(describeType(value)).toBe(words)
})
