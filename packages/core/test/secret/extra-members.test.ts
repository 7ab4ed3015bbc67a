import { inspect } from "node:util"
import { expect, test } from "vitest"
import { createExtraMembers } from "../../src/secret/extra-members.ts"

const text = "EXAMPLE_NOT_A_REAL_SECRET"
const extra = createExtraMembers(
  new Map<string, unknown>([
    ["api_key", text],
    ["nested", { text }],
    ["__proto__", 1],
    ["nothing", undefined],
  ]),
)

test("gives names in their order, and values by name", () => {
  expect(extra.names).toEqual(["api_key", "nested", "__proto__", "nothing"])
  expect(extra.get("api_key")).toBe(text)
  expect(extra.get("nested")).toEqual({ text })
  expect(extra.get("__proto__")).toBe(1)
  expect([extra.has("nothing"), extra.get("nothing")]).toEqual([true, undefined])
  for (const name of ["other", "constructor", "names", "get"])
    expect([extra.has(name), extra.get(name)]).toEqual([false, undefined])
})

test("prints as a count on every route", () => {
  const print = "[4 extra members]"
  expect(`${extra}`).toBe(print)
  expect(String(extra)).toBe(print)
  expect(`${[extra]}`).toBe(print)
  expect(JSON.stringify({ extra })).toBe(JSON.stringify({ extra: print }))
  expect(inspect(extra)).toBe(print)
  for (const options of [
    { customInspect: false },
    { showHidden: true },
    { customInspect: false, showHidden: true, getters: true, depth: 9 },
  ])
    expect(inspect(extra, options)).not.toContain(text)
  expect(structuredClone(extra)).toEqual({})
  expect({ ...extra }).toEqual({})
  expect(Object.prototype.toString.call(extra)).toBe("[object client-secrets.ExtraMembers]")
})

test("is frozen, with its prototype; its list of names is the caller's", () => {
  expect(Object.isFrozen(extra)).toBe(true)
  expect(Object.isFrozen(Object.getPrototypeOf(extra))).toBe(true)
  ;(extra.names as string[]).length = 0
  expect(extra.names).toHaveLength(4)
  expect(Reflect.ownKeys(extra)).toEqual([])
})

test("holds nothing on another receiver, and does not throw there", () => {
  const { has, get } = extra
  const names = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(extra), "names")!.get!
  for (const receiver of [{}, Object.create(extra), new Proxy(extra, {})]) {
    expect(has.call(receiver as never, "api_key")).toBe(false)
    expect(get.call(receiver as never, "api_key")).toBeUndefined()
    expect(names.call(receiver)).toEqual([])
    expect(extra.toString.call(receiver)).toBe("[0 extra members]")
  }
})
