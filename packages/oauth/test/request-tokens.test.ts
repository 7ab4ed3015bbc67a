import { createSecret, type Source } from "@client-secrets/core"
import { createFlow, type Flow, flowFromClientSecrets, type LoaderLike } from "@client-secrets/oauth"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Liar, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
})
afterAll(() => liar.close())
beforeEach(() => {
  liar.requests.length = 0
  // It accepts only the newest secret.
  liar.answers["/token"] = ({ form }) =>
    form.get("client_secret") === "EXAMPLE_NEW_SECRET"
      ? { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } }
      : { status: 401, body: { error: "invalid_client" } }
})

const accepted = { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } }

/** A source that behaves like a loader: it has the old secret until that is reported as wrong. */
function createSource(next: string): LoaderLike & { readonly reported: unknown[]; gets: number } {
  let secret = createSecret("EXAMPLE_OLD_SECRET")
  const reported: unknown[] = []
  return {
    reported,
    gets: 0,
    async get() {
      this.gets++
      return { ...liar.secrets(), clientSecret: secret }
    },
    invalidate(secrets) {
      reported.push(secrets.clientSecret?.reveal())
      secret = createSecret(next)
    },
  }
}

describe("a secret that the token endpoint refuses", () => {
  test("is reported, and the call succeeds with its successor", async () => {
    const source = createSource("EXAMPLE_NEW_SECRET")
    const flow = flowFromClientSecrets(source, { scope: "a" })
    const tokens = await flow.refresh("EXAMPLE_REFRESH_TOKEN")
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect(source.reported).toEqual(["EXAMPLE_OLD_SECRET"])
    expect(liar.requests.map(({ form }) => form.get("client_secret"))).toEqual([
      "EXAMPLE_OLD_SECRET",
      "EXAMPLE_NEW_SECRET",
    ])
    await flow.refresh("EXAMPLE_REFRESH_TOKEN")
    expect(liar.requests.length).toBe(3)
  })

  test("is replaced for the exchange of a code, which is sent again", async () => {
    const flow = flowFromClientSecrets(createSource("EXAMPLE_NEW_SECRET"), { scope: "a" })
    const request = await flow.authorizationRequest()
    const tokens = await flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect(liar.requests.map(({ form }) => form.get("code"))).toEqual(["one", "one"])
  })

  test("is not sent again if the successor is the same", async () => {
    const source = createSource("EXAMPLE_OLD_SECRET")
    const error = await rejectionOf(flowFromClientSecrets(source, { scope: "a" }).refresh("EXAMPLE_REFRESH_TOKEN"))
    expect(error).toMatchObject({ code: "rejected", provider: { error: "invalid_client" } })
    expect(liar.requests.length).toBe(1)
  })

  test("has its successor tried only once", async () => {
    const source = createSource("EXAMPLE_WRONG_SECRET")
    await rejectionOf(flowFromClientSecrets(source, { scope: "a" }).refresh("EXAMPLE_REFRESH_TOKEN"))
    expect(liar.requests.length).toBe(2)
  })

  test("is not reported after another error, or by another endpoint", async () => {
    const source = createSource("EXAMPLE_NEW_SECRET")
    const flow = flowFromClientSecrets(source, { scope: "a" })
    liar.answers["/token"] = () => ({ status: 400, body: { error: "invalid_grant" } })
    liar.answers["/revoke"] = liar.answers["/device"] = () => ({ status: 401, body: { error: "invalid_client" } })
    await rejectionOf(flow.refresh("EXAMPLE_REFRESH_TOKEN"))
    await rejectionOf(flow.revoke("EXAMPLE_REFRESH_TOKEN"))
    await rejectionOf(flow.deviceAuthorization())
    expect(source.reported).toEqual([])
  })

  test.each<[string, object]>([
    ["Keycloak: 401 unauthorized_client", { status: 401, body: { error: "unauthorized_client" } }],
    ["401 with a page", { status: 401, body: "<html>" }],
    ["400 invalid_client", { status: 400, body: { error: "invalid_client" } }],
    ["GitHub: 200 incorrect_client_credentials", { body: { error: "incorrect_client_credentials" } }],
  ])("is replaced after %s", async (_, refusal) => {
    liar.answers["/token"] = ({ form }) => (form.get("client_secret") === "EXAMPLE_NEW_SECRET" ? accepted : refusal)
    const source = createSource("EXAMPLE_NEW_SECRET")
    const tokens = await flowFromClientSecrets(source, { scope: "a" }).refresh("EXAMPLE_REFRESH_TOKEN")
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect(source.reported).toEqual(["EXAMPLE_OLD_SECRET"])
  })

  test.each<[string, (issuer: string) => object]>([
    ["another client", () => ({ clientId: "another-client" })],
    ["another token endpoint", issuer => ({ tokenUri: `${issuer}/elsewhere` })],
    ["another authorization endpoint", issuer => ({ authUri: `${issuer}/elsewhere` })],
  ])("is not replaced by the secret of %s, to which the refresh token does not belong", async (_, change) => {
    liar.answers["/elsewhere"] = () => accepted
    const source = createSource("EXAMPLE_NEW_SECRET")
    const { get } = source
    source.get = async function () {
      const client = await get.call(this)
      return this.reported.length === 0 ? client : { ...client, ...change(liar.issuer) }
    }
    const error = await rejectionOf(flowFromClientSecrets(source, { scope: "a" }).refresh("EXAMPLE_REFRESH_TOKEN"))
    expect(error).toMatchObject({ code: "rejected", provider: { error: "invalid_client" } })
    expect(liar.requests.map(({ path }) => path)).toEqual(["/token"])
  })

  test("is not replaced if a client object was passed", async () => {
    const flow = createFlow(liar.secrets("EXAMPLE_OLD_SECRET"), { scope: "a" }) as Flow
    await rejectionOf(flow.refresh("EXAMPLE_REFRESH_TOKEN"))
    expect(liar.requests.length).toBe(1)
  })
})

test("reads a source at each step, and checks the client each time", async () => {
  const source = createSource("EXAMPLE_NEW_SECRET")
  const flow = flowFromClientSecrets(source, { scope: "a", redirectUri: "https://app.example.com/other" })
  expect(source.gets).toBe(0)
  await expect(flow.authorizationRequest()).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  expect(source.gets).toBe(1)
})

test("wraps a source in a loader: reads once, and past every cache when the secret is refused", async () => {
  const { clientId, redirectUris, authUri, tokenUri } = liar.secrets()
  const members = { client_id: clientId, redirect_uris: redirectUris, auth_uri: authUri, token_uri: tokenUri }
  const reads: (boolean | undefined)[] = []
  const source: Source = {
    name: "test",
    async read(context) {
      reads.push(context?.force)
      return {
        content: {
          web: { ...members, client_secret: reads.length === 1 ? "EXAMPLE_OLD_SECRET" : "EXAMPLE_NEW_SECRET" },
        },
      }
    },
  }
  const flow = flowFromClientSecrets(source, { scope: "a" })
  expect(reads).toEqual([])
  await flow.authorizationRequest()
  await flow.authorizationRequest()
  expect(reads.length).toBe(1)
  expect((await flow.refresh("EXAMPLE_REFRESH_TOKEN")).accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  expect(reads).toEqual([reads[0], true])
})
