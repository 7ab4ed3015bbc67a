import { readFileSync } from "node:fs"
import {
  ClientSecretsError,
  type ClientSecretsIssue,
  loadClientSecretsSync,
  safeParseClientSecrets,
} from "@client-secrets/core"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { spellings } from "./value-spellings.ts"

/** Values from people's reports and from the documentation of providers, one per line. */
function readLines(file: string): readonly string[] {
  return readFileSync(new URL(`../corpus/field/${file}`, import.meta.url), "utf8")
    .split("\n")
    .filter(line => line !== "")
}

/** The codes of errors and warnings for a value as client id and as secret, in a file. */
function codesOf(value: string): Readonly<Record<"id" | "secret", readonly string[]>> {
  const one = "5566778899-abc.apps.googleusercontent.com"
  return { id: judge(value, "EXAMPLE-NOT-REAL", "client_id"), secret: judge(one, value, "client_secret") }
}

function judge(id: string, secret: string, member: string): readonly string[] {
  const result = safeParseClientSecrets({
    web: {
      client_id: id,
      client_secret: secret,
      redirect_uris: ["https://app.example.com/"],
      auth_uri: "https://login.example.com/auth",
      token_uri: "https://login.example.com/token",
    },
  })
  const errors: readonly ClientSecretsIssue[] = result.success ? [] : result.error.issues
  const warnings = result.warnings.map(issue => ({ ...issue, code: `${issue.code} (warning)` }))
  return [...errors, ...warnings].filter(({ path }) => path[1] === member).map(({ code }) => code)
}

const isRefused = (value: string): boolean => {
  const { id, secret } = codesOf(value)
  return [...id, ...secret].some(code => !code.endsWith("(warning)"))
}

test("accepts every legitimate id and secret in a file", () => {
  expect(readLines("values-legitimate.txt").filter(isRefused)).toEqual([])
})

test('accepts them in variables too, except "air quotes", whose quotes look like a shell\'s', () => {
  const refused = readLines("values-legitimate.txt").filter(value => codesOfPair(value).length > 0)
  expect(refused).toEqual(['"air quotes"'])
})

/** The codes of errors for a value as the secret of key/value pairs. */
function codesOfPair(value: string): readonly string[] {
  const members = {
    client_id: "1234567890-abc.apps.googleusercontent.com",
    client_secret: value,
    redirect_uris: "https://app.example.com/",
  }
  const source = { name: "variables", read: async () => ({ members }), readSync: () => ({ members }) }
  try {
    loadClientSecretsSync(source)
    return []
  } catch (error) {
    if (ClientSecretsError.is(error)) return error.issues.map(({ code }) => code)
    throw error
  }
}

test("rejects every sample text of a template", () => {
  const missed = readLines("values-placeholder.txt").filter(value => {
    const { id, secret } = codesOf(value)
    return !id.includes("placeholder") || !secret.includes("placeholder")
  })
  expect(missed).toEqual([])
})

test("every spelling that people used has an expected result", () => {
  const lines = readLines("values-spellings.txt")
  expect(Object.keys(spellings).sort()).toEqual([...new Set(lines)].sort())
  const seen = Object.fromEntries([...new Set(lines)].map(value => [value, codesOf(value).secret[0] ?? "accepted"]))
  expect(seen).toEqual(spellings)
})

describe("accepts random secrets of common alphabets", () => {
  const alphabets: Readonly<Record<string, string>> = {
    hexadecimal: "0123456789abcdef",
    base64url: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    base64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "Entra's": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~",
    "all of ASCII": Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join(""),
  }
  test.each(Object.entries(alphabets))("%s", (_, alphabet) => {
    const secret = fc
      .array(fc.constantFrom(...alphabet), { minLength: 16, maxLength: 44 })
      .map(characters => characters.join(""))
    fc.assert(
      fc.property(secret, value => {
        const codes = codesOf(value).secret.filter(code => code !== "quotes_in_value (warning)")
        expect(codes).toEqual([])
      }),
      { numRuns: 5_000 },
    )
    // In variables and stores, including secrets that begin like base64 of a file or of Google's secrets.
    const beginnings = ["", "eyJ", "ewo", "eyI", "R09DU1BY", "ZXlK"]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), secret, (beginning, value) => {
        expect(codesOfPair(beginning + value).filter(code => code !== "quoted")).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })
})
