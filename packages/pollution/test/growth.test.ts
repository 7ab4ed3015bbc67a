import { describe, expect, test } from "vitest"
import { findExpressions } from "../src/growth/find-expressions.ts"
import { findGrowth } from "../src/growth/find-growth.ts"
import { packagesWithSources, sourcesOf } from "../src/sources.ts"

/**
 * Expressions that are built at run time: an example of each, which is tried like a literal. An expression that is missing
 * here fails the test.
 */
const made: Readonly<Record<string, RegExp | "of a test">> = {
  "cli/src/doctor/framework-project.ts": /\bpublicDir["']?\s{0,10}:\s{0,10}(.?)([\w./-]{0,99})/g,
  "env/src/decode-dotenv.ts": /\s{1001}/,
  "conformance/src/printing-routes.ts": "of a test",
  "pollution/src/growth/attacks.ts": "of a test",
  "pollution/src/growth/find-expressions.ts": "of a test",
}

// Text from outside (a file, an answer, a name) must not block the process: a program on a port once did so for 34 seconds.
describe("no regular expression takes quadratic time", () => {
  test.each(packagesWithSources())("%s", { timeout: 600_000 }, name => {
    const found = findExpressions(sourcesOf(name))
    const places = new Set(found.made.map(one => one.name.split(" ")[0]!))
    expect([...places].filter(place => !Object.hasOwn(made, place))).toEqual([])
    const instances = [...places].flatMap(place => {
      const expression = made[place]
      return expression instanceof RegExp ? [{ name: `${place} ${expression}`, expression }] : []
    })
    const grown = [...found.literals, ...instances]
      .map(({ name, expression }) => ({ name, attack: findGrowth(expression) }))
      .filter(({ attack }) => attack !== undefined)
    expect(grown).toEqual([])
  })
})

test.each<[RegExp, string]>([
  [/\s+$/, "from every place of a run"],
  [/^\[[\w .-]+\]\s*\n\s*\w+\s*=/, "where two repetitions share a character, behind a beginning"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/, "where its own beginning is repeated"],
  [/^(?:a|a)*b/, "in exponential time"],
  [/^(\w+\s?)*!/, "in exponential time, nested"],
  [/(NotFound|InvalidRequest).* true/, "as what stopped a process for 34 seconds"],
  [/(\d+).*?\r\n\r\n/, "as what was retried 20 times"],
  [/[^\\/]*$/, "with a negated class"],
])("finds growth in %s, %s", { timeout: 60_000 }, expression => {
  expect(findGrowth(expression)).toBeDefined()
})

test.each([/^\s*$/, /^[a-z_]{1,24}$/, /^\[[\w .-]+\][^\S\n]*\n\s*\w+\s*=/, /\d{3}/])(
  "finds no growth in %s",
  expression => {
    expect(findGrowth(expression)).toBeUndefined()
  },
)

test("finds literals, and expressions that are built at run time", () => {
  const text =
    'const b = "v+"; const a = /x/g.test("/no/"); new RegExp(`${a}`); "".match("y"); RegExp("z"); "".match(/w/); new RegExp(b, "u")'
  const { literals, made } = findExpressions([{ path: "a.ts", text }])
  expect(literals.map(({ expression }) => String(expression))).toEqual(["/x/g", "/w/", "/v+/u"])
  expect(made.map(({ name }) => name)).toEqual(["a.ts new RegExp(`${a}`)", 'a.ts "".match("y")', 'a.ts RegExp("z")'])
  expect(findExpressions(sourcesOf("core")).literals.length).toBeGreaterThan(10)
})
