import { assertNoLeak, findLeaks, freshSecret, replaceSecrets } from "@client-secrets/conformance"
import { expect, test } from "vitest"

test("a fresh secret is 32 random letters and digits", () => {
  const secrets = new Set(Array.from({ length: 1000 }, freshSecret))
  expect(secrets.size).toBe(1000)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9]{32}$/)
})

test("no run of 6 characters of a fresh secret could be a word", () => {
  for (const secret of Array.from({ length: 1000 }, freshSecret)) {
    for (let start = 0; start + 6 <= secret.length; start++) {
      const run = secret.slice(start, start + 6)
      for (const kind of [/[A-Z]/, /[a-z]/, /\d/]) expect(run).toMatch(kind)
    }
  }
})

test("finds every run of 6 characters, and not 5", () => {
  const secret = freshSecret()
  for (let start = 0; start + 6 <= secret.length; start++) {
    const text = `before ${secret.slice(start, start + 6)} after`
    expect(findLeaks([secret], { text })).toMatchObject([{ where: "text", encoding: "plain" }])
    expect(findLeaks([secret], { text: `before ${secret.slice(start, start + 5)} after` })).toEqual([])
  }
})

test.each(["base64", "base64url"] as const)("finds every run of 6 characters in %s at every alignment", encoding => {
  // Bytes whose base64 contains the characters in which the two alphabets differ.
  const secret = `${freshSecret()}~~~???>>>${freshSecret()}`
  for (const before of ["", "1", "12", "123"]) {
    for (let start = 0; start + 6 <= secret.length; start++) {
      const text = Buffer.from(`${before}${secret.slice(start, start + 6)}after`).toString(encoding)
      expect(findLeaks([secret], { text }), text).toMatchObject([{ encoding: "base64" }])
    }
  }
})

test("finds no leak in a text without the secret", () => {
  expect(findLeaks([freshSecret()], { text: "client_secret is missing. ".repeat(1000) })).toEqual([])
})

test("assertNoLeak throws, and says where the leak is", () => {
  const secret = freshSecret()
  expect(() => assertNoLeak([secret], { here: "nothing", there: `a ${secret}` })).toThrow(/there \(plain\)/)
  expect(() => assertNoLeak([secret], { here: "nothing" })).not.toThrow()
})

test("rejects a secret that is too short to search for", () => {
  expect(() => findLeaks(["short"], {})).toThrow(TypeError)
})

test("replaceSecrets changes only letters and digits", () => {
  const { text, secrets } = replaceSecrets('{"a":" GOCSPX-EXAMPLE_00 ","b":" GOCSPX-EXAMPLE_00 "}', [
    " GOCSPX-EXAMPLE_00 ",
  ])
  const [secret = ""] = secrets
  expect(secret).toMatch(/^ [A-Za-z0-9]{6}-[A-Za-z0-9]{7}_[A-Za-z0-9]{2} $/)
  expect(secret).not.toContain("GOCSPX")
  expect(text).toBe(`{"a":"${secret}","b":"${secret}"}`)
})
