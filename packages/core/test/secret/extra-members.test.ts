import { inspect } from "node:util"
import { expect, test } from "vitest"
import { parseClientSecrets } from "../../src/index.ts"
import { createExtraMembers } from "../../src/secret/extra-members.ts"
import { exampleMembers } from "../example-client.ts"

const text = "EXAMPLE_NOT_A_REAL_SECRET"
const extra = createExtraMembers(
  new Map<string, unknown>([
    ["api_key", text],
    ["nested", { text }],
    ["__proto__", 1],
    ["nothing", undefined],
  ]),
)

test("lists names in their order, and returns values by name", () => {
  expect(extra.names).toEqual(["api_key", "nested", "__proto__", "nothing"])
  expect(extra.get("api_key")).toBe(text)
  expect(extra.get("nested")).toEqual({ text })
  expect(extra.get("__proto__")).toBe(1)
  expect([extra.has("nothing"), extra.get("nothing")]).toEqual([true, undefined])
  for (const name of ["other", "constructor", "names", "get"])
    expect([extra.has(name), extra.get(name)]).toEqual([false, undefined])
})

test("prints as a count, however it is printed", () => {
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

test("is frozen, and so is its prototype; its list of names is a copy", () => {
  expect(Object.isFrozen(extra)).toBe(true)
  expect(Object.isFrozen(Object.getPrototypeOf(extra))).toBe(true)
  ;(extra.names as string[]).length = 0
  expect(extra.names).toHaveLength(4)
  expect(Reflect.ownKeys(extra)).toEqual([])
})

test("its values are frozen at every depth, since several readers share them", () => {
  const file = { web: { ...exampleMembers, settings: { list: [{ name: "first" }, [1]], nothing: null } } }
  for (const input of [file, JSON.stringify(file), new TextEncoder().encode(JSON.stringify(file))]) {
    const { extra } = parseClientSecrets(input)
    const settings = extra.get("settings") as (typeof file)["web"]["settings"]
    expect(settings).toEqual(file.web.settings)
    for (const value of [settings, settings.list, settings.list[0], settings.list[1]])
      expect(Object.isFrozen(value)).toBe(true)
    expect(() => settings.list.push([2])).toThrow(TypeError)
  }
  // The caller's own object is copied, and does not change.
  expect(Object.isFrozen(file.web.settings)).toBe(false)
})

test("a value of the wrong type is an extra member, and frozen as well", () => {
  const { extra } = parseClientSecrets({ web: { ...exampleMembers, project_id: { names: ["example"] } } })
  expect(Object.isFrozen((extra.get("project_id") as { names: string[] }).names)).toBe(true)
})

test("freezes values nested as deep as a file may be, without recursion", () => {
  let deep: unknown = "the end"
  for (let level = 0; level < 100_000; level++) deep = [deep]
  const extra = createExtraMembers(new Map([["deep", deep]]))
  let level = extra.get("deep")
  let frozen = 0
  for (; Array.isArray(level); level = level[0]) if (Object.isFrozen(level)) frozen++
  expect(frozen).toBe(100_000)
})

test("its methods find nothing on another receiver, and do not throw", () => {
  const { has, get } = extra
  const names = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(extra), "names")!.get!
  for (const receiver of [{}, Object.create(extra), new Proxy(extra, {})]) {
    expect(has.call(receiver as never, "api_key")).toBe(false)
    expect(get.call(receiver as never, "api_key")).toBeUndefined()
    expect(names.call(receiver)).toEqual([])
    expect(extra.toString.call(receiver)).toBe("[0 extra members]")
  }
})
