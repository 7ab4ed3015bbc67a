import { createSecret, parseClientSecrets } from "@client-secrets/core"
import { createFlow, type Flow, type FlowOptions } from "@client-secrets/oauth"
import { fromDiscovery } from "@client-secrets/oauth/from-discovery"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { createKeys, type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"

// Behavior in which real providers differ; the project's documentation names them.

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
})
afterAll(() => liar.close())
const accepted = { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } }
beforeEach(() => {
  liar.requests.length = 0
  liar.answers["/token"] = () => accepted
  liar.answers["/revoke"] = () => ({})
  liar.answers["/.well-known/openid-configuration"] = () => ({ body: metadataOf(liar.issuer) })
  delete liar.answers["/.well-known/oauth-authorization-server"]
})

const flowOf = (options: Partial<FlowOptions> = {}, secrets: object = liar.secrets()): Flow =>
  createFlow(secrets as never, { scope: "a", ...options } as FlowOptions<never>) as Flow

describe("client authentication", () => {
  const methodsOf = async (flow: Flow): Promise<string> => {
    await flow.refresh("EXAMPLE_REFRESH")
    const { headers, form } = liar.requests.at(-1)!
    return headers.authorization ? "basic" : form.has("client_secret") ? "post" : form.has("client_id") ? "none" : "?"
  }

  test("goes by the option, then the file, then the metadata, and is post by default", async () => {
    const lists = (...methods: string[]) => ({
      ...metadataOf(liar.issuer),
      token_endpoint_auth_methods_supported: methods,
    })
    const onlyBasic = { issuer: lists("client_secret_basic", "private_key_jwt") }
    const basicFile = { ...liar.secrets(), tokenEndpointAuthMethod: "client_secret_basic" }
    expect(await methodsOf(flowOf())).toBe("post")
    expect(await methodsOf(flowOf(onlyBasic))).toBe("basic")
    expect(await methodsOf(flowOf({ issuer: lists("client_secret_basic", "client_secret_post") }))).toBe("post")
    expect(await methodsOf(flowOf({}, basicFile))).toBe("basic")
    expect(
      await methodsOf(flowOf(onlyBasic, { ...liar.secrets(), tokenEndpointAuthMethod: "client_secret_post" })),
    ).toBe("post")
    expect(await methodsOf(flowOf({ clientAuthentication: "client_secret_post" }, basicFile))).toBe("post")
    expect(await methodsOf(flowOf({ clientAuthentication: "none" }))).toBe("none")
    expect(await methodsOf(flowOf({}, { ...liar.secrets(), clientSecret: undefined }))).toBe("none")
  })

  test("reports an unsupported method in the file before anything is sent", async () => {
    const flow = flowOf({}, { ...liar.secrets(), tokenEndpointAuthMethod: "private_key_jwt" })
    await expect(flow.refresh("EXAMPLE_REFRESH")).rejects.toMatchObject({ code: "unsupported" })
    expect(liar.requests).toEqual([])
  })

  test("leaves -._~ in Basic credentials unencoded, for servers that do not decode; the rest is form encoding", async () => {
    const secrets = { ...liar.secrets(), clientId: "a.b-c_d~e", clientSecret: createSecret("EXAMPLE_-.~ :%+/&ä") }
    await flowOf({ clientAuthentication: "client_secret_basic" }, secrets).refresh("EXAMPLE_REFRESH")
    const credentials = atob(liar.requests[0]!.headers.authorization!.replace("Basic ", ""))
    expect(credentials).toBe("a.b-c_d~e:EXAMPLE_-.~+%3A%25%2B%2F%26%C3%A4")
    expect(new URLSearchParams(`x=${credentials.split(":")[1]}`).get("x")).toBe("EXAMPLE_-.~ :%+/&ä")
  })
})

describe("token answers", () => {
  test.each<[string, object, string]>([
    ["no token_type", { token_type: undefined }, "a"],
    ["a list of scopes", { scope: ["b", "c"] }, "b c"],
    ["null for a scope", { scope: null }, "a"],
    ["status 201", {}, "a"],
  ])("accepts %s", async (name, part, scope) => {
    liar.answers["/token"] = () => ({
      ...(name === "status 201" && { status: 201 }),
      body: { ...accepted.body, ...part },
    })
    expect(await flowOf().refresh("EXAMPLE_REFRESH")).toMatchObject({ scope, tokenType: "bearer" })
  })

  test("names what is wrong", async () => {
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", expires_in: "soon" } })
    await expect(flowOf().refresh("EXAMPLE_REFRESH")).rejects.toThrow(
      `The token endpoint at ${liar.issuer} returned no usable tokens: expires_in is not a number of seconds.`,
    )
  })
})

describe("discovery", () => {
  const members = {
    clientId: "a",
    clientSecret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirectUris: ["https://app.example.com/"],
  }

  test("reads RFC 8414's document if OpenID Connect's does not exist, also for a path", async () => {
    const issuer = `${liar.issuer}/tenant`
    liar.answers["/.well-known/oauth-authorization-server/tenant"] = () => ({
      body: { ...metadataOf(liar.issuer), issuer },
    })
    const client = await fromDiscovery(issuer, members)
    expect(client).toMatchObject({ issuer, tokenUri: `${liar.issuer}/token` })
  })

  test("without either, the error lists the addresses that were tried", async () => {
    liar.answers["/.well-known/openid-configuration"] = () => ({ status: 404 })
    const error = await rejectionOf(fromDiscovery(liar.issuer, members))
    expect(error).toMatchObject({ code: "unsupported" })
    expect((error as Error).message).toContain("/.well-known/oauth-authorization-server are both missing")
  })

  test.each(["localhost:8080/realms/a", "as.example.com", ""])("rejects %j, which is not a full URL", async issuer => {
    await expect(fromDiscovery(issuer, members)).rejects.toThrow("The issuer must be a full URL")
  })

  test("the error names both issuers if they differ", async () => {
    liar.answers["/.well-known/openid-configuration"] = () => ({
      body: { ...metadataOf(liar.issuer), issuer: "https://other.example/" },
    })
    await expect(fromDiscovery(liar.issuer, members)).rejects.toThrow(
      `The discovery document of ${liar.issuer} names another issuer, https://other.example/.`,
    )
  })

  test("the file may say how the client authenticates", async () => {
    const client = await fromDiscovery(liar.issuer, { ...members, clientAuthentication: "client_secret_basic" })
    await flowOf({}, client).refresh("EXAMPLE_REFRESH")
    expect(liar.requests.at(-1)?.headers.authorization).toMatch(/^Basic /)
  })

  test("the caller adds what the issuer does not publish, and replaces nothing", async () => {
    const { revocation_endpoint, ...without } = metadataOf(liar.issuer)
    liar.answers["/.well-known/openid-configuration"] = () => ({ body: without })
    await flowOf({ metadata: { revocation_endpoint } }).revoke("EXAMPLE_TOKEN")
    expect(liar.requests.at(-1)?.path).toBe("/revoke")
    const replaced = flowOf({ metadata: { jwks_uri: "https://evil.example/keys" }, scope: "openid" })
    await expect(replaced.refresh("EXAMPLE_REFRESH")).rejects.toThrow("the issuer publishes jwks_uri")
  })
})

describe("Google", () => {
  const google = (type: "web" | "installed", redirect_uris: string[]) =>
    parseClientSecrets({
      [type]: {
        client_id: "1-example.apps.googleusercontent.com",
        client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
        redirect_uris,
        auth_uri: "https://accounts.google.com/o/oauth2/auth",
        token_uri: "https://oauth2.googleapis.com/token",
      },
    })
  const sent: { url: string; body: string }[] = []
  const fetch = async (url: string, { body }: { body?: unknown }) => {
    sent.push({ url, body: String(body) })
    return new Response(JSON.stringify({ access_token: "EXAMPLE_TOKEN", token_type: "Bearer" }))
  }

  test("accepts its own metadata, and its issuer with a slash", async () => {
    const published = {
      issuer: "https://accounts.google.com",
      authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
      token_endpoint: "https://oauth2.googleapis.com/token",
      revocation_endpoint: "https://oauth2.googleapis.com/revoke",
    }
    const client = google("web", ["https://app.example.com/"])
    for (const issuer of [published, "https://accounts.google.com/"]) {
      sent.length = 0
      await createFlow(client, { scope: "openid", issuer, fetch }).revoke("EXAMPLE_TOKEN")
      expect(sent.map(({ url }) => url)).toEqual(["https://oauth2.googleapis.com/revoke"])
    }
  })

  test.each(["http://127.0.0.1", "http://127.0.0.1:3000/oauth2callback", "http://localhost/", "http://[::1]:5/x"])(
    "a desktop client may use any redirect URI on this machine: %s",
    async redirectUri => {
      const flow = createFlow(google("installed", ["http://localhost"]), { scope: "a", redirectUri })
      expect((await flow.authorizationRequest()).redirectUri).toBe(redirectUri)
    },
  )

  test.each(["https://127.0.0.1", "http://app.example.com", "http://localhost.evil.example/"])(
    "a desktop client may use none elsewhere: %s",
    redirectUri => {
      const client = google("installed", ["http://localhost"])
      expect(() => createFlow(client, { scope: "a", redirectUri })).toThrow("is not registered")
    },
  )

  test("the redirect URIs of a web client are compared", () => {
    const client = google("web", ["http://localhost:3000/callback"])
    expect(() => createFlow(client, { scope: "a", redirectUri: "http://localhost:3001/callback" as never })).toThrow(
      "differs in port",
    )
  })

  test("exchanges the code of its popup with postmessage", async () => {
    sent.length = 0
    const flow = createFlow(google("web", ["https://app.example.com/"]), { scope: "a", fetch })
    expect((await flow.exchangePopupCode("EXAMPLE_CODE")).accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect(sent).toHaveLength(1)
    expect(sent[0]?.url).toBe("https://oauth2.googleapis.com/token")
    const form = new URLSearchParams(sent[0]?.body)
    expect(form.get("redirect_uri")).toBe("postmessage")
    expect(form.get("code")).toBe("EXAMPLE_CODE")
    await expect(flowOf().exchangePopupCode("EXAMPLE_CODE")).rejects.toThrow("is for Google's popup only")
    await expect(flow.exchangePopupCode("")).rejects.toBeInstanceOf(TypeError)
    expect(liar.requests).toEqual([])
  })
})

describe("registered redirect URIs that cannot be sent unchanged", () => {
  const withUris = (...redirectUris: string[]) => ({ ...liar.secrets(), redirectUris })

  test("a client without any needs the option, which accepts any URI", async () => {
    await expect(flowOf({}, withUris()).authorizationRequest()).rejects.toThrow(
      "lists no redirect URI. Pass the option",
    )
    const redirectUri = "https://app.example.com/any"
    expect((await flowOf({ redirectUri }, withUris()).authorizationRequest()).redirectUri).toBe(redirectUri)
  })

  test("Keycloak's patterns match the URIs below them, and are never sent", async () => {
    const secrets = withUris("https://app.example.com/*")
    await expect(flowOf({}, secrets).authorizationRequest()).rejects.toThrow("lists no redirect URI")
    for (const redirectUri of ["https://app.example.com/", "https://app.example.com/a/b?c=d"])
      expect((await flowOf({ redirectUri }, secrets).authorizationRequest()).redirectUri).toBe(redirectUri)
    for (const redirectUri of [
      "https://app.example.com/*",
      "https://app.example.com.evil.example/a",
      "https://app.example.com@evil.example/a",
      "https://user@app.example.com/a",
      "http://app.example.com/a",
      "https://app.example.com:444/a",
    ])
      expect(() => flowOf({ redirectUri }, secrets)).toThrow("is not registered")
  })

  test.each(["..", "%2e%2e", "%2f..", "%5c", "\\"])("a URI with %s does not match a pattern", part => {
    const redirectUri = `https://app.example.com/a/${part}/b`
    expect(() => flowOf({ redirectUri }, withUris("https://app.example.com/a/*"))).toThrow("is not registered")
  })

  test.each(["https://*.example.com/a", "https://app.example.com/a*", "*", "https://*/*"])(
    "the pattern %s matches nothing",
    pattern => {
      expect(() => flowOf({ redirectUri: "https://app.example.com/a" }, withUris(pattern))).toThrow("is not registered")
    },
  )

  test("postmessage is not a redirect URI, and not the default", async () => {
    const redirectUri = "https://app.example.com/callback"
    const secrets = withUris("postmessage", redirectUri)
    expect((await flowOf({}, secrets).authorizationRequest()).redirectUri).toBe(redirectUri)
    expect(() => flowOf({ redirectUri: "postmessage" }, secrets)).toThrow("is not registered")
  })
})

describe("ID tokens", () => {
  const claimsOf = (iss: string) => {
    const now = Math.floor(Date.now() / 1000)
    return { iss, sub: "ada", aud: "liar-client", iat: now, exp: now + 60 }
  }
  const refreshWith = (id_token: string, flow: Flow) => {
    liar.answers["/token"] = () => ({ body: { ...accepted.body, id_token } })
    return flow.refresh("EXAMPLE_REFRESH")
  }

  test("accepts Microsoft Entra's issuer, which contains the user's tenant", async () => {
    const tenant = "11111111-2222-3333-4444-555555555555"
    const issuer = `${liar.issuer}/{tenantid}/v2.0`
    liar.answers["/common/v2.0/.well-known/openid-configuration"] = () => ({
      body: { ...metadataOf(liar.issuer), issuer },
    })
    const flow = flowOf({ scope: "openid", issuer: `${liar.issuer}/common/v2.0` })
    const claims = { ...claimsOf(issuer.replace("{tenantid}", tenant)), tid: tenant }
    expect((await refreshWith(await liar.sign(claims), flow)).claims).toMatchObject({ sub: "ada", tid: tenant })
    for (const wrong of [
      { ...claims, tid: "66666666-2222-3333-4444-555555555555" },
      { ...claims, tid: undefined },
      { ...claims, iss: "https://evil.example/v2.0" },
      { ...claims, tid: `x/../${tenant}` },
    ])
      await expect(refreshWith(await liar.sign(wrong), flow)).rejects.toThrow("The ID token's iss claim is not valid")
  })

  test("a tenant is one segment of the issuer", async () => {
    const issuer = `${liar.issuer}/{tenantid}/v2.0`
    liar.answers["/a/b/v2.0/.well-known/openid-configuration"] = () => ({
      body: { ...metadataOf(liar.issuer), issuer },
    })
    const flow = flowOf({ scope: "openid", issuer: `${liar.issuer}/a/b/v2.0` })
    const token = await liar.sign({ ...claimsOf(issuer.replace("{tenantid}", "a/b")), tid: "a/b" })
    await expect(refreshWith(token, flow)).rejects.toThrow("names another issuer")
  })

  test("fetches a recently rotated key, once", async () => {
    const flow = flowOf({ scope: "openid" })
    await refreshWith(await liar.sign(claimsOf(liar.issuer)), flow)
    const { privateKey, publicKey } = await createKeys()
    const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: "two", use: "sig", alg: "RS256" }
    const before = liar.answers["/keys"]!
    liar.answers["/keys"] = () => ({ body: { keys: [jwk] } })
    const asked = () => liar.requests.filter(({ path }) => path === "/keys").length
    try {
      const token = await liar.sign(claimsOf(liar.issuer), { alg: "RS256", kid: "two" }, privateKey)
      expect((await refreshWith(token, flow)).claims?.sub).toBe("ada")
      expect(asked()).toBe(2)
      const unknown = await liar.sign(claimsOf(liar.issuer), { alg: "RS256", kid: "three" }, privateKey)
      await expect(refreshWith(unknown, flow)).rejects.toThrow("form or signature")
      expect(asked()).toBe(3)
    } finally {
      liar.answers["/keys"] = before
    }
  })
})

describe("userinfo and sign-out", () => {
  test("requests userinfo with the access token, and compares the user", async () => {
    const flow = flowOf({ metadata: { userinfo_endpoint: `${liar.issuer}/me` } })
    liar.answers["/me"] = () => ({ body: { sub: "ada", name: "Ada" } })
    expect(await flow.userinfo("EXAMPLE_TOKEN")).toEqual({ sub: "ada", name: "Ada" })
    expect(liar.requests.at(-1)?.headers.authorization).toBe("Bearer EXAMPLE_TOKEN")
    const claims = { iss: "", sub: "eve", aud: "", exp: 0, iat: 0 }
    const tokens = { accessToken: createSecret("EXAMPLE_TOKEN"), tokenType: "bearer", scope: "", claims }
    await expect(flow.userinfo(tokens)).rejects.toMatchObject({ code: "untrusted_response" })
    liar.answers["/me"] = () => ({ status: 401, body: { error: "invalid_token", error_description: "EXAMPLE_TOKEN" } })
    const error = await rejectionOf(flow.userinfo("EXAMPLE_TOKEN"))
    expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "userinfo", error: "invalid_token" } })
    expect(String(error)).not.toContain("EXAMPLE_TOKEN")
    await expect(flowOf().userinfo("EXAMPLE_TOKEN")).rejects.toMatchObject({ code: "unsupported" })
  })

  test("the end session URL contains the client and the passed values", async () => {
    const flow = flowOf({ metadata: { end_session_endpoint: `${liar.issuer}/end?a=b` } })
    const idToken = createSecret("EXAMPLE_ID")
    const tokens = { accessToken: createSecret("EXAMPLE_TOKEN"), tokenType: "bearer", scope: "", idToken }
    const postLogoutRedirectUri = "https://app.example.com/bye"
    const url = new URL(await flow.endSessionUrl({ tokens, postLogoutRedirectUri, state: "s" }))
    expect(url.href.startsWith(`${liar.issuer}/end?a=b&`)).toBe(true)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      a: "b",
      client_id: "liar-client",
      id_token_hint: "EXAMPLE_ID",
      post_logout_redirect_uri: postLogoutRedirectUri,
      state: "s",
    })
    await expect(flowOf().endSessionUrl()).rejects.toMatchObject({ code: "unsupported" })
  })

  test("revoking sends the kind of the token", async () => {
    const accessToken = createSecret("EXAMPLE_A")
    const tokens = { accessToken, tokenType: "bearer", scope: "", refreshToken: createSecret("EXAMPLE_R") }
    await flowOf().revoke(tokens)
    await flowOf().revoke({ accessToken, tokenType: "bearer", scope: "" })
    await flowOf().revoke("EXAMPLE_R")
    const forms = liar.requests.filter(({ path }) => path === "/revoke").map(({ form }) => form.get("token_type_hint"))
    expect(forms).toEqual(["refresh_token", "access_token", null])
  })
})

test("the device flow does not mistake a server that always fails for a busy one", async () => {
  const realSetTimeout = globalThis.setTimeout
  globalThis.setTimeout = ((callback: () => void, milliseconds: number) =>
    realSetTimeout(callback, milliseconds === 10_000 ? milliseconds : 0)) as never
  try {
    liar.answers["/token"] = () => ({ status: 500 })
    const device = {
      deviceCode: "EXAMPLE_DEVICE_CODE",
      userCode: "A",
      verificationUri: "https://as.example/",
      expiresAt: Date.now() + 600_000,
      interval: 1,
    }
    await expect(flowOf().pollDeviceAuthorization(device)).rejects.toMatchObject({ code: "unavailable" })
    expect(liar.requests).toHaveLength(5)
  } finally {
    globalThis.setTimeout = realSetTimeout
  }
})

test.each([
  ["a path", "client_secrets.json", /fileSource\(path\)/],
  ["a promise", Promise.resolve(), /a Promise. Await it first/],
  ["nothing", undefined, /received undefined/],
  ["a function", () => {}, /received a function/],
])("createFlow with %s says what it needs", (_, input, sentence) => {
  expect(() => createFlow(input as never, { scope: "a" })).toThrow(sentence)
})

test("createFlow accepts a source and a loader", async () => {
  const file = { web: { ...file_() } }
  let reads = 0
  const source = {
    name: "test",
    async read() {
      reads++
      return { content: file }
    },
  }
  const flow = createFlow(source, { scope: "a" })
  expect(reads).toBe(0)
  expect((await flow.authorizationRequest()).url).toContain(`${liar.issuer}/auth`)
  expect(reads).toBe(1)

  function file_() {
    const { clientId, redirectUris, authUri, tokenUri } = liar.secrets()
    return {
      client_id: clientId,
      client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
      redirect_uris: redirectUris,
      auth_uri: authUri,
      token_uri: tokenUri,
    }
  }
})

test.each(["invalid_token", "unsupported_token_type", "server_error"])(
  "a revocation that is answered with 200 has succeeded, even with the error %s in its body",
  async error => {
    liar.answers["/revoke"] = () => ({ status: 200, body: { error } })
    const secrets = { ...liar.secrets(), revokeUri: `${liar.issuer}/revoke` }
    await expect(flowOf({}, secrets).revoke("EXAMPLE_TOKEN")).resolves.toBeUndefined()
    expect(liar.requests.map(({ path }) => path)).toContain("/revoke")
  },
)
