import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import { findLeaks } from "@client-secrets/conformance"
import { createSecret, parseClientSecrets } from "@client-secrets/core"
import type { Tokens } from "@client-secrets/oauth"
import { toAuthorization } from "@client-secrets/oauth/to-authorization"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

let provider: TestProvider
let liar: Liar
let api: { url: string; seen: string[]; answer: { status: number; location?: string }; close(): void }
beforeAll(async () => {
  ;[provider, liar, api] = await Promise.all([startProvider(), startLiar(), startApi()])
})
afterAll(async () => {
  api.close()
  await Promise.all([provider.close(), liar.close()])
})
beforeEach(() => {
  api.seen.length = liar.requests.length = 0
  api.answer = { status: 200 }
})

async function startApi(host = "127.0.0.1") {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(
      `${request.method} ${request.url} ${request.headers.authorization ?? "-"} ${request.headers["x-own"] ?? "-"}`,
    )
    const { status, location } = started.answer
    response.writeHead(status, { connection: "close", ...(location && { location }) }).end("ok")
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  const url = `http://${host}:${(server.address() as AddressInfo).port}`
  const started = { url, seen, answer: { status: 200 } as { status: number; location?: string }, close }
  return started
}

/** A server that redirects the first request. */
async function startRedirecting(status: number) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`)
    const headers = { connection: "close", ...(request.url === "/first" && { location: "/second" }) }
    response.writeHead(request.url === "/first" ? status : 200, headers).end()
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close: () => server.close() }
}

const tokens = (part: Partial<Tokens> = {}): Tokens => ({
  accessToken: createSecret("EXAMPLE_ACCESS"),
  tokenType: "bearer",
  scope: "a",
  refreshToken: createSecret("EXAMPLE_REFRESH"),
  ...part,
})

test("signs in, sends requests with the token, and revokes", async () => {
  const authorization = toAuthorization(await provider.load("post"), { scope: "openid profile offline_access" })
  expect(authorization.tokens).toBeUndefined()
  const request = await authorization.authorizationRequest({ prompt: "consent" })
  const given = await authorization.exchange(await robot.signIn(request.url), request)
  const response = await authorization.fetch(`${api.url}/calendars`, {
    method: "POST",
    headers: { "x-own": "1" },
    body: "{}",
  })
  expect(await response.text()).toBe("ok")
  expect(api.seen).toEqual([`POST /calendars Bearer ${given.accessToken.reveal()} 1`])
  await authorization.signOut()
  expect(authorization.tokens).toBeUndefined()
  await expect(authorization.fetch(api.url)).rejects.toMatchObject({ code: "sign_in_required" })
})

test("refreshes an expired token once for any number of simultaneous calls", async () => {
  let round = 0
  liar.answers["/token"] = () => ({
    body: {
      access_token: `EXAMPLE_${++round}`,
      token_type: "bearer",
      refresh_token: `EXAMPLE_R${round}`,
      expires_in: 3600,
    },
  })
  const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens({ expiresAt: Date.now() }) })
  const all = await Promise.all(Array.from({ length: 20 }, () => authorization.accessToken()))
  expect(new Set(all.map(token => token.reveal()))).toEqual(new Set(["EXAMPLE_1"]))
  expect(liar.requests.map(({ form }) => form.get("refresh_token"))).toEqual(["EXAMPLE_REFRESH"])
  expect(authorization.tokens?.refreshToken?.reveal()).toBe("EXAMPLE_R1")
  await authorization.accessToken()
  expect(liar.requests.length).toBe(1)
})

test("a refresh does not replace tokens that were revoked or replaced in the meantime", async () => {
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  liar.answers["/token"] = async ({ form }) => {
    if (form.get("grant_type") === "refresh_token") await held
    return { body: { access_token: `EXAMPLE_${form.get("grant_type")}`, token_type: "bearer" } }
  }
  liar.answers["/revoke"] = () => ({})
  const secrets = { ...liar.secrets(), revokeUri: `${liar.issuer}/revoke` }
  const expired = tokens({ expiresAt: Date.now() })
  const [revoked, renewed] = [1, 2].map(() => toAuthorization(secrets, { scope: "a", tokens: expired }))
  const refreshes = [revoked!.accessToken(), renewed!.accessToken()]
  const revoking = revoked!.signOut()
  const request = await renewed!.authorizationRequest()
  await renewed!.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
  release()
  await Promise.all([...refreshes, revoking])
  expect(revoked!.tokens).toBeUndefined()
  expect(renewed!.tokens?.accessToken.reveal()).toBe("EXAMPLE_authorization_code")
})

test("signing out also revokes the result of a refresh in progress, since a server that rotates has dropped the old token", async () => {
  const alive = new Set(["EXAMPLE_REFRESH"])
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  liar.answers["/token"] = async ({ form }) => {
    alive.delete(form.get("refresh_token")!)
    alive.add("EXAMPLE_ROTATED")
    await held
    return { body: { access_token: "EXAMPLE_NEXT", refresh_token: "EXAMPLE_ROTATED", token_type: "bearer" } }
  }
  liar.answers["/revoke"] = ({ form }) => {
    alive.delete(form.get("token")!)
    return {}
  }
  const secrets = { ...liar.secrets(), revokeUri: `${liar.issuer}/revoke` }
  const authorization = toAuthorization(secrets, { scope: "a", tokens: tokens({ expiresAt: 0 }) })
  const refresh = authorization.accessToken()
  await expect.poll(() => alive.has("EXAMPLE_ROTATED")).toBe(true)
  const revoking = authorization.signOut()
  release()
  await Promise.all([refresh, revoking])
  expect([...alive]).toEqual([])
  expect(authorization.tokens).toBeUndefined()
})

test.each<[string, object, string | undefined]>([
  ["503", { status: 503 }, "unavailable"],
  ["Keycloak: 200 for an unknown token", { body: { error: "invalid_token" } }, undefined],
  ["Google: 400 for an unknown token", { status: 400, body: { error: "invalid_token" } }, undefined],
  ["another error", { status: 400, body: { error: "unsupported_token_type" } }, "rejected"],
])("signing out forgets the tokens, whatever the provider answers: %s", async (_, answer, code) => {
  liar.answers["/revoke"] = () => answer
  const secrets = { ...liar.secrets(), revokeUri: `${liar.issuer}/revoke` }
  const authorization = toAuthorization(secrets, { scope: "a", tokens: tokens() })
  const done = await authorization.signOut().catch((error: { code: string }) => error.code)
  expect(done).toBe(code)
  expect(authorization.tokens).toBeUndefined()
})

test("signing out forgets the tokens even if the provider cannot revoke", async () => {
  const { revocation_endpoint, ...issuer } = metadataOf(liar.issuer)
  const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens(), issuer })
  await authorization.signOut()
  expect(authorization.tokens).toBeUndefined()
})

test("stores a list of scopes in the form of RFC 6749", async () => {
  liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_NEXT", token_type: "bearer" } })
  const options = { scope: ["email", "profile"], tokens: undefined }
  const authorization = toAuthorization(
    { ...liar.secrets(), extra: new Map([["refresh_token", "EXAMPLE_B"]]) as never },
    options as never,
  )
  expect(authorization.tokens?.scope).toBe("email profile")
  await authorization.accessToken()
  expect(authorization.tokens?.scope).toBe("email profile")
})

test("uses only own properties of a request", async () => {
  const planted = Object.prototype as Record<string, unknown>
  const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
  Object.assign(planted, { method: "DELETE", headers: { "x-own": "planted" } })
  try {
    await authorization.fetch(`${api.url}/one`)
    await authorization.fetch(`${api.url}/two`, { headers: {} })
  } finally {
    delete planted["method"]
    delete planted["headers"]
  }
  expect(api.seen).toEqual(["GET /one Bearer EXAMPLE_ACCESS -", "GET /two Bearer EXAMPLE_ACCESS -"])
})

test("a user who signs in while the previous tokens are being revoked stays signed in", async () => {
  const secrets = { ...liar.secrets(), revokeUri: `${liar.issuer}/revoke` }
  const authorization = toAuthorization(secrets, { scope: "a", tokens: tokens() })
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  liar.answers["/revoke"] = () => held.then(() => ({}))
  liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_OF_B", token_type: "bearer" } })
  const revoking = authorization.signOut()
  const request = await authorization.authorizationRequest()
  await authorization.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
  release()
  await revoking
  expect(authorization.tokens?.accessToken.reveal()).toBe("EXAMPLE_OF_B")
})

test("a user who signs in during a refresh gets separate tokens, however soon they expire", async () => {
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  liar.answers["/token"] = async ({ form }) => {
    const before = form.get("refresh_token")
    if (before === "EXAMPLE_REFRESH") await held
    const token = before === null ? "EXAMPLE_ACCESS_OF_B" : `EXAMPLE_AFTER_${before}`
    return { body: { access_token: token, refresh_token: "EXAMPLE_B", token_type: "bearer", expires_in: 30 } }
  }
  const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens({ expiresAt: 0 }) })
  const first = authorization.accessToken()
  const request = await authorization.authorizationRequest()
  await authorization.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
  const second = authorization.accessToken()
  release()
  expect((await first).reveal()).toBe("EXAMPLE_AFTER_EXAMPLE_REFRESH")
  expect((await second).reveal()).toBe("EXAMPLE_AFTER_EXAMPLE_B")
  expect(authorization.tokens?.accessToken.reveal()).toBe("EXAMPLE_AFTER_EXAMPLE_B")
})

test("tries a failed refresh again at the next call", async () => {
  liar.answers["/token"] = () => ({ status: 503 })
  const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens({ expiresAt: 0 }) })
  await expect(authorization.accessToken()).rejects.toMatchObject({ code: "unavailable" })
  liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_NEXT", token_type: "bearer" } })
  expect((await authorization.accessToken()).reveal()).toBe("EXAMPLE_NEXT")
})

/** A stream, and an iterator, which Node's fetch accepts too. */
function bodiesReadOnce(): readonly unknown[] {
  const iterate = async function* () {
    yield new TextEncoder().encode("text")
  }
  return [new Blob(["text"]).stream(), iterate()]
}

describe("the token is sent", () => {
  test.each(["http://api.example.com/", "ftp://127.0.0.1/", "http://localhost.evil.example/", "/relative"])(
    "not to %s",
    async url => {
      const sent: string[] = []
      const fetch = async (target: string) => {
        sent.push(target)
        return new Response()
      }
      const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens(), fetch: fetch as never })
      await expect(authorization.fetch(url)).rejects.toBeInstanceOf(TypeError)
      expect(sent).toEqual([])
    },
  )

  test.each(["http://api.example.com/", "https://api.example.com:8443/", "https://www.api.example.com/"])(
    "not along a redirect from https://api.example.com to %s",
    async location => {
      const sent: string[] = []
      const fetch = async (target: string, init: RequestInit) => {
        sent.push(`${target} ${new Headers(init.headers).get("authorization") ?? "-"}`)
        return sent.length === 1 ? new Response(null, { status: 302, headers: { location } }) : new Response()
      }
      const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens(), fetch: fetch as never })
      await authorization.fetch("https://api.example.com/")
      expect(sent).toEqual(["https://api.example.com/ Bearer EXAMPLE_ACCESS", `${location} -`])
    },
  )

  test.each(["\n", "\r\nx-own: 1", "\0", "\u2028", " "])(
    "nowhere if a header may not contain it, and it is not in the message: %j",
    async part => {
      const accessToken = createSecret(`EXAMPLE_ACCESS${part}EXAMPLE`)
      const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens({ accessToken }) })
      const error = (await authorization.fetch(api.url).catch((error: unknown) => error)) as Error
      expect(error).toBeInstanceOf(TypeError)
      expect(inspect(error)).not.toContain("EXAMPLE")
      expect(api.seen).toEqual([])
    },
  )

  test("not along a redirect to another origin, even where the runtime's own fetch would send it", async () => {
    const other = await startApi("localhost")
    api.answer = { status: 307, location: `${other.url}/elsewhere` }
    const own = globalThis.fetch
    // As on workerd before 2025-09-01.
    globalThis.fetch = async (url, init) => {
      const response = await own(url, { ...init, redirect: "manual" })
      const location = response.headers.get("location")
      return location === null || init?.redirect === "manual" ? response : own(location, init)
    }
    try {
      const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
      await authorization.fetch(`${api.url}/here`, { headers: { cookie: "a=b" } })
      expect(other.seen).toEqual(["GET /elsewhere - -"])
    } finally {
      globalThis.fetch = own
      other.close()
    }
  })

  test("once, if a browser hides the redirect of a request that changes something", async () => {
    const own = globalThis.fetch
    const sent: string[] = []
    // The answer of a browser that may not follow the redirect.
    globalThis.fetch = async (_, init) => {
      sent.push(`${init?.method ?? "GET"} ${init?.redirect ?? "follow"}`)
      const type = init?.redirect === "manual" ? "opaqueredirect" : "basic"
      return Object.defineProperty(new Response(), "type", { value: type })
    }
    try {
      const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
      await expect(authorization.fetch(api.url, { method: "post" })).rejects.toThrow(
        "The server answered POST with a redirect",
      )
      expect((await authorization.fetch(api.url)).type).toBe("basic")
      expect(sent).toEqual(["post manual", "GET manual", "GET follow"])
    } finally {
      globalThis.fetch = own
    }
  })

  test("along a redirect on one origin, as the Fetch Standard requires", async () => {
    const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
    const cases = [
      [301, "POST", "GET"],
      [302, "PUT", "PUT"],
      [303, "PUT", "GET"],
      [303, "HEAD", "HEAD"],
      [307, "POST", "POST"],
      [308, "DELETE", "DELETE"],
    ] as const
    for (const [status, method, next] of cases) {
      const target = await startRedirecting(status)
      const body = method === "HEAD" ? {} : { body: "{}", headers: { "content-type": "application/json" } }
      await authorization.fetch(`${target.url}/first`, { method, ...body })
      expect(target.seen).toEqual([`${method} /first Bearer EXAMPLE_ACCESS`, `${next} /second Bearer EXAMPLE_ACCESS`])
      target.close()
    }
  })

  test.each(["file:///etc/hostname", "data:text/plain,planted", "http://"])(
    "nowhere if a redirect leads to %s",
    async location => {
      api.answer = { status: 302, location }
      const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
      await expect(authorization.fetch(api.url)).rejects.toThrow("The server redirects too often")
    },
  )

  test('a limited number of times along endless redirects; with redirect "manual" the caller gets the first one', async () => {
    api.answer = { status: 302, location: "/again" }
    const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
    await expect(authorization.fetch(api.url)).rejects.toThrow("The server redirects too often")
    expect(api.seen.length).toBe(21)
    expect((await authorization.fetch(api.url, { redirect: "manual" })).status).toBe(302)
    await expect(authorization.fetch(api.url, { redirect: "error" })).rejects.toThrow(TypeError)
  })

  test("not along a redirect to another origin, and no other credential or Host header is", async () => {
    const other = await startApi("localhost")
    const headers: unknown[] = []
    const fetch = (url: string, init: RequestInit) => {
      headers.push(Object.fromEntries(new Headers(init.headers)))
      return globalThis.fetch(url, { ...init, headers: {} })
    }
    api.answer = { status: 302, location: `${other.url}/elsewhere` }
    const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens(), fetch: fetch as never })
    const own = {
      authorization: "own",
      cookie: "a=b",
      "proxy-authorization": "Basic EXAMPLE",
      host: "api",
      "x-own": "1",
    }
    await authorization.fetch(`${api.url}/here`, { headers: own })
    expect(headers).toEqual([{ ...own, authorization: "Bearer EXAMPLE_ACCESS" }, { "x-own": "1" }])
    other.close()
  })

  test("not with an empty body: one that can be read only once is not sent along a redirect", async () => {
    api.answer = { status: 307, location: "/again" }
    const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
    for (const body of bodiesReadOnce()) {
      api.seen.length = 0
      const request = authorization.fetch(api.url, { method: "POST", body, duplex: "half" } as RequestInit)
      await expect(request).rejects.toThrow("The server redirects a request whose body can be read only once.")
      expect(api.seen).toHaveLength(1)
    }
  })

  test("not along a redirect to another origin", async () => {
    const other = await startApi("localhost")
    api.answer = { status: 307, location: `${other.url}/elsewhere` }
    const authorization = toAuthorization(liar.secrets(), { scope: "a", tokens: tokens() })
    await authorization.fetch(`${api.url}/here`)
    expect(api.seen).toEqual(["GET /here Bearer EXAMPLE_ACCESS -"])
    expect(other.seen).toEqual(["GET /elsewhere - -"])
    other.close()
  })
})

describe("tokens in the client object, as the Ruby client writes them", () => {
  const file = (members: object) =>
    parseClientSecrets({
      installed: {
        client_id: "liar-client",
        client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
        redirect_uris: ["http://localhost", "http://127.0.0.1"],
        auth_uri: `${liar.issuer}/auth`,
        token_uri: `${liar.issuer}/token`,
        ...members,
      },
    })

  test("are used, and so is the first redirect URI", async () => {
    const members = {
      access_token: "EXAMPLE_A",
      refresh_token: "EXAMPLE_B",
      id_token: "EXAMPLE_C",
      expires_at: 4_000_000_000,
    }
    const authorization = toAuthorization(file(members), { scope: "a" })
    expect((await authorization.accessToken()).reveal()).toBe("EXAMPLE_A")
    expect(authorization.tokens?.expiresAt).toBe(4_000_000_000_000)
    expect(authorization.tokens?.idToken?.reveal()).toBe("EXAMPLE_C")
    expect((await authorization.authorizationRequest()).redirectUri).toBe("http://localhost")
  })

  test("that have expired are refreshed", async () => {
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_NEXT", token_type: "bearer" } })
    for (const members of [
      { access_token: "EXAMPLE_A", refresh_token: "EXAMPLE_B", issued_at: 1_000_000_000, expires_in: 3600 },
      { refresh_token: "EXAMPLE_B" },
      { access_token: "EXAMPLE_A", refresh_token: "EXAMPLE_B", expires_at: "soon" },
      { access_token: "EXAMPLE_A", refresh_token: "EXAMPLE_B", expires_at: -1 },
      { access_token: "EXAMPLE_A", refresh_token: "EXAMPLE_B", issued_at: 4_000_000_000, expires_in: true },
    ]) {
      const authorization = toAuthorization(file(members), { scope: "a" })
      expect((await authorization.accessToken()).reveal()).toBe("EXAMPLE_NEXT")
    }
  })

  test("that are missing are not invented", () => {
    expect(toAuthorization(file({ access_token: "", refresh_token: 1 }), { scope: "a" }).tokens).toBeUndefined()
  })
})

test("printing it shows no token and no secret", async () => {
  const authorization = toAuthorization(liar.secrets("EXAMPLE_client_s3cr3t"), { scope: "a", tokens: tokens() })
  const text = inspect(authorization, { showHidden: true, depth: 9, getters: true }) + JSON.stringify(authorization)
  expect(findLeaks(["EXAMPLE_ACCESS", "EXAMPLE_REFRESH", "EXAMPLE_client_s3cr3t"], { text })).toEqual([])
})
