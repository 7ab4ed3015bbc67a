import { expect, test } from "vitest"
import { contenders } from "../src/benchmarks/parsing.ts"
import { brokenFiles, sampleFile } from "../src/sample-files.ts"

const withRules = Object.entries(contenders).filter(([name]) => /client-secrets|same value rules/.test(name))

test("all contenders accept the file that is measured", () => {
  for (const [name, parse] of Object.entries(contenders)) expect(() => parse(sampleFile(1)), name).not.toThrow()
})

// A competitor that accepts one would do less work than it claims.
test.each(Object.entries(brokenFiles))("all contenders that enforce the value rules reject %s", (_, file) => {
  expect(withRules).toHaveLength(4)
  for (const [name, parse] of withRules) expect(() => parse(file), name).toThrow()
})
