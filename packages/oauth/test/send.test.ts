import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { ClientSecretsError } from "@client-secrets/core"
import { createFlow, type DeviceAuthorization, type Flow, type FlowOptions } from "@client-secrets/oauth"
import { fromDiscovery } from "@client-secrets/oauth/from-discovery"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Incoming, type Liar, metadataOf, type Outgoing, startLiar } from "./fixtures/liar.ts"
import { print, rejectionOf } from "./fixtures/print.ts"

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
})
afterAll(() => liar.close())
beforeEach(() => {
  liar.requests.length = 0
})

const code = freshSecret()
const refreshToken = freshSecret()
const deviceCode = freshSecret()
const clientSecret = freshSecret()

/** Each request of the flow, by its path, and the values in it that must not be printed. */
const calls: Record<string, (options?: Partial<FlowOptions>) => Promise<{ run: Promise<unknown>; secrets: string[] }>> =
  {
    "/token": async options => {
      const flow = flowOf(options)
      const request = await flow.authorizationRequest()
      const run = flow.exchange(`${request.redirectUri}?code=${code}&state=${request.state}`, request)
      return { run, secrets: [clientSecret, code, request.codeVerifier, request.state, request.nonce!] }
    },
    "/token (refresh)": async options => ({
      run: flowOf(options).refresh(refreshToken),
      secrets: [clientSecret, refreshToken],
    }),
    "/token (device)": async options => {
      const device: DeviceAuthorization = {
        deviceCode,
        verificationUri: "https://example.com/device",
        userCode: "ABCD-EFGH",
        interval: 0.01,
        expiresAt: Infinity,
      }
      const run = flowOf(options).pollDeviceAuthorization(device)
      return { run, secrets: [clientSecret, deviceCode] }
    },
    "/revoke": async options => ({ run: flowOf(options).revoke(refreshToken), secrets: [clientSecret, refreshToken] }),
    "/device": async options => ({ run: flowOf(options).deviceAuthorization(), secrets: [clientSecret] }),
  }

function flowOf(options: Partial<FlowOptions> = {}): Flow {
  const issuer = metadataOf(liar.issuer)
  return createFlow(liar.secrets(clientSecret), { scope: "openid", issuer, ...options } as FlowOptions<never>) as Flow
}

async function answerWith(
  path: string,
  answer: (request: Incoming) => Outgoing | Promise<Outgoing>,
  options?: Partial<FlowOptions>,
): Promise<{ error: unknown; secrets: string[] }> {
  liar.answers[path.split(" ")[0]!] = answer
  const { run, secrets } = await calls[path]!(options)
  return { error: await rejectionOf(run), secrets }
}

describe.each(Object.keys(calls))("%s", path => {
  test.each([301, 302, 303, 307, 308])(
    "answers %i: does not follow the redirect, and sends nothing to its target",
    async status => {
      const reached: string[] = []
      const target = createServer((request, response) => {
        reached.push(request.url!)
        response.end()
      })
      await new Promise<void>(resolve => target.listen(0, "127.0.0.1", resolve))
      const location = `http://127.0.0.1:${(target.address() as AddressInfo).port}/stolen`
      try {
        const { error } = await answerWith(path, () => ({ status, headers: { location } }))
        expect(error).toMatchObject({ code: "redirected", transient: false })
        expect(reached).toEqual([])
      } finally {
        target.closeAllConnections()
        target.close()
      }
    },
  )

  const echo = ({ body, headers, url }: Incoming) => `${body} ${headers.authorization ?? ""} ${url.search}`
  const base64 = (text: string) => Buffer.from(text).toString("base64")
  const echoes: [string, (request: Incoming) => Outgoing][] = [
    [
      "in error_description",
      request => ({ status: 400, body: { error: "invalid_request", error_description: echo(request).slice(0, 200) } }),
    ],
    ["in error", request => ({ status: 400, body: { error: echo(request).slice(0, 60) } })],
    ["in error, at its end", request => ({ status: 401, body: { error: echo(request).slice(-60) } })],
    [
      "each parameter separately",
      ({ form }) => ({
        status: 400,
        body: { error: "x", error_description: [...form.values()].map(value => value.slice(3, 12)).join(" ") },
      }),
    ],
    [
      "in base64",
      request => ({ status: 400, body: { error: "x", error_description: base64(echo(request)).slice(10, 190) } }),
    ],
    [
      "its values in base64",
      ({ form }) => ({
        status: 400,
        body: {
          error: "x",
          error_description: [...form.values()].map(value => base64(`.${value}`).slice(0, 30)).join(" "),
        },
      }),
    ],
    [
      "escaped",
      ({ form }) => ({
        status: 400,
        body: {
          error: "x",
          error_description: [...form.values()]
            .map(value => [...Buffer.from(value.slice(0, 9))].map(byte => `%${byte.toString(16)}`).join(""))
            .join(" ")
            .slice(0, 200),
        },
      }),
    ],
    [
      "in upper case",
      ({ form }) => ({
        status: 400,
        body: { error: "x", error_description: [...form.values()].join(" ").toUpperCase().slice(0, 200) },
      }),
    ],
    ["in a page", request => ({ status: 400, body: `<p>${echo(request)}</p>` })],
    ["in a broken answer", request => ({ body: `{"access_token": "${echo(request)}` })],
    [
      "in an answer of another shape",
      request => ({ body: { nothing: echo(request), access_token: { echo: echo(request) }, device_code: 1 } }),
    ],
    [
      "in error_uri and a challenge",
      request => ({
        status: 401,
        headers: { "www-authenticate": `Basic realm="${encodeURIComponent(echo(request))}"` },
        body: { error: "invalid_client", error_uri: echo(request) },
      }),
    ],
    [
      "in an error with status 200",
      request => ({ body: { error: "bad_verification_code", error_description: echo(request).slice(0, 200) } }),
    ],
    [
      "in a server error",
      request => ({ status: 500, body: { error: "server_error", error_description: echo(request).slice(0, 200) } }),
    ],
  ]
  // A revocation that is answered with 200 has succeeded, whatever the answer contains (RFC 7009 section 2.2); polling
  // continues after a server error.
  const without = path === "/revoke" ? /answer|status 200/ : path === "/token (device)" ? /server error/ : /^$/
  test.each(echoes.filter(([name]) => !without.test(name)))(
    "prints nothing of an answer that echoes the request %s",
    async (_, answer) => {
      for (const clientAuthentication of ["client_secret_post", "client_secret_basic"] as const) {
        const { error, secrets } = await answerWith(path, answer, { clientAuthentication })
        expect(ClientSecretsError.is(error)).toBe(true)
        assertNoLeak(secrets, print(error))
      }
    },
  )
})

describe.each(["/.well-known/openid-configuration", "/keys"])("%s", path => {
  const answers: [string, (request: Incoming) => Outgoing][] = [
    ["redirects to another origin", () => ({ status: 307, headers: { location: "http://localhost:9/stolen" } })],
    [
      "echoes in an OAuth error",
      request => ({ status: 400, body: { error: "x", error_description: echoOf(request) } }),
    ],
    ["echoes in a page", request => ({ status: 400, body: `<p>${echoOf(request)}</p>` })],
    ["echoes in an answer of another shape", request => ({ body: { issuer: 1, keys: echoOf(request) } })],
  ]
  test.each(answers)("%s: it receives no secret, and nothing of the answer is printed", async (name, answer) => {
    const right = liar.answers[path]!
    const secrets = [clientSecret, code]
    const flow = createFlow(liar.secrets(clientSecret), { scope: "openid" })
    const request = await flow.authorizationRequest()
    secrets.push(request.state, request.codeVerifier, request.nonce!)
    const token = freshSecret()
    const claims = {
      iss: liar.issuer,
      sub: "ada",
      aud: "liar-client",
      iat: 0,
      exp: 9_000_000_000,
      nonce: request.nonce,
    }
    const id_token = await liar.sign(claims)
    liar.answers["/token"] = () => ({ body: { access_token: token, token_type: "bearer", id_token } })
    liar.answers[path] = answer
    try {
      const error = await rejectionOf(
        flow.exchange(`${request.redirectUri}?code=${code}&state=${request.state}`, request),
      )
      expect(error).toMatchObject({ code: name.startsWith("redirects") ? "redirected" : "untrusted_response" })
      assertNoLeak([...secrets, token, id_token], print(error))
      const asked = liar.requests.filter(request => request.path === path)
      expect(asked).toHaveLength(1)
      assertNoLeak([...secrets, token, id_token], { asked: JSON.stringify(asked), url: asked[0]!.url.href })
    } finally {
      liar.answers[path] = right
    }
  })
})

function echoOf({ body, headers, url }: Incoming): string {
  return `${body} ${JSON.stringify(headers)} ${url.search}`.replace(/["\\]/g, "").slice(0, 200)
}

const transient = { transient: true }
const cases: [string, Outgoing, object][] = [
  ["500", { status: 500 }, { code: "unavailable", ...transient }],
  ["502 with a page", { status: 502, body: "<html>Bad gateway</html>" }, { code: "unavailable", ...transient }],
  [
    "503 with an OAuth error",
    { status: 503, body: { error: "temporarily_unavailable" } },
    { code: "unavailable", ...transient },
  ],
  ["429", { status: 429 }, { code: "throttled", ...transient }],
  ["404 with a page", { status: 404, body: "<html>" }, { code: "untrusted_response" }],
  ["200 with a page", { body: "<html>" }, { code: "untrusted_response" }],
  ["200 with a list", { body: "[]" }, { code: "untrusted_response" }],
  ["200 with null", { body: "null" }, { code: "untrusted_response" }],
  ["204", { status: 204 }, { code: "untrusted_response" }],
  ["more than a mebibyte", { body: "x".repeat(1_048_577) }, { code: "too_large" }],
  ["no access token", { body: { token_type: "bearer" } }, { code: "untrusted_response" }],
  ["an empty access token", { body: { access_token: "", token_type: "bearer" } }, { code: "untrusted_response" }],
  [
    "another token type",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "mac" } },
    { code: "untrusted_response" },
  ],
  [
    "an invalid lifetime",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", expires_in: "soon" } },
    { code: "untrusted_response" },
  ],
  [
    "a negative lifetime",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", expires_in: -1 } },
    { code: "untrusted_response" },
  ],
  [
    "a lifetime that is a boolean",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", expires_in: true } },
    { code: "untrusted_response" },
  ],
  [
    "an empty lifetime",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", expires_in: "" } },
    { code: "untrusted_response" },
  ],
  [
    "a lifetime with two dots",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", expires_in: "1.2.3" } },
    { code: "untrusted_response" },
  ],
  [
    "an infinite lifetime",
    { body: '{"access_token":"EXAMPLE_TOKEN","token_type":"bearer","expires_in":1e999}' },
    { code: "untrusted_response" },
  ],
  [
    "a refresh token that is not a string",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", refresh_token: 1 } },
    { code: "untrusted_response" },
  ],
  [
    "a scope that is not a string",
    { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", scope: ["a", 1] } },
    { code: "untrusted_response" },
  ],
]
test.each(cases)("reports a token endpoint that answers with %s", async (_, answer, want) => {
  const { error } = await answerWith("/token (refresh)", () => answer, { scope: "a" })
  expect(ClientSecretsError.is(error)).toBe(true)
  expect(error).toMatchObject(want)
})

describe("time", () => {
  test.each(["before headers", "in the body"] as const)("abandons a server that hangs %s", async hang => {
    const { error } = await answerWith("/token", () => ({ hang, body: "{}" }), { timeout: 50 })
    expect(error).toMatchObject({ code: "timeout", transient: true })
    expect((error as Error).message).toMatch(
      /^The token endpoint at http:\/\/127\.0\.0\.1:\d+ did not answer within 50 ms\.$/,
    )
  })

  test.each(["before headers", "in the body"] as const)(
    "rejects with the caller's reason while a server hangs %s",
    async hang => {
      liar.answers["/token"] = () => ({ hang, body: "{}" })
      const controller = new AbortController()
      const reason = new Error("the caller's")
      setTimeout(() => controller.abort(reason), 50)
      expect(await rejectionOf(flowOf().refresh(refreshToken, { signal: controller.signal }))).toBe(reason)
    },
  )

  test("a timeout of Infinity means no limit", async () => {
    liar.answers["/revoke"] = () => ({})
    await flowOf({ timeout: Number.POSITIVE_INFINITY }).revoke(refreshToken)
  })

  test("sends nothing if the signal has already aborted", async () => {
    const signal = AbortSignal.abort("no")
    expect(await rejectionOf(flowOf().refresh(refreshToken, { signal }))).toBe("no")
    expect(await rejectionOf(flowOf().revoke(refreshToken, { signal }))).toBe("no")
    expect(await rejectionOf(flowOf().deviceAuthorization({ signal }))).toBe("no")
    expect(liar.requests).toEqual([])
  })

  test("rejects with the caller's reason itself, even if it is a ClientSecretsError", async () => {
    const reason = new ClientSecretsError("aborted", "the caller's")
    const signal = AbortSignal.abort(reason)
    const flow = flowOf()
    const request = await flow.authorizationRequest()
    const callback = `${request.redirectUri}?code=${code}&state=${request.state}`
    const device = {
      deviceCode,
      userCode: "A",
      verificationUri: "https://example.com",
      interval: 1,
      expiresAt: Infinity,
    }
    const discoverOptions = { clientId: "liar-client", redirectUris: [request.redirectUri] }
    const steps: Record<string, () => Promise<unknown>> = {
      exchange: () => flow.exchange(callback, request, { signal }),
      refresh: () => flow.refresh(refreshToken, { signal }),
      revoke: () => flow.revoke(refreshToken, { signal }),
      deviceAuthorization: () => flow.deviceAuthorization({ signal }),
      pollDeviceAuthorization: () => flow.pollDeviceAuthorization(device, { signal }),
      fromDiscovery: () => fromDiscovery(liar.issuer, { ...discoverOptions, allowInsecureEndpoints: true, signal }),
    }
    for (const [name, run] of Object.entries(steps)) expect(await rejectionOf(run()), name).toBe(reason)
  })

  test("ignores an inherited signal", async () => {
    // The runtime's own fetch honors an inherited one.
    const fetch = async () => new Response("{}")
    const planted = Object.prototype as Record<string, unknown>
    planted["signal"] = AbortSignal.abort("planted")
    try {
      await flowOf({ fetch }).revoke(refreshToken)
      await flowOf({ fetch }).revoke(refreshToken, {})
    } finally {
      delete planted["signal"]
    }
  })

  test("leaves no listener", async () => {
    liar.answers["/revoke"] = () => ({})
    let listeners = 0
    const signal = {
      aborted: false,
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    }
    await flowOf().revoke(refreshToken, { signal })
    expect(listeners).toBe(0)
  })
})

/** A flow whose `fetch` throws this. */
const refreshThrowing = (thrown: unknown) => {
  const fetch = async () => {
    throw thrown
  }
  return rejectionOf(flowOf({ fetch: fetch as never }).refresh(refreshToken)) as Promise<ClientSecretsError>
}

test("a mistake in the fetch of the program is named, and is no outage", async () => {
  const error = await refreshThrowing(new ReferenceError(clientSecret))
  expect(error).toMatchObject({ code: "unavailable", transient: false })
  expect(error.message).toMatch(
    /^The token endpoint at \S+ was not asked: the function in the option fetch threw a ReferenceError\.$/,
  )
})

// Deno's message, which no code accompanies; other engines have other ones.
test("an answer that breaks off is an outage, also where the program passes its own fetch", async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.error(new TypeError(`error reading a body from connection: ${clientSecret}`))
    },
  })
  const fetch = async () => new Response(body, { headers: { "content-type": "application/json" } })
  const error = (await rejectionOf(flowOf({ fetch }).refresh(refreshToken))) as ClientSecretsError
  expect(error).toMatchObject({ code: "unavailable", transient: true })
  expect(error.message).toMatch(/^The token endpoint at \S+ did not send its whole answer\.$/)
})

test("Deno's refusal names the grant", async () => {
  const error = await refreshThrowing(Object.assign(new Error(clientSecret), { name: "NotCapable" }))
  expect(error).toMatchObject({ code: "denied", message: `Deno: run with --allow-net=${new URL(liar.issuer).host}` })
})

test("whatever fetch throws, the error is ours and contains nothing of it", async () => {
  const { proxy: revoked, revoke } = Proxy.revocable({}, {})
  revoke()
  const throwing = () => {
    throw new Error(clientSecret)
  }
  const hostile = new Proxy(new Error(), {
    get: throwing,
    has: throwing,
    getPrototypeOf: throwing,
    getOwnPropertyDescriptor: throwing,
  })
  const capitals = "EXAMPLE_NOT_A_REAL_SECRET"
  for (const thrown of [
    undefined,
    revoked,
    hostile,
    {
      get code() {
        return throwing()
      },
    },
    { code: capitals },
  ]) {
    const error = await refreshThrowing(thrown)
    expect(error).toMatchObject({ code: "unavailable", transient: true })
    expect(error.message).toMatch(/ could not be reached\.$/)
    assertNoLeak([clientSecret, capitals], print(error))
  }
})

test("reads no code of an error from Object.prototype", async () => {
  const prototype = Object.prototype as { code?: string }
  prototype.code = "ECONNREFUSED"
  const error = await refreshThrowing({}).finally(() => delete prototype.code)
  expect(error.message).not.toContain("ECONNREFUSED")
})

test("names an unreachable server by its origin and the system's code", async () => {
  const gone = await startLiar()
  await gone.close()
  const secrets = { ...liar.secrets(clientSecret), tokenUri: `${gone.issuer}/token` }
  const flow = createFlow(secrets, { scope: "a" })
  const error = await rejectionOf(flow.refresh(refreshToken))
  expect(error).toMatchObject({ code: "unavailable", transient: true })
  expect((error as Error).message).toBe(`The token endpoint at ${gone.issuer} could not be reached (ECONNREFUSED).`)
})

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "another host name"],
])("names an untrusted certificate, and is not transient: %s", async (code, advice) => {
  const fetch = async () => {
    throw Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("EXAMPLE"), { code }) })
  }
  const error = await rejectionOf(flowOf({ fetch: fetch as never }).refresh(refreshToken))
  expect(error).toMatchObject({ code: "unavailable", transient: false })
  expect((error as Error).message).toContain(`does not trust (${code}).`)
  expect((error as Error).message).toContain(advice)
})

test("summarizes what a fetch throws, and never passes it on", async () => {
  const fetch = async (_: string, { body }: { body?: unknown }) => {
    throw Object.assign(new TypeError(`failed: ${body}`), { code: `E${clientSecret}`, cause: { body } })
  }
  const error = await rejectionOf(flowOf({ fetch: fetch as never }).refresh(refreshToken))
  expect(error).toMatchObject({ code: "unavailable" })
  assertNoLeak([clientSecret, refreshToken], print(error))
})

test("refuses a redirect that a browser hides", async () => {
  const fetch = async () => ({ status: 0, type: "opaqueredirect", body: null, headers: new Headers() })
  const error = await rejectionOf(flowOf({ fetch: fetch as never }).refresh(refreshToken))
  expect(error).toMatchObject({ code: "redirected" })
})

test("tokens, requests and flows print no token", async () => {
  const token = freshSecret()
  liar.answers["/token"] = () => ({
    body: { access_token: token, token_type: "bearer", refresh_token: `${token}R`, expires_in: "3600", scope: "a b" },
  })
  const flow = flowOf({ scope: "a" })
  const tokens = await flow.refresh(refreshToken)
  expect(tokens).toMatchObject({ tokenType: "bearer", scope: "a b" })
  expect(tokens.expiresAt).toBeGreaterThan(Date.now() + 3_590_000)
  expect(tokens.accessToken.reveal()).toBe(token)
  const texts = { ...print(tokens), flow: inspect(flow, { showHidden: true, depth: 9 }) }
  assertNoLeak([token, clientSecret, refreshToken], texts)
})

test.each(["1e308", "9223372036854775", '"99999999999999999999"'])(
  "a lifetime of %s s ends all the same, at a time that is a date",
  async life => {
    const body = `{"access_token":"EXAMPLE_TOKEN","expires_in":${life},"refresh_token_expires_in":${life}}`
    liar.answers["/token"] = () => ({ body })
    const { expiresAt, refreshTokenExpiresAt } = await flowOf({ scope: "a" }).refresh(refreshToken)
    const inHundredYears = Date.now() + 36_525 * 24 * 60 * 60 * 1000
    expect(expiresAt).toBeCloseTo(inHundredYears, -6)
    expect(refreshTokenExpiresAt).toBeCloseTo(inHundredYears, -6)
  },
)

test.each(["0", "null", '"0"'])("a lifetime of %s says nothing of when the token expires", async life => {
  liar.answers["/token"] = () => ({ body: `{"access_token":"EXAMPLE_TOKEN","expires_in":${life}}` })
  expect(await flowOf({ scope: "a" }).refresh(refreshToken)).not.toHaveProperty("expiresAt")
})

test.each(["-1", '"soon"', "1e999", "true"])(
  "a refresh token with a lifetime of %s counts as one without, since nothing depends on it",
  async life => {
    liar.answers["/token"] = () => ({ body: `{"access_token":"EXAMPLE_TOKEN","refresh_token_expires_in":${life}}` })
    expect(await flowOf({ scope: "a" }).refresh(refreshToken)).not.toHaveProperty("refreshTokenExpiresAt")
  },
)

test("an empty refresh token does not replace the valid one", async () => {
  liar.answers["/token"] = () => ({
    body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", refresh_token: "" },
  })
  expect((await flowOf({ scope: "a" }).refresh(refreshToken)).refreshToken?.reveal()).toBe(refreshToken)
})

test.each([
  "https://localhost./revoke",
  "https://localhost%2e/revoke",
  "https://a.localhost/revoke",
  "https://127.0.0.1./r",
])("an issuer with a name cannot send a token to this machine: %s", async revocation_endpoint => {
  const asked: string[] = []
  const fetch = async (url: string) => {
    asked.push(url)
    return new Response("{}")
  }
  const secrets = { ...liar.secrets(), authUri: "https://as.example/auth", tokenUri: "https://as.example/token" }
  const issuer = {
    issuer: "https://as.example",
    authorization_endpoint: secrets.authUri,
    token_endpoint: secrets.tokenUri,
    revocation_endpoint,
  }
  const flow = createFlow(secrets, { scope: "a", issuer, fetch })
  await expect(flow.revoke(refreshToken)).rejects.toMatchObject({ code: "untrusted_response" })
  expect(asked).toEqual([])
})

test("reads no inherited token", async () => {
  const planted = Object.prototype as Record<string, unknown>
  const names = ["access_token", "refresh_token", "scope", "expires_in", "verification_uri"]
  for (const name of names) planted[name] = "planted"
  try {
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
    const tokens = await flowOf({ scope: "a" }).refresh(refreshToken)
    expect(tokens).toMatchObject({ scope: "a" })
    expect(tokens.refreshToken?.reveal()).toBe(refreshToken)
    expect(tokens.expiresAt).toBeUndefined()
    liar.answers["/token"] = () => ({ body: { token_type: "bearer" } })
    await expect(flowOf({ scope: "a" }).refresh(refreshToken)).rejects.toMatchObject({ code: "untrusted_response" })
  } finally {
    for (const name of names) delete planted[name]
  }
})
