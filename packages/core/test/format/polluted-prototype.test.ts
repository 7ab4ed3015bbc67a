import { afterEach, expect, test } from "vitest"
import { clientSecretsSchema, loadClientSecrets, safeParseClientSecrets, toClientSecretsJson } from "../../src/index.ts"
import { sourceOf, thrownBy } from "../example-client.ts"
import { installed, webFile, webText } from "../fixtures.ts"
import { reveal } from "../reveal.ts"

const documents: Record<string, unknown> = {
  "an ordinary file": webText(),
  "an ordinary object": webFile(),
  "no client": {},
  "no client, as a string": "{}",
  "both types": { ...webFile(), installed },
  "both types, as a string": JSON.stringify({ ...webFile(), installed }),
  "no member": { web: {} },
  "no member, as a string": '{"web": {}}',
  "no secret": webFile({ client_secret: undefined }),
  "no redirect URI": webText({ redirect_uris: [] }),
  "plain http": webFile({ token_uri: "http://login.example.com/token" }),
  "a private address": webText({ token_uri: "https://10.0.0.1/token" }),
  "a long file": webText({ customer: "x".repeat(70_000) }),
  "another type": JSON.stringify({ installed }),
}

/** Everything that results from a document, as plain data. */
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
    throw new Error("a listener that no caller passed was called")
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

test.each(Object.keys(pollution))("a polluted Object.prototype.%s changes no result", name => {
  Object.defineProperty(Object.prototype, name, { value: pollution[name], configurable: true, writable: true })
  const polluted = Object.fromEntries(Object.entries(documents).map(([key, document]) => [key, outcome(document)]))
  Reflect.deleteProperty(Object.prototype, name)
  expect(polluted).toEqual(clean)
})

test("a polluted Object.prototype.isCutOff does not make a fault look like a file that was cut off", async () => {
  const source = sourceOf("store", () => ({
    content: '{"web": {"client_id": x, "client_secret": "y',
    carried: "variable",
  }))
  const failureOf = async () => (await thrownBy(() => loadClientSecrets(source))) as { message: string }
  const { message } = await failureOf()
  Object.defineProperty(Object.prototype, "isCutOff", { value: true, configurable: true, writable: true })
  const polluted = await failureOf()
  Reflect.deleteProperty(Object.prototype, "isCutOff")
  expect(polluted.message).toBe(message)
})

test("the documents have different results", () => {
  expect(new Set(Object.values(clean).map(one => JSON.stringify(one))).size).toBeGreaterThan(9)
})
