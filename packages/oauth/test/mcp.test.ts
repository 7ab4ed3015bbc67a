import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import { findLeaks } from "@client-secrets/conformance"
import { type Authorization, memoryTokenStore, signIn, type TokenStore } from "@client-secrets/oauth/local"
import { mcpAuthProvider, mcpFetch, mcpOAuthClientProvider } from "@client-secrets/oauth/mcp"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import { metadataOf } from "./fixtures/liar.ts"
import { type McpServerOptions, startMcpServer, type TestMcpServer } from "./fixtures/mcp-server.ts"
import { print, rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { startRedirecting } from "./fixtures/redirecting.ts"
import { robot } from "./fixtures/robot.ts"

/** A type of the SDK, which differs between its versions and is not imported. */
// biome-ignore lint/suspicious/noExplicitAny: unknown would not take what the SDK passes or expects
type SdkType = any

/** The part of the SDK that is used. Its types differ between versions; the calls are the same. */
interface Sdk {
  readonly Client: new (info: { name: string; version: string }) => SdkType
  readonly StreamableHTTPClientTransport: new (url: URL, options: SdkType) => SdkType
  readonly UnauthorizedError: new () => Error
}

const sdks: Readonly<Record<string, () => Promise<Sdk>>> = {
  "SDK 1.25.0": async () => ({
    ...(await import("mcp-sdk-oldest/client/index.js")),
    ...(await import("mcp-sdk-oldest/client/streamableHttp.js")),
    ...(await import("mcp-sdk-oldest/client/auth.js")),
  }),
  "SDK 1.32.2": async () => ({
    ...(await import("@modelcontextprotocol/sdk/client/index.js")),
    ...(await import("@modelcontextprotocol/sdk/client/streamableHttp.js")),
    ...(await import("@modelcontextprotocol/sdk/client/auth.js")),
  }),
  "client 2.4.0": async () => await import("@modelcontextprotocol/client"),
}

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.close())

const isValid = async (token: string) => (await provider.provider.AccessToken.find(token)) !== undefined

/** An authorization server run by an attacker: its metadata, and everything that it receives. */
async function startHostile(endpoints: { readonly authorization?: string }) {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks)}`)
    const isMetadata = request.url?.includes("/.well-known/")
    const metadata = {
      issuer,
      authorization_endpoint: endpoints.authorization ?? `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    }
    const body = isMetadata ? metadata : { access_token: "EXAMPLE_TOKEN_OF_ATTACKER", token_type: "bearer" }
    response.writeHead(200, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { issuer, received, close: () => new Promise(resolve => server.close(resolve)) }
}

/** A user who signs in and comes back. */
function browser() {
  const urls: string[] = []
  const openBrowser = async (url: string) => {
    urls.push(url)
    await (await fetch(await robot.signIn(url))).text()
  }
  return { urls, openBrowser: (url: string) => void openBrowser(url) }
}

describe.each(Object.entries(sdks))("%s", (name, load) => {
  let sdk: Sdk
  let server: TestMcpServer
  let store: TokenStore
  beforeAll(async () => {
    sdk = await load()
  })
  beforeEach(() => {
    store = memoryTokenStore()
  })
  afterEach(() => server?.close())

  const start = async (change: Partial<McpServerOptions> = {}) => {
    server = await startMcpServer({
      challenges: "at tools/call",
      isValid,
      authorizationServers: [`${provider.issuer}/`],
      ...change,
    })
    return server
  }
  const connect = async (options: object) => {
    const client = new sdk.Client({ name: "test", version: "1.0.0" })
    const transport = new sdk.StreamableHTTPClientTransport(server.url, options)
    const result = client.connect(transport)
    return { client, transport, connected: result as Promise<void> }
  }
  const call = (client: { callTool(request: object): Promise<unknown> }) =>
    client.callTool({ name: "list-events", arguments: {} })
  const textOf = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text
  const providerOf = (more: object = {}) =>
    mcpOAuthClientProvider(provider.secrets("native"), {
      store,
      serverUrl: server.url,
      scope: "profile offline_access",
      print: () => {},
      ...more,
    })

  test("mcpFetch sends no token to a host that only begins like the server's", async () => {
    const withToken: string[] = []
    const fetch = async (url: string | URL) => {
      withToken.push(String(url))
      return new Response()
    }
    const request = mcpFetch({ fetch: fetch as never }, "https://mcp.example.com/mcp")
    vi.stubGlobal("fetch", async () => new Response())
    try {
      for (const other of [".evil.example/mcp", ":8443/mcp", "@evil.example/mcp"])
        await request(`https://mcp.example.com${other}`)
      await request("https://mcp.example.com/elsewhere")
    } finally {
      vi.unstubAllGlobals()
    }
    expect(withToken).toEqual(["https://mcp.example.com/elsewhere"])
  })

  describe("mcpFetch, after signIn", () => {
    let authorization: Authorization
    beforeAll(async () => {
      const { openBrowser } = browser()
      authorization = await signIn(provider.secrets("native"), {
        store: memoryTokenStore(),
        scope: "openid profile offline_access",
        openBrowser,
      })
    })

    test.each(["on every request", "at tools/call"] as const)(
      "calls a tool of a server that challenges %s",
      async challenges => {
        await start({ challenges })
        const { client, connected } = await connect({ fetch: mcpFetch(authorization, server.url) })
        await connected
        expect((await client.listTools()).tools.length).toBe(1)
        expect(textOf(await call(client))).toBe("Lunch at 12")
        expect(server.requests.some(({ path }) => path.includes("well-known"))).toBe(false)
        await client.close()
      },
    )

    test("renews the token after a 401, and the call succeeds", async () => {
      await start()
      const rejected = (await authorization.accessToken()).reveal()
      await (await provider.provider.AccessToken.find(rejected))?.destroy()
      const { client, connected } = await connect({ fetch: mcpFetch(authorization, server.url) })
      await connected
      expect(textOf(await call(client))).toBe("Lunch at 12")
      expect((await authorization.accessToken()).reveal()).not.toBe(rejected)
      await client.close()
    })

    test("sends no token to another origin", async () => {
      await start()
      const other = await startMcpServer({ challenges: "on every request", isValid, authorizationServers: [] })
      const response = await mcpFetch(authorization, server.url)(other.url, { method: "POST", body: "{}" })
      expect(response.status).toBe(401)
      expect(other.requests.map(({ authorization: sent }) => sent)).toEqual([undefined])
      await other.close()
    })

    // The first major version does not have this option.
    const testSecondMajor = name === "client 2.4.0" ? test : undefined
    testSecondMajor?.("mcpAuthProvider does the same for the second major version", async () => {
      await start({ challenges: "on every request" })
      const rejected = (await authorization.accessToken()).reveal()
      const authProvider = mcpAuthProvider(authorization, server.url)
      const { client, connected } = await connect({ authProvider })
      await connected
      await (await provider.provider.AccessToken.find(rejected))?.destroy()
      expect(textOf(await call(client))).toBe("Lunch at 12")
      const context = { serverUrl: new URL("https://other.example.com/mcp") }
      await expect(authProvider.onUnauthorized(context)).rejects.toMatchObject({ code: "untrusted_response" })
      expect(
        findLeaks([(await authorization.accessToken()).reveal()], {
          inspect: inspect(authProvider, { depth: 9, showHidden: true }),
          json: JSON.stringify(authProvider),
        }),
      ).toEqual([])
      await client.close()
    })
  })

  describe("mcpOAuthClientProvider", () => {
    test("signs in at a server that challenges every request, and a second client needs no browser", async () => {
      await start({ challenges: "on every request" })
      const { urls, openBrowser } = browser()
      const authProvider = providerOf({ openBrowser })
      const first = await connect({ authProvider })
      expect(await rejectionOf(first.connected)).toBeInstanceOf(sdk.UnauthorizedError)
      const { code, iss } = await authProvider.callback()
      await first.transport.finishAuth(code, iss)
      const second = await connect({ authProvider })
      await second.connected
      expect(textOf(await call(second.client))).toBe("Lunch at 12")
      const third = await connect({ authProvider: providerOf({ openBrowser }) })
      await third.connected
      expect(textOf(await call(third.client))).toBe("Lunch at 12")
      expect(urls.length).toBe(1)
      expect(new URL(urls[0]!).searchParams.get("resource")).toBe(server.url.href)
      const tokens = (await store.get((await store.list!())[0]!))!
      expect(tokens.refreshToken).toBeDefined()
      const secrets = [
        provider.file("native").client_secret!,
        tokens.accessToken.reveal(),
        tokens.refreshToken!.reveal(),
      ]
      const printed = {
        inspect: inspect(authProvider, { depth: 9, showHidden: true, getters: true }),
        json: JSON.stringify(authProvider),
      }
      expect(findLeaks(secrets, printed)).toEqual([])
      expect(JSON.stringify(await authProvider.tokens())).not.toContain(tokens.refreshToken!.reveal())
      expect(JSON.stringify(await authProvider.clientInformation())).not.toContain(secrets[0])
      for (const { client } of [second, third]) await client.close()
    })

    test("signs in at a server like Google's, which challenges only when a tool is called", async () => {
      await start()
      const { urls, openBrowser } = browser()
      const authProvider = providerOf({ openBrowser })
      const first = await connect({ authProvider })
      await first.connected
      expect((await first.client.listTools()).tools.length).toBe(1)
      expect(urls.length).toBe(0)
      expect(await rejectionOf(call(first.client))).toBeInstanceOf(sdk.UnauthorizedError)
      const { code, iss } = await authProvider.callback()
      await first.transport.finishAuth(code, iss)
      expect(textOf(await call(first.client))).toBe("Lunch at 12")
      await first.client.close()
    })

    test("renews an expired token by itself, at the file's token endpoint", async () => {
      await start({ challenges: "on every request" })
      const { urls, openBrowser } = browser()
      const authProvider = providerOf({ openBrowser })
      const first = await connect({ authProvider })
      await rejectionOf(first.connected)
      const { code, iss } = await authProvider.callback()
      await first.transport.finishAuth(code, iss)
      const [key] = await store.list!()
      await store.set(key!, { ...(await store.get(key!))!, expiresAt: 0 })
      const second = await connect({ authProvider })
      await second.connected
      expect(urls.length).toBe(1)
      await second.client.close()
    })

    test.each([
      ["its own endpoints", {}],
      ["the real authorization endpoint and its own token endpoint", { isMixed: true }],
    ])(
      "a hostile server that names another authorization server with %s gets no secret, code or token",
      async (_, { isMixed = false }: { isMixed?: boolean }) => {
        const hostile = await startHostile(isMixed ? { authorization: `${provider.issuer}/auth` } : {})
        await start({ challenges: "on every request", authorizationServers: [hostile.issuer] })
        const { urls, openBrowser } = browser()
        const authProvider = providerOf({ openBrowser })
        // The user is signed in at another server of the same provider, whose token must not be sent here either.
        await store.set(
          {
            clientId: "native-client",
            issuer: provider.issuer,
            tokenUri: `${provider.issuer}/token`,
            account: "",
            resource: "https://mcp.example.com/mcp",
          },
          { ...(await tokensOfAnotherServer()), tokenType: "bearer", scope: "profile" },
        )
        const first = await connect({ authProvider })
        let error = await rejectionOf(first.connected)
        const codes: string[] = []
        if (error instanceof sdk.UnauthorizedError) {
          // 1.25.0 does not report what it has discovered: the user signs in at the real server, and the code stays here.
          expect(isMixed).toBe(true)
          const { code, iss } = await authProvider.callback()
          codes.push(code)
          error = await rejectionOf(first.transport.finishAuth(code, iss))
        }
        expect((error as Error).message).toMatch(new RegExp(`${hostile.issuer}|authorization server`))
        if (!isMixed) expect(urls).toEqual([])
        const { accessToken, refreshToken } = await tokensOfAnotherServer()
        const secrets = [provider.file("native").client_secret!, accessToken.reveal(), refreshToken!.reveal(), ...codes]
        expect(findLeaks(secrets, { received: hostile.received.join("\n") })).toEqual([])
        expect(hostile.received.filter(request => request.startsWith("POST"))).toEqual([])
        expect(server.requests.map(({ authorization }) => authorization).filter(Boolean)).toEqual([])
        expect(findLeaks(secrets, print(error))).toEqual([])
        await hostile.close()
      },
    )

    // The SDK itself sends this request. Its first version that we support followed redirects: docs/mcp.md says what to do.
    test.each([
      ["by itself", {}, name === "SDK 1.25.0"],
      ["with the fetch of docs/mcp.md", { fetch: fetchWithoutRedirects }, false],
    ])("a redirect of the token endpoint to another origin, %s", async (_, options, isSent) => {
      const redirecting = await startRedirecting()
      const body = {
        ...metadataOf(redirecting.issuer),
        response_types_supported: ["code"],
        code_challenge_methods_supported: ["S256"],
        token_endpoint_auth_methods_supported: ["client_secret_post"],
      }
      redirecting.answers["/.well-known/oauth-authorization-server"] = () => ({ body })
      await start({ challenges: "on every request", authorizationServers: [redirecting.issuer] })
      const authProvider = mcpOAuthClientProvider(redirecting.secrets, {
        store,
        serverUrl: server.url,
        redirectUri: "https://app.example.com/callback",
        redirect: () => {},
        print: () => {},
      })
      const { transport, connected } = await connect({ authProvider, ...options })
      expect(await rejectionOf(connected)).toBeInstanceOf(sdk.UnauthorizedError)
      const finished = transport.finishAuth("EXAMPLE_NOT_A_REAL_CODE", redirecting.issuer) as Promise<void>
      if (isSent) await finished
      else await rejectionOf(finished)
      const secrets = [redirecting.clientSecret, "EXAMPLE_NOT_A_REAL_CODE"]
      expect(findLeaks(secrets, { reached: redirecting.reached.join("\n") }).length > 0).toBe(isSent)
      await redirecting.close()
    })

    test("reports a user who refuses", async () => {
      await start({ challenges: "on every request" })
      const openBrowser = (url: string) => void robot.signIn(url, "deny").then(redirect => fetch(redirect))
      const authProvider = providerOf({ openBrowser })
      await rejectionOf((await connect({ authProvider })).connected)
      expect(await rejectionOf(authProvider.callback())).toMatchObject({
        code: "rejected",
        provider: { error: "access_denied" },
      })
    })
  })
})

const fetchWithoutRedirects: typeof fetch = (url, init) => fetch(url, { ...init, redirect: "error" })

async function tokensOfAnotherServer() {
  const { createSecret } = await import("@client-secrets/core")
  return {
    accessToken: createSecret("EXAMPLE_ACCESS_OF_ANOTHER_SERVER"),
    refreshToken: createSecret("EXAMPLE_REFRESH_OF_ANOTHER_SERVER"),
  }
}

describe("a program that receives the redirect itself", () => {
  const secrets = () => provider.secrets("native")
  const options = { serverUrl: "https://mcp.example.com/mcp", store: memoryTokenStore() }

  test("gets the page, and passes the redirect in", async () => {
    const pages: URL[] = []
    const redirectUri = "http://127.0.0.1/callback"
    const own = mcpOAuthClientProvider(secrets(), { ...options, redirectUri, redirect: url => void pages.push(url) })
    const state = await own.state()
    await own.redirectToAuthorization(new URL(`${provider.issuer}/auth?client_id=native-client&state=${state}`))
    expect(pages[0]?.searchParams.get("state")).toBe(state)
    expect(own.redirectUrl).toBe(redirectUri)
    expect(await own.callback(`${redirectUri}?code=one&state=${state}`)).toEqual({ code: "one", iss: undefined })
    for (const query of [
      "code=one",
      "code=one&state=other",
      `code=one&state=${state}&state=${state}`,
      `code=one&state=${state}&iss=https://evil.example.com`,
    ])
      await expect(own.callback(`${redirectUri}?${query}`)).rejects.toMatchObject({ code: "untrusted_response" })
  })

  test("the error for something other than a URL does not contain it", async () => {
    const redirectUri = "http://127.0.0.1/callback"
    const own = mcpOAuthClientProvider(secrets(), { ...options, redirectUri, redirect: () => {} })
    const error: unknown = await own.callback("http://[?code=EXAMPLE_NOT_A_REAL_CODE").catch(error => error)
    expect(error).toBeInstanceOf(TypeError)
    expect(inspect(error, { showHidden: true })).not.toContain("EXAMPLE_NOT_A_REAL_CODE")
  })

  test("must pass its redirect URI, otherwise a TypeError follows", () => {
    expect(() => mcpOAuthClientProvider(secrets(), { ...options, redirect: () => {} })).toThrow("needs `redirectUri`")
  })
})

test("refuses what the SDK has discovered about another authorization server, before it is used", () => {
  const own = mcpOAuthClientProvider(provider.secrets("native"), {
    serverUrl: "https://mcp.example.com/mcp",
    store: memoryTokenStore(),
  })
  const endpoints = {
    authorization_endpoint: `${provider.issuer}/auth`,
    token_endpoint: `${provider.issuer}/token`,
  }
  const discover = (other: object) => () =>
    own.saveDiscoveryState({ authorizationServerMetadata: { ...endpoints, ...other } })
  expect(discover({})).not.toThrow()
  for (const other of [
    { authorization_endpoint: "https://evil.example.com/auth" },
    { token_endpoint: "https://evil.example.com/token" },
  ])
    expect(discover(other)).toThrow("The MCP server names the authorization server https://evil.example.com")
})

test("what the SDK passes on about the lifetime of a token must be a number of seconds", async () => {
  const hundredYears = 36_525 * 24 * 60 * 60 * 1000
  const stored: (number | undefined)[] = []
  const set = async (_: unknown, tokens: { readonly expiresAt?: number }) => void stored.push(tokens.expiresAt)
  const store = { ...memoryTokenStore(), set } as TokenStore
  const own = mcpOAuthClientProvider(provider.secrets("native"), { store, serverUrl: "https://mcp.example.com/mcp" })
  const save = (expires_in: number | undefined) =>
    own.saveTokens({ access_token: "EXAMPLE_TOKEN", token_type: "Bearer", expires_in })
  for (const life of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(await rejectionOf(save(life)), `${life}`).toMatchObject({ code: "untrusted_response" })
  for (const life of [undefined, 1e308]) await save(life)
  expect(stored[0]).toBeUndefined()
  expect(stored[1]).toBeCloseTo(Date.now() + hundredYears, -6)
  expect(stored).toHaveLength(2)
})

test("refuses a file of two providers, which a server's metadata may name too", () => {
  const google = {
    authUri: "https://accounts.google.com/o/oauth2/auth",
    tokenUri: "https://evil.example.com/token",
    issuer: "https://accounts.google.com",
  }
  const make = (options: object) => () =>
    mcpOAuthClientProvider(
      { ...provider.secrets("native"), ...google },
      { serverUrl: "https://mcp.example.com/mcp", store: memoryTokenStore(), ...options },
    )
  expect(make({})).toThrow("token_uri points to https://evil.example.com")
  expect(make({ allowedEndpointOrigins: ["https://evil.example.com"] })).not.toThrow()
})

test("sends the secret through no proxy, even on this machine", async () => {
  const dispatcher = Symbol.for("undici.globalDispatcher.1")
  const own = mcpOAuthClientProvider(provider.secrets("native"), {
    serverUrl: "https://mcp.example.com/mcp",
    store: memoryTokenStore(),
  })
  const parameters = new URLSearchParams()
  const authenticate = () => own.addClientAuthentication(new Headers(), parameters, `${provider.issuer}/token`)
  const before = (globalThis as Record<symbol, unknown>)[dispatcher]
  vi.stubEnv("HTTP_PROXY", "http://proxy.example.com")
  try {
    // As on Node with --use-env-proxy.
    Object.assign(globalThis, { [dispatcher]: new (class EnvHttpProxyAgent {})() })
    await expect(authenticate()).rejects.toMatchObject({ code: "unsupported" })
    expect(parameters.toString()).toBe("")
  } finally {
    Object.assign(globalThis, { [dispatcher]: before })
    vi.unstubAllEnvs()
  }
  await authenticate()
  expect(parameters.get("client_id")).toBe("native-client")
})

test.each([
  ["HTTP_PROXY", "http://proxy.example.com"],
  ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
  ["BUN_CONFIG_VERBOSE_FETCH", "curl"],
])("on Bun: gives the SDK no secret for a request that %s would show to others", async (name, value) => {
  const secrets = provider.secrets("post")
  const redirect = { redirectUri: secrets.redirectUris[0]!, redirect: () => {} }
  const own = mcpOAuthClientProvider(secrets, {
    serverUrl: "https://mcp.example.com/mcp",
    store: memoryTokenStore(),
    ...redirect,
  })
  const parameters = new URLSearchParams()
  vi.stubGlobal("process", { versions: { bun: "1.4.5" }, env: { [name]: value } })
  const error = await rejectionOf(own.addClientAuthentication(new Headers(), parameters, `${provider.issuer}/token`))
  vi.unstubAllGlobals()
  expect(error).toMatchObject({ code: "unsupported", message: expect.stringContaining(name) })
  expect(parameters.toString()).toBe("")
})

test.each(["http://mcp.example.com/mcp", "mcp", "file:///mcp"])(
  "throws a TypeError for %s as the URL of an MCP server",
  url => {
    expect(() => mcpFetch({ fetch }, url)).toThrow("serverUrl must be the https URL")
    const store = memoryTokenStore()
    expect(() => mcpOAuthClientProvider(provider.secrets("native"), { store, serverUrl: url })).toThrow(TypeError)
  },
)
