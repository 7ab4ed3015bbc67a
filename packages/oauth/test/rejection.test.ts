import { createFlow, type Flow, pickRedirectUri } from "@client-secrets/oauth"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Liar, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
})
afterAll(() => liar.close())

async function refuse(body: object, secrets = liar.secrets()): Promise<Error & { provider: Record<string, string> }> {
  liar.answers["/token"] = () => ({ status: 400, body })
  const flow = createFlow(secrets, { scope: "a" }) as Flow
  return (await rejectionOf(flow.refresh("EXAMPLE_REFRESH_TOKEN"))) as never
}

test("keeps the provider's error and description, as properties and in the message", async () => {
  const error = await refuse({ error: "invalid_scope", error_description: "No such scope: calendar." })
  expect(error.provider).toEqual({ endpoint: "token", error: "invalid_scope", description: "No such scope: calendar." })
  expect(error.message).toBe(`The token endpoint at ${liar.issuer} refused: invalid_scope (No such scope: calendar.).`)
})

test.each([
  ["invalid_client", "did not accept this client ID and secret"],
  ["invalid_grant", "no longer valid; sign in again"],
  ["access_denied", "The user declined"],
  ["redirect_uri_mismatch", `${pickRedirectUri.name}() says how the nearest`],
  ["unauthorized_client", "did not accept this client ID and secret"],
])("adds a hint for %s", async (error, hint) => {
  const { provider, message } = await refuse({ error })
  expect(provider["hint"]).toContain(hint)
  expect(message).toContain(hint)
})

test.each([" EXAMPLE_SECRET", "EXAMPLE_SECRET\n", "EXAMPLE\u200bSECRET", "\ufeffEXAMPLE_SECRET"])(
  "for invalid_client with white space in the secret, names only that cause: %j",
  async secret => {
    const { provider } = await refuse({ error: "invalid_client" }, liar.secrets(secret))
    expect(provider["hint"]).toBe("The client ID or secret contains white space or an invisible character. Remove it.")
  },
)

test.each([
  ["control characters", "a\u0007b", "a b"],
  ["a line break", "a\nb", "a b"],
  ["a bidi control", "a\u202eb", "a b"],
  ["an escape sequence", "a\u001b[31mb", "a [31mb"],
  ["nothing", "", undefined],
  ["white space", " \n", undefined],
  ["a number", 1, undefined],
  ["an object", {}, undefined],
])("makes a description with %s printable", async (_, error_description, description) => {
  const { provider } = await refuse({ error: "invalid_scope", error_description })
  expect(provider["description"]).toBe(description)
})

test.each(['The client "a" may not.', "Der Benutzer ist gesperrt: prüfe das Konto.", "a\\b", "x".repeat(500)])(
  "keeps a description unchanged: %s",
  async description => {
    const { provider } = await refuse({ error: "invalid_scope", error_description: description })
    expect(provider["description"]).toBe(description)
  },
)

test("truncates a long description with a mark, and not within a character", async () => {
  const { provider } = await refuse({
    error: "invalid_scope",
    error_description: `${"x".repeat(499)}\u{1f600}${"y".repeat(9)}`,
  })
  expect(provider["description"]).toBe(`${"x".repeat(499)}…`)
})

test("withholds a description that repeats the secret, even in the truncated part; the code is kept", async () => {
  for (const place of [0, 480, 496, 700]) {
    const error_description = `${"x".repeat(place)} EXAMPLE_NOT_A_REAL_SECRET`
    const { provider, message } = await refuse({ error: "invalid_scope", error_description })
    expect(provider).toEqual({ endpoint: "token", error: "invalid_scope" })
    expect(message).not.toContain("EXAMPLE_NOT")
  }
})

test.each([
  ["my-client-secret", "invalid_client"],
  ["my-authorization-server-secret", "authorization_pending"],
  ["redirect_uri_mismatch", "redirect_uri_mismatch"],
  ["invalid_grant_invalid_grant", "invalid_grant"],
])("with the secret %s, %s is still the provider's error", async (secret, error) => {
  const { provider } = await refuse({ error }, liar.secrets(secret))
  expect(provider["error"]).toBe(error)
})

test("does not print an error of the provider's own that repeats the secret or the token", async () => {
  for (const error of ["EXAMPLE_NOT_A_REAL_SECRET", "no_EXAMPLE_REFRESH_TOKEN", "EXAMPLE%5FNOT%5FA"]) {
    const { provider, message } = await refuse({ error })
    expect(provider).toEqual({ endpoint: "token", error: "unprintable" })
    expect(message).not.toContain("EXAMPLE")
  }
  expect((await refuse({ error: "quota_exhausted" })).provider).toMatchObject({ error: "quota_exhausted" })
})

test("does not print an unprintable error", async () => {
  const { provider, message } = await refuse({ error: "a\u202eb" })
  expect(provider).toEqual({ endpoint: "token", error: "unprintable" })
  expect(message).toBe(`The token endpoint at ${liar.issuer} returned an error whose text cannot be printed safely.`)
})
