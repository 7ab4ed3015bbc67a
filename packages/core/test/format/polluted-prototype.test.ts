import { afterEach, expect, test } from "vitest"
import { clientSecretsSchema, safeParseClientSecrets, toClientSecretsJson } from "../../src/index.ts"
import { installed, webFile, webText } from "../fixtures.ts"
import { reveal } from "../reveal.ts"

const documents: Record<string, unknown> = {
  "an ordinary file": webText(),
  "an ordinary object": webFile(),
  "no client": {},
  "no client, as text": "{}",
  "both types": { ...webFile(), installed },
  "both types, as text": JSON.stringify({ ...webFile(), installed }),
  "no member": { web: {} },
  "no member, as text": '{"web": {}}',
  "no secret": webFile({ client_secret: undefined }),
  "no redirect URI": webText({ redirect_uris: [] }),
  "plain http": webFile({ token_uri: "http://login.example.com/token" }),
  "a private address": webText({ token_uri: "https://10.0.0.1/token" }),
  "a long file": webText({ customer: "x".repeat(70_000) }),
  "another type": JSON.stringify({ installed }),
}

/** All that comes of a document, as plain data. */
function outcome(document: unknown): unknown {
  const result = safeParseClientSecrets(document as string, {})
  const issues = (list: readonly { code: string; path: readonly unknown[] }[]) =>
    list.map(({ code, path }) => [code, ...path].join(" "))
  return {
    value: result.success ? JSON.stringify(reveal(result.data)) : result.error.code,
    written: result.success ? toClientSecretsJson(result.data) : result.error.message,
    issues: issues(result.success ? [] : result.error.issues),
    warnings: issues(result.warnings),
    schema: clientSecretsSchema["~standard"].validate(document).issues?.length,
  }
}

const clean = Object.fromEntries(Object.entries(documents).map(([name, document]) => [name, outcome(document)]))

const pollution: Record<string, unknown> = {
  allowInsecureEndpoints: true,
  optional: ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"],
  type: "installed",
  maxBytes: 1e9,
  onWarning: () => {
    throw new Error("a listener that nobody handed in was called")
  },
  web: webFile().web,
  installed,
  client_id: "polluted",
  client_secret: "polluted",
  clientSecret: "polluted",
  redirect_uris: ["https://polluted.example.com/"],
  auth_uri: "https://polluted.example.com/",
  token_uri: "https://polluted.example.com/",
  issuer: "https://polluted.example.com/",
  revokeUri: "https://polluted.example.com/",
}

afterEach(() => {
  for (const name of Object.keys(pollution)) delete (Object.prototype as unknown as Record<string, unknown>)[name]
})

test.each(Object.keys(pollution))("%s of a polluted Object.prototype changes nothing", name => {
  Object.defineProperty(Object.prototype, name, { value: pollution[name], configurable: true, writable: true })
  const polluted = Object.fromEntries(Object.entries(documents).map(([key, document]) => [key, outcome(document)]))
  Reflect.deleteProperty(Object.prototype, name)
  expect(polluted).toEqual(clean)
})

test("the documents are told apart by what came of them", () => {
  expect(new Set(Object.values(clean).map(one => JSON.stringify(one))).size).toBeGreaterThan(9)
})
