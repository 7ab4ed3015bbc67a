import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { hasEachNameOnce, levelsOfValues, TextSize } from "../../src/format/text-size.ts"

/** The size of a text, computed from what `JSON.parse` returns for it. */
function sizeOf(text: string, levels = levelsOfValues): TextSize {
  const members = Object.entries(JSON.parse(text))
  const size = new TextSize()
  size.addBraces(members.length)
  for (const [name, value] of members) size.addMember(name, value, levels)
  return size
}

describe("hasEachNameOnce() is true for a text", () => {
  test.each([
    ["without white space", '{"a":"b","c":["d",{"e":{}}],"f":{"g":[]}}'],
    ["with white space", '{ "a": "b",\n  "c": ["d", { "e": {} }] }'],
    ["with numbers and literals", '{"a":1.0,"b":true,"c":null}'],
    ["of an empty object", "{}"],
  ])("%s", (_, text) => {
    expect(hasEachNameOnce(text, sizeOf(text))).toBe(true)
  })

  test("whose length is exactly the computed one", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]*$/), plainJson), value => {
        const text = JSON.stringify(value)
        const size = sizeOf(text)
        expect(size.characters).toBe(text.length)
        expect(hasEachNameOnce(text, size)).toBe(true)
        expect(hasEachNameOnce(JSON.stringify(value, undefined, 2), size)).toBe(true)
      }),
    )
  })
})

describe("hasEachNameOnce() is false for a text with", () => {
  test.each([
    ["a duplicate name", '{"a":"b","a":"b"}'],
    ["a duplicate name whose first value is shorter", '{"a":"","a":"a long value"}'],
    ["a duplicate name in a nested object", '{"a":[{"b":{"c":1,"c":2}}]}'],
    ["a duplicate name and white space", '{ "a": "b", "a": "b" }'],
    ["an escape in a value", '{"a":"\\u0062"}'],
    ["a duplicate name, once escaped", '{"a":"b","\\u0061":"b"}'],
  ])("%s", (_, text) => {
    expect(hasEachNameOnce(text, sizeOf(text))).toBe(false)
  })

  test("more levels than were counted", () => {
    expect(hasEachNameOnce('{"a":[["b"]]}', sizeOf('{"a":[["b"]]}', 1))).toBe(false)
  })
})

const { plainJson } = fc.letrec<{ plainJson: unknown }>(tie => ({
  plainJson: fc.oneof(
    { maxDepth: 4 },
    fc.stringMatching(/^[ -!#-[\]-~]*$/),
    fc.array(tie("plainJson"), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]*$/), tie("plainJson"), { maxKeys: 4 }),
  ),
}))
