import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type AnyClientSecrets,
  ClientSecretsError,
  type ClientSecretsIssue,
  clientSecretsSchema,
  type MandatoryMember,
  type ParseClientSecretsOptions,
  parseClientSecrets,
  safeParseClientSecrets,
  toClientSecretsJson,
} from "../../src/index.ts"
import { clientText, escapedClientText, jsonText, mutated } from "../arbitrary.ts"
import { reveal } from "../reveal.ts"

const anyText = fc.oneof(clientText, escapedClientText, mutated(clientText), jsonText, fc.string({ unit: "binary" }))

const anyBytes = fc.oneof(
  fc.uint8Array(),
  anyText.map(text => new TextEncoder().encode(text)),
  anyText.map(text => new TextEncoder().encode(`\ufeff${text}`)),
  anyText.map(text => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"))),
  anyText.map(text => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le").swap16())),
  // One or two bytes of a valid text replaced, inserted or removed.
  fc
    .tuple(clientText, fc.nat(), fc.uint8Array({ maxLength: 2 }), fc.nat({ max: 2 }))
    .map(([text, at, bytes, count]) => {
      const encoded = [...new TextEncoder().encode(text)]
      encoded.splice(at % (encoded.length + 1), count, ...bytes)
      return Uint8Array.from(encoded)
    }),
)

const anyValue = fc.oneof(
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  }),
  fc.record({ web: fc.anything({ withNullPrototype: true }) }),
  anyText.map(text => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return text
    }
  }),
)

const anyOptions = fc.record(
  {
    type: fc.constantFrom("web" as const, "installed" as const),
    optional: fc.subarray<MandatoryMember>(["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"]),
    maxBytes: fc.nat({ max: 2000 }),
    allowInsecureEndpoints: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ParseClientSecretsOptions>

/** What must be true of every result, whatever the input. */
function expectAnAnswer(input: unknown, options?: ParseClientSecretsOptions): AnyClientSecrets | undefined {
  const result = safeParseClientSecrets(input as string, options)
  for (const issue of [...result.warnings, ...(result.success ? [] : result.error.issues)]) expectSound(issue)
  if (result.success) return result.data as AnyClientSecrets
  expect(result.error.constructor).toBe(ClientSecretsError)
  expect(result.error.cause).toBeUndefined()
  expect(result.error.issues.length).toBeGreaterThan(0)
  expect(result.error.message).toMatch(/^[^\p{Cc}\p{Cs}\u2028\u2029]+(\n[^\p{Cc}\p{Cs}\u2028\u2029]+)+$/u)
  return undefined
}

function expectSound({ code, message, hint, path, line, column }: ClientSecretsIssue): void {
  expect(code).toMatch(/^[a-z_0-9]+$/)
  for (const text of [message, hint]) expect(text).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+$/u)
  for (const segment of path) expect(String(segment)).toMatch(/^([A-Za-z][\w-]{0,63}|\d+)$/)
  if (line !== undefined) expect([line > 0, column! > 0]).toEqual([true, true])
}

describe("safeParseClientSecrets returns a value or a ClientSecretsError, and never throws", () => {
  test.each([
    ["text", anyText],
    ["bytes", anyBytes],
    ["anything", anyValue],
  ])("for %s", (_, inputs: fc.Arbitrary<unknown>) => {
    fc.assert(
      fc.property(inputs, fc.option(anyOptions, { nil: undefined }), (input, options) => {
        expectAnAnswer(input, options)
      }),
      { numRuns: 4000 },
    )
  })

  test("the Standard Schema never throws either", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyBytes, anyValue), input => {
        const result = clientSecretsSchema["~standard"].validate(input)
        for (const issue of result.issues ?? []) expectSound(issue)
      }),
      { numRuns: 2000 },
    )
  })

  test("parseClientSecrets throws the error that safeParseClientSecrets returns", () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        const result = safeParseClientSecrets(text, options)
        if (result.success) expect(reveal(parseClientSecrets(text, options))).toEqual(reveal(result.data))
        else expect(() => parseClientSecrets(text, options)).toThrow(result.error.message)
      }),
      { numRuns: 1000 },
    )
  })
})

test("a string, its bytes and its parsed object lead to equal clients", () => {
  fc.assert(
    fc.property(escapedClientText, anyOptions, (text, options) => {
      const fromText = expectAnAnswer(text, { ...options, maxBytes: 1e6 })
      if (!fromText) return
      const fromBytes = expectAnAnswer(Buffer.from(`\ufeff${text}`, "utf16le"), { ...options, maxBytes: 1e6 })
      const fromObject = expectAnAnswer(JSON.parse(text), { ...options, maxBytes: 1e6 })
      expect(reveal(fromBytes!)).toStrictEqual(reveal(fromText))
      expect(reveal(fromObject!)).toStrictEqual(reveal(fromText))
    }),
    { numRuns: 2000 },
  )
})

test("toClientSecretsJson writes JSON that parses to an equal client, and writes that client the same way", () => {
  let written = 0
  const withExtra = fc
    .tuple(clientText, fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()))
    .map(([text, extra]) => text.replace(/^\s*\{\s*"(web|installed)":\s*\{/, `$&${membersText(extra)}`))
  fc.assert(
    fc.property(fc.oneof(clientText, withExtra), anyOptions, (text, options) => {
      const relaxed = { ...options, maxBytes: 1e6 }
      const client = expectAnAnswer(text, relaxed)
      if (!client) return
      written++
      const json = toClientSecretsJson(client)
      const again = expectAnAnswer(json, relaxed)
      expect(toClientSecretsJson(again!)).toBe(json)
      expect(sorted(reveal(again!))).toEqual(sorted(reveal(client)))
    }),
    { numRuns: 4000 },
  )
  expect(written).toBeGreaterThan(150)
})

function membersText(members: Record<string, unknown>): string {
  return Object.entries(members)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`)
    .join("")
}

// Names that are array indices come first in every object, so the order of unknown members is not fully preserved.
function sorted({ extra, ...rest }: Record<string, unknown>): unknown {
  return { ...rest, extra: new Map(extra as [string, unknown][]) }
}
