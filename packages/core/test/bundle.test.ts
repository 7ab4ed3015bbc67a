import { readFileSync } from "node:fs"
import { createContext, runInContext } from "node:vm"
import * as core from "@client-secrets/core"
import { expect, test } from "vitest"
import { bundle } from "./bundle.ts"

const names = Object.keys(core)

test("is of core's files alone", async () => {
  const { inputs } = await bundle(names)
  expect(inputs.filter(input => input !== "<stdin>").every(input => /(^|\/)dist\/[\w.-]+\.js$/.test(input))).toBe(true)
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  )
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
})

// Each would tie core to one runtime, or have it do something when it is imported.
test.each([
  ["a module of Node", /["'`]node:/],
  ["process, which edge runtimes and browsers lack", /\bprocess\s*\./],
  ["Buffer, which is Node's", /\bBuffer\s*[.(]/],
  ["require", /\brequire\s*[.(]/],
  ["a module imported later", /\bimport\s*\(/],
  ["code made of text, which a content security policy forbids", /\b(eval|Function)\s*\(/],
  ["a way to print", /\bconsole\.(log|info|warn|error|debug)\b/],
])("holds no %s", async (_, sign) => {
  expect((await bundle(names)).code).not.toMatch(sign)
})

test("is imported with nothing around it, and does nothing then", async () => {
  const { code } = await bundle(names, "iife")
  // The language alone: no URL, no timer, no encoder. What would make two starts differ throws.
  const context = createContext({})
  runInContext('Math.random = Date.now = () => { throw new Error("not at import") }; Date = undefined', context)
  runInContext(`${code}; globalThis.bundled = bundled`, context)
  expect(Object.keys(context["bundled"]).sort()).toEqual([...names].sort())
})
