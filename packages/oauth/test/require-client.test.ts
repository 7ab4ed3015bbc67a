import { createSecret, parseClientSecrets } from "@client-secrets/core"
import { createFlow, flowFromClientSecrets, serializeTokens } from "@client-secrets/oauth"
import { toGoogleAuthLibrary } from "@client-secrets/oauth/google-auth-library"
import { signIn } from "@client-secrets/oauth/local"
import { toAuthorization } from "@client-secrets/oauth/to-authorization"
import { describe, expect, test } from "vitest"

const canary = "EXAMPLE_NOT_A_REAL_SECRET"
const file = {
  installed: {
    client_id: "1-example.apps.googleusercontent.com",
    client_secret: canary,
    redirect_uris: ["http://127.0.0.1"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
}
const secrets = parseClientSecrets(file, { type: "installed" })
const options = { scope: "email" }

const takers: readonly [name: string, take: (given: never) => unknown][] = [
  ["createFlow", given => createFlow(given, options)],
  ["toGoogleAuthLibrary", given => toGoogleAuthLibrary(given)],
  ["toAuthorization", given => toAuthorization(given, options)],
  ["signIn", given => signIn(given, { ...options, app: "never-made" })],
]

async function mistakeOf(work: () => unknown): Promise<Error> {
  try {
    await work()
  } catch (error) {
    return error as Error
  }
  throw new Error("It was taken.")
}

describe.each(takers)("%s", (_, take) => {
  test.each<[what: string, given: unknown]>([
    ["a promise that was not awaited", Promise.resolve(secrets)],
    ["the file", file],
    ["the file as a string", JSON.stringify(file)],
    ["nothing", undefined],
    ["null", null],
  ])("called with %s, says what it expects", async (_, given) => {
    const error = await mistakeOf(() => take(given as never))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toMatch(/^Expected a client/)
    expect(error.stack).not.toContain(canary)
  })

  test.each<[what: string, given: unknown]>([
    ["JSON", JSON.parse(JSON.stringify(secrets))],
    ["structuredClone", { ...secrets, clientSecret: {}, extra: {} }],
    ["hand, with the secret as a string", { ...secrets, clientSecret: canary }],
  ])("called with a copy by %s, says that it has no secret", async (_, given) => {
    const error = await mistakeOf(() => take(given as never))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toMatch(/copy of a client without its Secret.*JSON/)
    expect(error.stack).not.toContain(canary)
  })
})

test("accepts a client made by hand, with createSecret or without a secret", () => {
  expect(() => createFlow({ ...secrets, clientSecret: createSecret(canary) }, options)).not.toThrow()
  expect(() => createFlow({ ...secrets, clientSecret: undefined }, options)).not.toThrow()
})

test.each<[what: string, given: unknown]>([
  ["a client", secrets],
  ["a promise of a client", Promise.resolve(secrets)],
  ["the file", file],
  ["the file as a string", JSON.stringify(file)],
  ["nothing", undefined],
])("flowFromClientSecrets with %s says what it expects, and prints no part of it", async (_, given) => {
  const error = await mistakeOf(() => flowFromClientSecrets(given as never, options))
  expect(error).toBeInstanceOf(TypeError)
  expect(error.message).toMatch(/^Expected a loader or a source, but received/)
  expect(error.stack).not.toContain(canary)
})

describe.each<[name: string, take: (tokens: never) => unknown]>([
  ["flow.authorization", tokens => createFlow(secrets, options).authorization(tokens)],
  ["toAuthorization", tokens => toAuthorization(secrets, { ...options, tokens })],
  ["serializeTokens", tokens => serializeTokens(tokens)],
])("the tokens of %s", (_, take) => {
  test.each<[what: string, given: unknown]>([
    ["JSON", { access_token: canary, token_type: "bearer", scope: "" }],
    ["a copy without its Secret", { accessToken: "[redacted]", tokenType: "bearer", scope: "" }],
    ["a string", canary],
    ["a promise", Promise.resolve({})],
    ["null", null],
  ])("must not be %s", async (_, given) => {
    const error = await mistakeOf(() => take(given as never))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toMatch(/must be the tokens that exchange\(\), refresh\(\) or parseTokens\(\) returned\.$/)
    expect(error.stack).not.toContain(canary)
  })
})
