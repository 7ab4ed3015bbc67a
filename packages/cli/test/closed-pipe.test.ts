import { expect, test, vi } from "vitest"
import { standardOutput } from "../src/report/standard-output.ts"

const failure = vi.hoisted(() => ({ code: "" }))
vi.mock("node:fs", async importOriginal => {
  const writeSync = () => {
    throw Object.assign(new Error("write"), { code: failure.code })
  }
  return { ...(await importOriginal<typeof import("node:fs")>()), fstatSync: () => ({ isFile: () => true }), writeSync }
})

// Windows says EOF, where other systems say EPIPE.
test.each([
  ["EPIPE", true],
  ["EOF", true],
  ["ENOSPC", false],
])("%s from a write: whether only the reader has gone is %s", (code, isClosed) => {
  failure.code = code
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never)
  const onClosed = vi.fn<() => void>()
  const output = standardOutput("stdout", onClosed)
  output.write("one")
  output.write("two")
  expect(exit.mock.calls).toEqual(isClosed ? [] : [[5]])
  if (isClosed) expect(onClosed).toHaveBeenCalledOnce()
  exit.mockRestore()
})
