import { identifiersOf } from "./identifiers.ts"
import { findDifferences } from "./run-operations.ts"
import { suites } from "./suites.ts"
import { valueFor, values } from "./values.ts"

// node src/run.ts [--all] [PACKAGE…]: one JSON object a line for each package.
const all = process.argv.includes("--all")
const wanted = process.argv.slice(2).filter(word => !word.startsWith("--"))
let failed = false

for (const [name, suite] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const operations = await suite.operations()
  const names = identifiersOf(suite.sources)
  const started = performance.now()
  const { runs, differences } = await findDifferences(operations, names, one => (all ? values : [valueFor(one)]))
  const seconds = Math.round((performance.now() - started) / 100) / 10
  failed ||= differences.length > 0
  console.log(
    JSON.stringify({ package: name, names: names.length, operations: operations.length, runs, seconds, differences }),
  )
}
// Servers of the operations may still be open.
process.exit(failed ? 1 : 0)
