import { expect, test } from "vitest"
import { benchmarks } from "../src/benchmarks/index.ts"
import { printMarkdown, printTable } from "../src/print-table.ts"

// Very little work: this tests that a benchmark still runs, not how fast.
const effort = { scale: 0.01 }

test("each benchmark has a unique name", () => {
  const names = benchmarks.map(benchmark => benchmark.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z-]+$/)
})

test.each(benchmarks)("$name runs, and returns figures", { timeout: 120_000 }, async ({ title, run }) => {
  const result = await run(effort)
  expect(result.rows.length).toBeGreaterThan(1)
  for (const { label, figures } of result.rows) {
    expect(figures, label).toHaveLength(result.columns.length)
    for (const figure of figures) if (figure !== undefined) expect(figure, label).toBeGreaterThanOrEqual(0)
  }
  for (const { figure } of result.goals ?? []) expect(figure).toBeGreaterThanOrEqual(0)
  const table = printTable(title, result)
  for (const line of table.split("\n")) expect(line.length).toBeLessThanOrEqual(100)
  expect(table + printMarkdown(title, result)).not.toMatch(/NaN|undefined|Infinity/)
})
