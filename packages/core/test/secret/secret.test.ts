import { inspect } from "node:util"
import { expect, test, vi } from "vitest"
import { createSecret } from "../../src/secret/secret.ts"

const text = "EXAMPLE_NOT_A_REAL_SECRET"

test("prints as [redacted], however it is printed", () => {
  const secret = createSecret(text)
  expect(`${secret}`).toBe("[redacted]")
  expect(String(secret)).toBe("[redacted]")
  expect(secret + "").toBe("[redacted]")
  expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}')
  expect(inspect(secret, { showHidden: true, customInspect: true })).toBe("[redacted]")
  expect(inspect(secret, { showHidden: true, customInspect: false, depth: 9 })).not.toContain(text)
  expect(inspect({ ...secret }, { showHidden: true })).toBe("{}")
  expect(structuredClone(secret)).toEqual({})
  expect(Object.prototype.toString.call(secret)).toBe("[object client-secrets.Secret]")
})

test("reveals its string, and only through its own reveal()", () => {
  const secret = createSecret(text)
  expect(secret.reveal()).toBe(text)
  for (const receiver of [undefined, null, 1, {}, Object.create(secret), new Proxy(secret, {})]) {
    expect(() => secret.reveal.call(receiver as never)).toThrow(TypeError)
    expect(secret.toString.call(receiver as never)).toBe("[redacted]")
    expect(secret.toJSON.call(receiver as never)).toBe("[redacted]")
  }
  expect(`${new Proxy(secret, {})}`).toBe("[redacted]")
  expect(inspect(Object.create(secret))).toBe("[redacted]")
})

test("equals() compares the two strings", () => {
  const secret = createSecret(text)
  expect(secret.equals(createSecret(text))).toBe(true)
  expect(secret.equals(createSecret(`${text}.`))).toBe(false)
  expect(secret.equals(createSecret(text.slice(1)))).toBe(false)
  expect(secret.equals(createSecret(""))).toBe(false)
  expect(createSecret("a").equals(createSecret("a\0"))).toBe(false)
  for (const other of [undefined, null, text, {}, { reveal: () => 1 }])
    expect(secret.equals(other as never)).toBe(false)
  expect(secret.equals.call({} as never, secret)).toBe(false)
})

test("equals() looks at every character, wherever the first difference is", () => {
  const secret = createSecret(text)
  const charCodeAt = vi.spyOn(String.prototype, "charCodeAt")
  const looksOf = (other: string) => {
    charCodeAt.mockClear()
    secret.equals(createSecret(other))
    return charCodeAt.mock.calls.length
  }
  const others = [text, `x${text.slice(1)}`, `${text.slice(0, -1)}x`, "", `${text}x`]
  const looks = others.map(looksOf)
  charCodeAt.mockRestore()
  expect(looks).toEqual(others.map(() => 2 * text.length))
})

test("is frozen, and so is its prototype", () => {
  const secret = createSecret(text)
  expect(Object.isFrozen(secret)).toBe(true)
  expect(Object.isFrozen(Object.getPrototypeOf(secret))).toBe(true)
  expect(Reflect.ownKeys(secret)).toEqual([])
})

test("accepts only a string", () => {
  for (const value of [undefined, null, 1, {}, ["a"]]) expect(() => createSecret(value as never)).toThrow(TypeError)
})
