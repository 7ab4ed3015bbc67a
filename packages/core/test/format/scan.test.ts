import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { lessDepth, scan } from "../../src/format/scan.ts"
import { jsonText, mutated } from "../arbitrary.ts"
import { readJson } from "../read-json.ts"

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

// Given a text, the line and column at which it stops being JSON.
const faults: [name: string, text: string, line: number, column: number][] = [
  ["nothing", "", 1, 1],
  ["white space alone", " \n ", 2, 2],
  ["an end within an object", '{"web": {', 1, 10],
  ["an end behind a name", '{"web"', 1, 7],
  ["an end behind a colon", '{"web":', 1, 8],
  ["an end within an array", "[1", 1, 3],
  ["an end within a string", '{"web": "abc', 1, 9],
  ["an end within an escape", '"abc\\', 1, 1],
  ["a comma before a brace", '{"web": 1,}', 1, 11],
  ["a comma before a bracket", "[1,]", 1, 4],
  ["a comma at the beginning", "[,1]", 1, 2],
  ["two commas", "[1,,2]", 1, 4],
  ["a line comment", '{ // a\n"web": 1}', 1, 3],
  ["a block comment", "{ /* a */ }", 1, 3],
  ["a hash comment", "# a\n{}", 1, 1],
  ["single quotes", "{'web': 1}", 1, 2],
  ["typographic quotes", "{\u201cweb\u201d: 1}", 1, 2],
  ["a backslash before the quote", '{\\"web\\": 1}', 1, 2],
  ["a name without quotes", "{web: 1}", 1, 2],
  ["a number for a name", "{1: 1}", 1, 2],
  ["a missing comma in an object", '{"a": 1\n"b": 2}', 2, 1],
  ["a missing comma in an array", "[1 2]", 1, 4],
  ["a missing colon", '{"a" 1}', 1, 6],
  ["a missing value", '{"a": }', 1, 7],
  ["a missing value before a comma", '{"a":, "b": 1}', 1, 6],
  ["a second document", "{} {}", 1, 4],
  ["a second brace", "{}}", 1, 3],
  ["a bracket for a brace", "{]", 1, 2],
  ["a brace for a bracket", "[}", 1, 2],
  ["NaN", '{"a": NaN}', 1, 7],
  ["undefined", "[undefined]", 1, 2],
  ["a number with a leading zero", "[01]", 1, 2],
  ["a number with a leading plus", "[+1]", 1, 2],
  ["a number with a leading point", "[.5]", 1, 2],
  ["a number with a trailing point", "[1.]", 1, 2],
  ["a hexadecimal number", "[0x10]", 1, 2],
  ["an unknown escape", '["\\x41"]', 1, 2],
  ["a short unicode escape", '["\\u12"]', 1, 2],
  ["a line break in a string", '["a\nb"]', 1, 2],
  ["a tab in a string", '["a\tb"]', 1, 2],
  ["a NUL in a string", '["a\0b"]', 1, 2],
  ["a NUL at the end", "{}\0", 1, 3],
  ["a no-break space", '{\u00a0"a": 1}', 1, 2],
  ["a form feed", '{\f"a": 1}', 1, 2],
  ["a line separator", '{\u2028"a": 1}', 1, 2],
  ["a byte order mark", "\ufeff{}", 1, 1],
  ["a place behind CRLF", '{\r\n\r\n"a": !}', 3, 6],
  ["a place behind CR alone", '{\r\r"a": !}', 3, 6],
  ["a place behind an astral character", '["\u{1f511}", !]', 1, 8],
]

test.each(faults)("stops at %s", (_, text, line, column) => {
  expect(isJson(text)).toBe(false)
  const [place, reason] = scan(text).fault!
  expect(place).toEqual({ line, column })
  expect(reason).not.toBe("")
})

test("says in the reason nothing of the text", () => {
  for (const [, text] of faults) {
    const renamed = text.replace(/[a-z]{2,}/gi, word => "Q".repeat(word.length))
    if (isJson(renamed)) continue
    expect(scan(renamed).fault![1]).not.toContain("QQ")
  }
})

test("takes what JSON takes", () => {
  for (const text of [
    "{}",
    "[]",
    '""',
    "0",
    "-0",
    "-1.5e+10",
    "1E9",
    "true",
    "false",
    "null",
    " \t\r\n[ ] ",
    "[[],{}]",
  ]) {
    expect(isJson(text)).toBe(true)
    expect(scan(text).fault).toBeUndefined()
  }
})

/** A path as it may be printed: of all names only those that cannot be a secret. */
function printed(path: readonly (string | number)[]): (string | number)[] {
  return path.map(segment =>
    typeof segment === "number" || /^[a-z_]{0,13}[-A-Z]?[a-z_]{1,11}$/.test(segment) ? segment : "?",
  )
}

describe("depth", () => {
  const nested = (levels: number, open = "[", close = "]") => open.repeat(levels) + close.repeat(levels)

  test("takes 512 levels and no more", () => {
    expect(scan(nested(512)).fault).toBeUndefined()
    expect(scan(nested(513)).fault).toEqual([{ line: 1, column: 513 }, lessDepth])
    expect(scan(nested(512, '{"a":', "}").replace(":}", ":1}")).fault).toBeUndefined()
    expect(scan('{"a":'.repeat(513)).fault![1]).toBe(lessDepth)
  })

  test("counts levels, not brackets", () => {
    expect(scan(`[${"[],".repeat(2000)}[]]`).fault).toBeUndefined()
  })
})

describe("duplicates", () => {
  test.each<[string, string, [path: (string | number)[], place: [number, number]][]]>([
    ["none", '{"a": 1, "b": 1}', []],
    ["one", '{"a": 1, "a": 2}', [[["a"], [1, 10]]]],
    [
      "two of one name",
      '{"a": 1, "a": 2, "a": 3}',
      [
        [["a"], [1, 10]],
        [["a"], [1, 18]],
      ],
    ],
    ["one that is written with an escape", '{"a": 1, "\\u0061": 2}', [[["a"], [1, 10]]]],
    [
      "one of each level",
      '{"a": {"b": 1, "b": 2}, "a": 1}',
      [
        [
          ["a", "b"],
          [1, 16],
        ],
        [["a"], [1, 25]],
      ],
    ],
    [
      "one within an array",
      '{"a": [{}, {"b": 1,\n"b": 2}]}',
      [
        [
          ["a", 1, "b"],
          [2, 1],
        ],
      ],
    ],
    ["a name that may be a secret, and does not tell it", '{"aB1": 1, "aB1": 2}', [[["?"], [1, 12]]]],
    ["the empty name", '{"": 1, "": 2}', [[["?"], [1, 9]]]],
    ["__proto__", '{"__proto__": 1, "__proto__": 2}', [[["__proto__"], [1, 18]]]],
    ["the names of Object.prototype, once each", '{"constructor": 1, "toString": 1, "hasOwnProperty": 1}', []],
    ["the same name in two objects", '[{"a": 1}, {"a": 1}]', []],
    ["a string value like a name", '{"a": "a"}', []],
  ])("finds %s", (_, text, want) => {
    expect(scan(text).duplicates).toEqual(want.map(([path, [line, column]]) => [path, { line, column }]))
  })
})

describe("against JSON.parse and a reference reader", () => {
  test("finds a fault where JSON.parse does, in JSON and in what is almost JSON", () => {
    fc.assert(
      fc.property(fc.oneof(jsonText, mutated(jsonText), fc.string({ unit: "binary" }), fc.json()), text => {
        const { fault } = scan(text)
        if (fault?.[1] !== lessDepth) expect(fault === undefined).toBe(isJson(text))
      }),
      { numRuns: 5000 },
    )
  })

  test("finds the duplicates and the places that the reference reader finds", () => {
    fc.assert(
      fc.property(fc.oneof(jsonText, mutated(jsonText)), text => {
        const { fault, duplicates, places } = scan(text)
        if (fault) return
        const reading = readJson(text)
        expect(duplicates).toEqual(
          reading.duplicates.map(({ path, line, column }) => [printed(path), { line, column }]),
        )
        // A path is looked up by its segments joined with commas, which no printable name holds; and a file with
        // duplicates is an error at their places.
        if (duplicates.length > 0 || /\0|""|u0000/.test(text)) return
        for (const { path, line, column } of reading.values) {
          const isPrintable = !printed(path).includes("?")
          if (isPrintable && path.length < 4) expect(places.get(`${path}`)).toEqual({ line, column })
        }
      }),
      { numRuns: 3000 },
    )
  })
})
