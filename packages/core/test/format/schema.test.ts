import { inspect } from "node:util"
import type { StandardSchemaV1 } from "@standard-schema/spec"
import { createEnv } from "@t3-oss/env-core"
import { initTRPC } from "@trpc/server"
import { fetchRequestHandler } from "@trpc/server/adapters/fetch"
import { describe, expect, expectTypeOf, test } from "vitest"
import { type ClientSecrets, type ClientSecretsFile, clientSecretsSchema } from "../../src/index.ts"
import { secretText, webFile, webText } from "../fixtures.ts"

/** What every library that accepts a Standard Schema does with it. */
function validate<Schema extends StandardSchemaV1>(
  schema: Schema,
  value: unknown,
): StandardSchemaV1.InferOutput<Schema> {
  const result = schema["~standard"].validate(value)
  if (result instanceof Promise) throw new TypeError("The schema is to answer at once.")
  if (result.issues)
    throw new Error(result.issues.map(issue => `${issue.path?.join(".")}: ${issue.message}`).join("\n"))
  return result.value
}

test("has the types of the Standard Schema specification", () => {
  expectTypeOf(clientSecretsSchema).toExtend<StandardSchemaV1>()
  expectTypeOf<StandardSchemaV1.InferOutput<typeof clientSecretsSchema>>().toEqualTypeOf<ClientSecrets>()
  expectTypeOf<StandardSchemaV1.InferInput<typeof clientSecretsSchema>>().toEqualTypeOf<
    string | Uint8Array | ClientSecretsFile
  >()
  expect(clientSecretsSchema["~standard"]).toMatchObject({ version: 1, vendor: expect.stringMatching(/^[a-z-]+$/) })
})

test("returns the client for a string, bytes and an object", () => {
  for (const document of [webText(), new TextEncoder().encode(webText()), webFile()]) {
    const client = validate(clientSecretsSchema, document)
    expect([client.type, client.clientSecret.reveal()]).toEqual(["web", secretText])
  }
})

test("returns all issues, each with its path", () => {
  const result = clientSecretsSchema["~standard"].validate(webText({ client_id: "", redirect_uris: [5] }))
  expect(result.issues?.map(issue => issue.path)).toEqual([
    ["web", "client_id"],
    ["web", "redirect_uris", 0],
  ])
})

test.each([undefined, null, 5, true, Symbol("x"), [], () => {}, Promise.resolve(webText())])(
  "returns issues for %s",
  value => {
    expect(clientSecretsSchema["~standard"].validate(value).issues).toHaveLength(1)
  },
)

describe("in t3-env", () => {
  const environment = (
    value: string | undefined,
    onValidationError?: (issues: readonly StandardSchemaV1.Issue[]) => never,
  ) =>
    createEnv({
      server: { GOOGLE_CLIENT_SECRETS: clientSecretsSchema },
      runtimeEnv: { GOOGLE_CLIENT_SECRETS: value },
      ...(onValidationError && { onValidationError }),
    })

  test("returns a typed client", () => {
    const { GOOGLE_CLIENT_SECRETS: google } = environment(webText())
    expectTypeOf(google).toEqualTypeOf<ClientSecrets>()
    expect(google.clientSecret.reveal()).toBe(secretText)
    expect(JSON.stringify(google)).not.toContain(secretText)
  })

  test.each([
    ["a variable that is not set", undefined],
    ["a broken file", webText({ client_secret: `${secretText} ` })],
    ["a path", "./client_secrets.json"],
  ])("reports what is wrong with %s, without any value", (_, value) => {
    let issues: readonly StandardSchemaV1.Issue[] = []
    const fail = (found: readonly StandardSchemaV1.Issue[]): never => {
      issues = found
      throw new Error("invalid environment")
    }
    expect(() => environment(value, fail)).toThrow("invalid environment")
    expect(issues).toHaveLength(1)
    expect(JSON.stringify(issues)).not.toContain(secretText)
  })
})

describe("in tRPC", () => {
  const { router, procedure, createCallerFactory } = initTRPC.create()
  const server = router({
    hostOf: procedure.input(clientSecretsSchema).query(({ input }) => {
      expectTypeOf(input).toEqualTypeOf<ClientSecrets>()
      return { host: new URL(input.redirectUris[0]!).host, secretLength: input.clientSecret.reveal().length }
    }),
  })
  const caller = createCallerFactory(server)({})
  const ask = (body: string) =>
    fetchRequestHandler({
      router: server,
      endpoint: "/trpc",
      req: new Request(`https://api.example.com/trpc/hostOf?input=${encodeURIComponent(body)}`),
      createContext: () => ({}),
    })

  test("is a typed input, by direct call and over HTTP", async () => {
    expectTypeOf<Parameters<typeof caller.hostOf>[0]>().toEqualTypeOf<string | Uint8Array | ClientSecretsFile>()
    const answer = { host: "app.example.com", secretLength: secretText.length }
    expect(await caller.hostOf(webText())).toEqual(answer)
    expect(await (await ask(JSON.stringify(webFile()))).json()).toEqual({ result: { data: answer } })
  })

  test.each([
    ["a broken file", webText({ client_secret: `${secretText} ` })],
    ["a file that was encoded twice", JSON.stringify(webText())],
    ["nothing", ""],
  ])("answers %s with the issues, without any value", async (_, document) => {
    const error = await caller.hostOf(document).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "BAD_REQUEST" })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secretText)
    const response = await ask(JSON.stringify(document))
    const body = await response.text()
    expect([response.status, body]).toEqual([400, expect.stringContaining("BAD_REQUEST")])
    expect(body).not.toContain(secretText)
  })
})
