import fc from "fast-check"
import { expect, test } from "vitest"
import { parseOrdinary } from "../../src/format/parse-ordinary.ts"
import { safeParseClientSecrets } from "../../src/index.ts"
import { clientText, escapedClientText, mutated } from "../arbitrary.ts"
import { installed, type Members, webFile } from "../fixtures.ts"
import { reveal } from "../reveal.ts"

/** What the exact path makes of a text: bytes never take the fast one. */
function parseExactly(text: string, options = {}) {
  return safeParseClientSecrets(new TextEncoder().encode(text), options)
}

/** An ordinary file with changes: what it lacks of the fixture is what the fast path leaves to the exact one. */
function ordinaryText(changes: Members = {}): string {
  return JSON.stringify(webFile({ javascript_origins: undefined, ...changes }), undefined, 2)
}

function expectToAgree(text: string, options: Parameters<typeof parseOrdinary>[1] = {}): void {
  const fast = parseOrdinary(text, options)
  if (fast === undefined) return
  const exact = parseExactly(text, options)
  expect(exact.ok || exact.error.issues).toBe(true)
  expect(exact.warnings).toEqual([])
  if (exact.ok) expect(reveal(fast)).toStrictEqual(reveal(exact.value))
}

const { client_id, client_secret, redirect_uris, auth_uri, token_uri } = installed
const specificationOrder = { web: { client_id, client_secret, redirect_uris, auth_uri, token_uri } }

test.each([
  ["the file of a web application", ordinaryText()],
  ["the same in one line", JSON.stringify(JSON.parse(ordinaryText()))],
  ["the file of a desktop program", JSON.stringify({ installed })],
  ["the specification's order", JSON.stringify(specificationOrder, undefined, 2)],
  [
    "another provider's endpoints",
    ordinaryText({ auth_uri: "https://a.example.com/x", token_uri: "https://b.example.com/" }),
  ],
])("takes %s, as the exact path does", (_, text) => {
  const fast = parseOrdinary(text, {})
  expect(fast).toBeDefined()
  expect(Object.isFrozen(fast)).toBe(true)
  expect(Object.isFrozen(fast?.redirectUris)).toBe(true)
  expectToAgree(text)
})

// Each is wrong, odd, or a thing that only the exact path can judge.
test.each([
  ["an escape", ordinaryText().replace("client_id", "client\\u005fid")],
  ["a duplicate member", ordinaryText().replace('"client_id"', '"client_id": "first", "client_id"')],
  [
    "a secret and redirect URIs at both of their places",
    JSON.stringify(specificationOrder).replace("}}", `,${JSON.stringify({ client_secret, redirect_uris }).slice(1)}}`),
  ],
  ["no secret and redirect URIs", JSON.stringify({ web: { client_id, auth_uri, token_uri } })],
  ["a duplicate of the type", ordinaryText().replace('"web"', '"web": {}, "web"')],
  ["the secret within a public member", ordinaryText({ project_id: "EXAMPLE_NOT_A_REAL_SECRET" })],
  ["an unknown member", ordinaryText({ customer: "one" })],
  ["a second type", JSON.stringify({ ...JSON.parse(ordinaryText()), installed })],
  ["another top-level member", JSON.stringify({ ...JSON.parse(ordinaryText()), note: "" })],
  ["a placeholder", ordinaryText({ client_id: "YOUR_CLIENT_ID" })],
  ["a placeholder in small letters", ordinaryText({ client_secret: "your-client-secret" })],
  ["white space in a value", ordinaryText({ client_secret: "EXAMPLE_NOT_A_REAL_SECRET " })],
  ["a retired redirect URI", ordinaryText({ redirect_uris: ["urn:ietf:wg:oauth:2.0:oob"] })],
  ["plain http on a public host", ordinaryText({ redirect_uris: ["http://app.example.com/"] })],
  ["an empty list", ordinaryText({ redirect_uris: [] })],
  ["a list in a list", ordinaryText({ redirect_uris: [["https://app.example.com/"]] })],
  ["a number in a list", ordinaryText({ redirect_uris: [5] })],
  ["a list for a text", ordinaryText({ client_id: ["1234567890-example.apps.googleusercontent.com"] })],
  ["Google at one endpoint alone", ordinaryText({ token_uri: "https://login.example.com/token" })],
  [
    "Google at one endpoint alone, without a path",
    ordinaryText({ auth_uri: "https://accounts.google.com", token_uri: "https://login.example.com" }),
  ],
  ["Google in the path of another host", ordinaryText({ token_uri: "https://login.example.com/.google.com/token" })],
  ["an address for a host", ordinaryText({ token_uri: "https://10.0.0.1/token" })],
  ["a host that is encoded badly", ordinaryText({ redirect_uris: ["https://xn--zz.example.com/"] })],
  [
    "an encoded host",
    ordinaryText({ auth_uri: "https://xn--bcher-kva.example.com/", token_uri: "https://b.example.com/" }),
  ],
  ["a byte order mark", `\ufeff${ordinaryText()}`],
  ["no member at all", "{}"],
  ["null", "null"],
  ["a client that is null", '{"web": null}'],
  ["what is no JSON", "{"],
])("leaves %s to the exact path", (_, text) => {
  expect(parseOrdinary(text, {})).toBeUndefined()
})

test("leaves a client of another type to the exact path", () => {
  expect(parseOrdinary(ordinaryText(), { type: "installed" })).toBeUndefined()
  expect(parseOrdinary(ordinaryText(), { type: "web" })).toBeDefined()
})

test("says yes only where the exact path accepts, without a warning, and gives an equal value", () => {
  let accepted = 0
  fc.assert(
    fc.property(
      fc.oneof({ weight: 3, arbitrary: clientText }, escapedClientText, mutated(clientText)),
      fc.constantFrom(
        {},
        { type: "web" as const },
        { optional: ["client_secret" as const] },
        { allowInsecureEndpoints: true },
      ),
      (text, options) => {
        if (parseOrdinary(text, options) !== undefined) accepted++
        expectToAgree(text, options)
      },
    ),
    { numRuns: 10_000 },
  )
  // The property would hold of a fast path that never says yes.
  expect(accepted).toBeGreaterThan(150)
})
