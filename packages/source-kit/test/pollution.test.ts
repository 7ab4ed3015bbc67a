import { afterEach, expect, test } from "vitest"
import { openFile, pause } from "../src/file-work.ts"
import { isSourceFailure, ownGlobal, readVariable, runFileWork, runFileWorkSync } from "../src/index.ts"

const shared = Object.prototype as unknown as Record<string | symbol, unknown>
const polluted: (string | symbol)[] = []

function pollute(name: string | symbol, value: unknown): void {
  polluted.push(name)
  shared[name] = value
}

afterEach(() => {
  for (const name of polluted.splice(0)) delete shared[name]
})

test("a polluted prototype makes no file missing, and delays no work", async () => {
  const here = new URL("pollution.test.ts", import.meta.url).pathname
  for (const [name, value] of [
    ["wait", 1e9],
    ["kind", "wait"],
    ["milliseconds", 1e9],
    ["error", "EXAMPLE"],
    ["name", "open"],
    ["code", "not_found"],
  ] as const) {
    pollute(name, value)
    expect(await runFileWork(openFile(here)), name).toBeTypeOf("number")
    expect(runFileWorkSync(openFile(here)), name).toBeTypeOf("number")
    expect(runFileWorkSync(pause(1)), name).toBeUndefined()
    delete shared[name]
  }
})

test("a polluted prototype provides neither an error of ours, nor a global, nor a variable", () => {
  pollute(Symbol.for("client-secrets.hint"), "EXAMPLE")
  pollute("EXAMPLE_VARIABLE", "EXAMPLE")
  expect(isSourceFailure(new Error("EXAMPLE"))).toBe(false)
  expect(ownGlobal("EXAMPLE_VARIABLE")).toBeUndefined()
  expect(readVariable("EXAMPLE_VARIABLE")).toBeUndefined()
})
