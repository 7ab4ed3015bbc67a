// docs/security.md#leak-detector, for generated documents; test/planted.cases.ts has those that somebody thought of.
import { findLeaks, freshSecret, printingRoutes } from "@client-secrets/conformance"
import { type ParseClientSecretsOptions, safeParseClientSecrets } from "@client-secrets/core"
import fc from "fast-check"
import { expect, test } from "vitest"

// Replaces the secret in generated documents, so that a failing case can be printed and run again.
const mark = "\u{e000}"

const planted = fc.constantFrom(
  mark,
  ` ${mark}`,
  `${mark}\0`,
  `"${mark}"`,
  `<${mark}>`,
  `${mark}${mark}`,
  `https://app.example.com/${mark}`,
  `https://${mark}@app.example.com/`,
  `http://app.example.com/?key=${mark}#${mark}`,
  `/run/${mark}/client_secrets.json`,
  `GOOGLE_CLIENT_SECRET=${mark}`,
)

const name = fc.oneof(
  fc.constantFrom(
    "web",
    "installed",
    "client_id",
    "client_secret",
    "redirect_uris",
    "auth_uri",
    "token_uri",
    "project_id",
    "issuer",
    "type",
    "private_key",
    "__proto__",
  ),
  planted,
)

const value = fc.letrec<{ any: unknown; object: unknown }>(tie => ({
  any: fc.oneof(
    { depthSize: "small" },
    planted,
    planted,
    fc.constantFrom<unknown>(null, 5, true, "", "text"),
    fc.array(tie("any"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(name, tie("any"), { maxKeys: 6 }),
}))

const client = {
  client_id: "1234567890-example.apps.googleusercontent.com",
  client_secret: mark,
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

/** A valid file, one with some changed members, and any other JSON. */
const document = fc.oneof(
  fc.constant<unknown>({ web: client }),
  fc.constant<unknown>({ web: { ...client, redirect_uris: ["http://app.example.com/", "https://*.example.com/"] } }),
  fc.dictionary(name, value.any, { maxKeys: 3 }).map(changes => ({ web: { ...client, ...changes } })),
  fc.dictionary(name, value.any, { maxKeys: 2 }).map(others => ({ ...others, web: client })),
  fc.tuple(value.object, value.object).map(([web, others]) => ({ ...(others as object), web })),
  value.any,
)

const sign = fc.constantFrom(..."{}[]:,\"'\\/#=<%\n\0 \ufeff\u2028", mark)

/** Its text: truncated, with inserted characters, or with other quotes. */
const text = fc
  .tuple(
    document,
    fc.oneof(fc.constant([]), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), sign), { minLength: 1, maxLength: 3 })),
    fc.constantFrom(
      (one: string) => one,
      (one: string) => one,
      (one: string) => one,
      (one: string) => one.replaceAll('"', "'"),
      (one: string) => JSON.stringify(one),
      (one: string) => one.replaceAll('"', ""),
      (one: string) => `GOOGLE_CLIENT_SECRETS=${one}`,
    ),
  )
  .map(([value, cuts, quote]) => {
    let written = JSON.stringify(value)
    for (const [position, length, put] of cuts) {
      const at = position % (written.length + 1)
      written = written.slice(0, at) + put + written.slice(at + length)
    }
    return quote(written)
  })

const encodings: ((text: string) => unknown)[] = [
  text => text,
  text => new TextEncoder().encode(text),
  text => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le")),
  text => Uint8Array.from([...new TextEncoder().encode(text), 0xff]),
  text => Buffer.from(text).toString("base64"),
]

const options = fc.record(
  {
    type: fc.constantFrom("web", "web", "installed"),
    maxBytes: fc.nat({ max: 4000 }),
    optional: fc.constant(["client_secret"]),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ParseClientSecretsOptions>

function expectNoLeak(secret: string, input: unknown, given: ParseClientSecretsOptions): void {
  const result = safeParseClientSecrets(input as string, given)
  const told = { warnings: result.warnings, error: result.success ? undefined : result.error }
  const texts = {
    ...printingRoutes(told),
    ...printingRoutes(told.error),
    told: JSON.stringify(told),
    message: `${told.error?.message}`,
  }
  expect(findLeaks([secret], texts)).toEqual([])
}

test("no error or warning repeats a text, in whatever encoding", () => {
  let rejected = 0
  let warned = 0
  fc.assert(
    fc.property(
      text,
      fc.oneof({ weight: 2, arbitrary: fc.constant(encodings[0]!) }, fc.constantFrom(...encodings)),
      options,
      (written, encode, given) => {
        const secret = freshSecret()
        const input = encode(written.replaceAll(mark, secret))
        expectNoLeak(secret, input, given)
        const result = safeParseClientSecrets(input as string, given)
        if (!result.success) rejected++
        if (result.warnings.length > 0) warned++
      },
    ),
    { numRuns: 1200 },
  )
  // A parser that reports nothing would also have the property.
  expect(rejected).toBeGreaterThan(300)
  expect(warned).toBeGreaterThan(0)
})

test("no error or warning repeats a part of an object", () => {
  fc.assert(
    fc.property(document, options, (value, given) => {
      const secret = freshSecret()
      expectNoLeak(secret, JSON.parse(JSON.stringify(value).replaceAll(mark, secret)), given)
    }),
    { numRuns: 500 },
  )
})

test("the detector finds a leak", () => {
  const secret = freshSecret()
  const texts = { ...printingRoutes(new Error(`Unexpected token in ${secret.slice(3, 12)}`)) }
  expect(findLeaks([secret], texts)).not.toEqual([])
})
