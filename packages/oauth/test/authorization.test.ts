import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import { findLeaks } from "@client-secrets/conformance"
import { createSecret } from "@client-secrets/core"
import { createFlow, type Flow, parseTokens, serializeTokens, type Tokens } from "@client-secrets/oauth"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"

let liar: Liar
let api: { url: string; seen: string[]; statuses: number[]; close(): void }
beforeAll(async () => {
  ;[liar, api] = await Promise.all([startLiar(), startApi()])
})
afterAll(async () => {
  api.close()
  await liar.close()
})
let round = 0
beforeEach(() => {
  round = 0
  api.seen.length = api.statuses.length = liar.requests.length = 0
  liar.answers["/token"] = () => ({
    body: {
      access_token: `EXAMPLE_NEXT_${++round}`,
      token_type: "bearer",
      expires_in: 3600,
      refresh_token: `EXAMPLE_ROTATED_${round}`,
    },
  })
  liar.answers["/revoke"] = () => ({})
})

/** An API that answers with these statuses, then 200. */
async function startApi() {
  const [seen, statuses]: [string[], number[]] = [[], []]
  const server = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    seen.push(`${request.method} ${request.headers.authorization} ${body}`)
    response.writeHead(statuses.shift() ?? 200, { connection: "close" }).end("ok")
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const close = () => void server.close()
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, seen, statuses, close }
}

const fresh: Tokens = {
  accessToken: createSecret("EXAMPLE_ACCESS"),
  tokenType: "bearer",
  scope: "a",
  expiresAt: Date.now() + 3_600_000,
  refreshToken: createSecret("EXAMPLE_REFRESH"),
}
const expired: Tokens = { ...fresh, expiresAt: 0 }
const flowOf = (options = {}): Flow =>
  createFlow(liar.secrets(), { scope: "a", issuer: metadataOf(liar.issuer), ...options }) as Flow

describe("an active session", () => {
  test("fetches with the token, refreshes it when it expires, and passes the new tokens to onTokens before use", async () => {
    const stored: string[] = []
    const session = flowOf().authorization(expired, {
      async onTokens(tokens) {
        await new Promise(resolve => setTimeout(resolve, 10))
        stored.push(tokens === undefined ? "nothing" : serializeTokens(tokens))
      },
    })
    const responses = await Promise.all([1, 2, 3].map(() => session.fetch(api.url)))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(api.seen)).toEqual(new Set(["GET Bearer EXAMPLE_NEXT_1 "]))
    expect(stored.map(text => parseTokens(text).refreshToken?.reveal())).toEqual(["EXAMPLE_ROTATED_1"])
    await session.signOut()
    expect(stored[1]).toBe("nothing")
    expect(session.tokens).toBeUndefined()
    expect(liar.requests.at(-1)?.form.get("token")).toBe("EXAMPLE_ROTATED_1")
    await expect(session.accessToken()).rejects.toMatchObject({ code: "sign_in_required" })
  })

  test("repeats a request once with a new token after status 401", async () => {
    const session = flowOf().authorization(fresh)
    api.statuses.push(401)
    expect((await session.fetch(api.url, { method: "POST", body: "text" })).status).toBe(200)
    expect(api.seen).toEqual(["POST Bearer EXAMPLE_ACCESS text", "POST Bearer EXAMPLE_NEXT_1 text"])
    api.statuses.push(401, 401)
    expect((await session.fetch(api.url)).status).toBe(401)
  })

  test("does not send a body twice that can be read only once", async () => {
    const session = flowOf().authorization(fresh)
    const iterate = async function* () {
      yield new TextEncoder().encode("text")
    }
    // An iterator, which Node's fetch accepts too, would be sent as an empty body.
    for (const body of [new Blob(["text"]).stream(), iterate()]) {
      api.statuses.push(401)
      const init = { method: "POST", body, duplex: "half" }
      const response = await session.fetch(api.url, init as unknown as RequestInit)
      expect(response.status).toBe(401)
    }
    expect(api.seen).toEqual(Array(2).fill("POST Bearer EXAMPLE_ACCESS text"))
    expect(liar.requests).toEqual([])
  })

  test("requires a new sign-in if the token has expired without a refresh token", async () => {
    const { refreshToken, ...without } = expired
    await expect(flowOf().authorization(without).accessToken()).rejects.toMatchObject({ code: "sign_in_required" })
  })

  test("signOut() keeps the provider's tokens with the option", async () => {
    await flowOf().authorization(fresh).signOut({ revoke: false })
    expect(liar.requests).toEqual([])
  })

  test("uses the program's own refresh, for a lock across processes", async () => {
    const session = flowOf().authorization(expired, { refresh: async () => fresh })
    expect((await session.accessToken()).reveal()).toBe("EXAMPLE_ACCESS")
    expect(liar.requests).toEqual([])
  })

  test("sends requests through the flow's fetch", async () => {
    const sent: string[] = []
    const session = flowOf({
      fetch: (url: string, init: RequestInit) => {
        sent.push(url)
        return fetch(url, init)
      },
    }).authorization(expired)
    await session.fetch(api.url)
    expect(sent).toEqual([`${liar.issuer}/token`, api.url])
  })

  test("rejects with the error of onTokens, and the next call has the new token", async () => {
    const session = flowOf().authorization(expired, {
      onTokens() {
        throw new Error("disk full")
      },
    })
    await expect(session.accessToken()).rejects.toThrow("disk full")
    expect((await session.accessToken()).reveal()).toBe("EXAMPLE_NEXT_1")
    expect(liar.requests).toHaveLength(1)
  })

  test("prints no token", () => {
    const text = inspect(flowOf().authorization(fresh), { showHidden: true, depth: 9, getters: true })
    expect(findLeaks(["EXAMPLE_ACCESS", "EXAMPLE_REFRESH"], { text })).toEqual([])
  })
})

describe("a refresh handler", () => {
  test("returns the token while it is valid, and a new one when it is called again later", async () => {
    const session = flowOf().authorization(fresh)
    const handler = session.refreshHandler
    // Requests that start at the same time all call it.
    const first = await Promise.all([handler(), handler(), handler()])
    expect(first.map(({ access_token }) => access_token)).toEqual(Array(3).fill("EXAMPLE_ACCESS"))
    expect(first[0]?.expiry_date).toBe(fresh.expiresAt)
    await new Promise(resolve => setTimeout(resolve, 5))
    expect((await handler()).access_token).toBe("EXAMPLE_NEXT_1")
    // The handler of another client has not seen a refusal.
    expect((await session.refreshHandler()).access_token).toBe("EXAMPLE_NEXT_1")
    expect(liar.requests).toHaveLength(1)
  })
})

describe("stored tokens", () => {
  const all: Tokens = {
    ...fresh,
    refreshTokenExpiresAt: 5,
    idToken: createSecret("EXAMPLE_ID"),
    claims: { iss: "https://as.example", sub: "ada", aud: "a", exp: 1, iat: 1 },
  }

  test("survive serialization", () => {
    const text = serializeTokens(all)
    const back = parseTokens(text)
    expect(serializeTokens(back)).toBe(text)
    expect(back.idToken?.reveal()).toBe("EXAMPLE_ID")
    expect(back.claims).toEqual(all.claims)
  })

  test.each([
    ["a truncated file", serializeTokens(all).slice(0, -3)],
    ["the output of JSON.stringify(tokens)", JSON.stringify(all)],
    ["a list", "[]"],
    ["null", "null"],
    ["nothing", ""],
  ])("of %s cause a TypeError that shows nothing of it", (_, text) => {
    try {
      parseTokens(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError)
      expect(inspect(error)).not.toContain("EXAMPLE")
    }
  })

  test("a device authorization survives JSON, and an invalid one causes a TypeError that names the member", async () => {
    liar.answers["/device"] = () => ({
      body: {
        device_code: "EXAMPLE_D",
        user_code: "A",
        verification_uri: "https://as.example/",
        expires_in: 9,
        interval: 1,
      },
    })
    const device = JSON.parse(JSON.stringify(await flowOf().deviceAuthorization()))
    expect((await flowOf().pollDeviceAuthorization(device)).accessToken.reveal()).toBe("EXAMPLE_NEXT_1")
    for (const member of ["deviceCode", "userCode", "expiresAt", "interval"])
      await expect(flowOf().pollDeviceAuthorization({ ...device, [member]: null })).rejects.toThrow(
        `its ${member} is missing`,
      )
    await expect(flowOf().pollDeviceAuthorization(undefined as never)).rejects.toThrow("its deviceCode is missing")
  })
})
