import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { readJson } from "../../src/format/read-json.ts"
import { findLineStarts, placeAt } from "../../src/format/text-place.ts"
import { webText } from "../fixtures.ts"

function accepts(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Texts that are almost JSON: a file with a few characters inserted, removed or replaced. */
const nearJson = fc
  .tuple(
    fc.constantFrom(webText(), '{"a": [1, {"b": null}], "\\u0061": -0.5e+3}', '["", true, false, {}]'),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 2 }),
        fc.constantFrom(...'{}[]:,"\\/0123eE+-. \n\tntfu\u00a0\ufeff\u201d#\u0000x'),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [at, kind, sign]) => {
      const index = at % (changed.length + 1)
      return changed.slice(0, index) + (kind === 1 ? "" : sign) + changed.slice(kind === 0 ? index : index + 1)
    }, text),
  )

test("reads exactly what JSON.parse reads", () => {
  let read = 0
  fc.assert(
    fc.property(nearJson, text => {
      const { root, fault } = readJson(text)
      expect([root !== undefined, fault === undefined]).toEqual([accepts(text), accepts(text)])
      if (root !== undefined) read++
    }),
    { numRuns: 20_000 },
  )
  expect(read).toBeGreaterThan(1_000)
})

test("finds every duplicate member, with its position and path", () => {
  const text = '{"a": {"b": 1, "b": 2},\n "\\u0061": [{"c": 1, "c": 2, "c": 3}]}'
  const { duplicates } = readJson(text)
  const found = duplicates.map(({ path, start, firstStart }) => `${path.join(".")} ${start} ${firstStart}`)
  const c = text.indexOf('"c"')
  expect(found.sort()).toEqual(
    [
      `a.b ${text.lastIndexOf('"b"')} ${text.indexOf('"b"')}`,
      `a ${text.indexOf('"\\u0061"')} ${text.indexOf('"a"')}`,
      `a.0.c ${text.indexOf('"c"', c + 1)} ${c}`,
      `a.0.c ${text.lastIndexOf('"c"')} ${c}`,
    ].sort(),
  )
})

describe("describes the fault:", () => {
  test.each<[string, string, RegExp, RegExp]>([
    [
      "a trailing comma",
      '{"a": 1,}',
      /^Not valid JSON: the comma before line 1, column 9 has nothing after it\.$/,
      /Remove that comma/,
    ],
    ["a missing comma", '{"a": 1\n "b": 2}', /a comma or } is missing before line 2, column 2/, /Add it/],
    ["two commas", '{"a": 1,, "b": 2}', /two commas before line 1, column 9/, /Remove one/],
    ["a missing colon", '{"a" 1}', /a colon is missing before line 1, column 6/, /colon/],
    [
      "truncated within a string",
      '{"a": "bc',
      /ends in the middle: the string that begins at line 1, column 7 is never closed/,
      /cut off/,
    ],
    [
      "truncated after a value",
      '{"a": [1, 2',
      /ends in the middle: the list that begins at line 1, column 7/,
      /cut off/,
    ],
    [
      "a comment",
      '{ // note\n"a": 1}',
      /JSON has no comments, but there is one at line 1, column 3/,
      /Remove the comment/,
    ],
    [
      "a comment before the document",
      '/* note */ {"a": 1}',
      /no comments, but there is one at line 1, column 1/,
      /Remove the comment/,
    ],
    ["a typographic quote", "{\u201ca\u201d: 1}", /typographic quote at line 1, column 2/, /plain ones/],
    ["single quotes", "{'a': 1}", /single quote at line 1, column 2/, /double quotes/],
    ["a no-break space", '{\u00a0"a": 1}', /no-break space at line 1, column 2/, /plain space/],
    ["a Markdown fence", '```json\n{"a": 1}\n```', /Markdown fence at line 1, column 1/, /fence/],
    [
      "a line break in a string",
      '{"a": "b\nc"}',
      /string that begins at line 1, column 7 has a line break/,
      /Close it/,
    ],
    ["text after the document", '{"a": 1} x', /text after the end of the JSON, at line 1, column 10/, /Remove it/],
    ["Python", '{"a": None}', /line 1, column 7 has the word None/, /null/],
    [
      "a wrong bracket",
      '{"a": [1}',
      /the list that begins at line 1, column 7 is closed by } at line 1, column 9/,
      /Close it with \]/,
    ],
    ["an invalid escape", '{"a": "C:\\Users"}', /backslash at line 1, column 10/, /two backslashes/],
    ["a text that is not JSON at all", "hello", /does not begin with a brace/, /right file/],
  ])("%s", (_, text, message, hint) => {
    const { fault, root } = readJson(text)
    expect(root).toBeUndefined()
    expect(fault?.message).toMatch(message)
    expect(fault?.hint).toMatch(hint)
  })
})

test("rejects 513 levels, and accepts 512", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels)
  expect(readJson(nested(512)).root).toBeDefined()
  expect(readJson(nested(513))).toMatchObject({ root: undefined, fault: undefined, tooDeepAt: 512 })
})

test("counts a line at a line feed, and at a carriage return that no line feed follows", () => {
  const starts = findLineStarts("a\r\nb\rc\nd")
  expect([0, 3, 5, 7].map(offset => placeAt(starts, offset))).toEqual([1, 2, 3, 4].map(line => ({ line, column: 1 })))
})
