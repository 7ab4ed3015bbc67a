import { expect, test } from "vitest"
import { contenders } from "../src/benchmarks/parsing.ts"
import { brokenFiles, sampleFile } from "../src/sample-files.ts"

const withRules = Object.entries(contenders).filter(([name]) => /client-secrets|same value rules/.test(name))

test("all contenders take the file that is measured", () => {
  for (const [name, parse] of Object.entries(contenders)) expect(() => parse(sampleFile(1)), name).not.toThrow()
})

// A rival that lets one through would be measured at less work than it is said to do.
test.each(Object.entries(brokenFiles))("all that enforce the value rules reject %s", (_, file) => {
  expect(withRules).toHaveLength(4)
  for (const [name, parse] of withRules) expect(() => parse(file), name).toThrow()
})
