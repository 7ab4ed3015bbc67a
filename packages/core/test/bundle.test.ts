import { readFileSync } from "node:fs"
import { createContext, runInContext } from "node:vm"
import * as core from "@client-secrets/core"
import { expect, test } from "vitest"
import { bundle } from "./bundle.ts"

const names = Object.keys(core)

test("the bundle contains only core's own files", async () => {
  const { inputs } = await bundle(names)
  expect(inputs.filter(input => input !== "<stdin>").every(input => /(^|\/)dist\/[\w.-]+\.js$/.test(input))).toBe(true)
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  )
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
})

// Each would tie core to one runtime, or make it do something on import.
test.each([
  ["a module of Node", /["'`]node:/],
  ["process, which edge runtimes and browsers lack", /\bprocess\s*\./],
  ["Buffer, which only Node has", /\bBuffer\s*[.(]/],
  ["require", /\brequire\s*[.(]/],
  ["a dynamic import", /\bimport\s*\(/],
  ["code compiled from a string, which a content security policy forbids", /\b(eval|Function)\s*\(/],
  ["a call that prints", /\bconsole\.(log|info|warn|error|debug)\b/],
])("the bundle does not contain %s", async (_, sign) => {
  expect((await bundle(names)).code).not.toMatch(sign)
})

test.each(["index.js", "index.cjs"])(
  "%s is plain ASCII: a single other character makes an engine store the whole file as UTF-16",
  name => {
    const text = readFileSync(new URL(`../dist/${name}`, import.meta.url), "utf8")
    expect(text.match(/[^\0-\x7f]/g) ?? []).toEqual([])
  },
)

test("the bundle loads in a context without any host API, and does nothing on import", async () => {
  const { code } = await bundle(names, "iife")
  // Only the language: no URL, no timer, no encoder. Everything that could make two starts differ throws.
  const context = createContext({})
  runInContext('Math.random = Date.now = () => { throw new Error("not at import") }; Date = undefined', context)
  runInContext(`${code}; globalThis.bundled = bundled`, context)
  expect(Object.keys(context["bundled"]).sort()).toEqual([...names].sort())
})
