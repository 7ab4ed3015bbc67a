import { expect, test } from "vitest"
import { shareRun } from "../drive/shared-run.ts"

function fails(): never {
  throw new Error("the check's own")
}

test("checks share one run", async () => {
  let runs = 0
  const check = shareRun(async attempt => [++runs, attempt], 2)
  for (let time = 0; time < 3; time++) await check(outcome => expect(outcome).toEqual([1, 1]))
})

test("a run whose check failed is made again, once, and what fails then stays failed", async () => {
  let runs = 0
  const check = shareRun(async attempt => [++runs, attempt], 2)
  await expect(check(fails)).rejects.toThrow("the check's own")
  await check(outcome => expect(outcome).toEqual([2, 2]))
  await expect(check(fails)).rejects.toThrow("the check's own")
  await check(outcome => expect(outcome).toEqual([2, 2]))
})

test("a run that rejects is made again", async () => {
  const check = shareRun(async attempt => (attempt === 1 ? fails() : attempt), 2)
  await expect(check(() => {})).rejects.toThrow("the check's own")
  await check(attempt => expect(attempt).toBe(2))
})

test("on a developer's machine a run is made once", async () => {
  let runs = 0
  const check = shareRun(async () => ++runs, 1)
  for (let time = 0; time < 2; time++) await expect(check(fails)).rejects.toThrow("the check's own")
  expect(runs).toBe(1)
})
