import { parseClientSecrets } from "@client-secrets/core"
import { createFlow, type FetchLike, type Flow, type FlowOptions, type Tokens } from "@client-secrets/oauth"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { base64Url, createKeys, type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
})
afterAll(() => liar.close())
beforeEach(() => {
  liar.requests.length = 0
})

type Claims = Record<string, unknown>

/** Signs in at the liar, with the ID token that `make` creates from correct claims. */
async function signIn(make: (claims: Claims) => unknown, options: Partial<FlowOptions> = {}): Promise<Tokens> {
  const flow = createFlow(liar.secrets(), { scope: "openid", ...options } as FlowOptions<never>)
  const request = await flow.authorizationRequest()
  liar.answers["/token"] = async () => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: liar.issuer, sub: "ada", aud: "liar-client", iat: now, exp: now + 60, nonce: request.nonce }
    return { body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token: await make(claims) } }
  }
  return flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
}

test("accepts a token with correct claims and a correct signature", async () => {
  const { claims } = await signIn(claims => liar.sign({ ...claims, name: "Ada" }))
  expect(claims).toMatchObject({ sub: "ada", name: "Ada", iss: liar.issuer })
})

describe("refuses an ID token that", () => {
  const cases: [string, (claims: Claims) => unknown, string][] = [
    ["is missing", () => undefined, "The provider returned no ID token"],
    ["has no nonce", ({ nonce, ...claims }) => liar.sign(claims), "its nonce differs"],
    ["has another nonce", claims => liar.sign({ ...claims, nonce: "A".repeat(43) }), "its nonce differs"],
    [
      "says alg none",
      claims => `${base64Url('{"alg":"none"}')}.${base64Url(JSON.stringify(claims))}.`,
      "(OAUTH_INVALID_RESPONSE)",
    ],
    [
      "says alg NONE",
      claims => `${base64Url('{"alg":"NONE"}')}.${base64Url(JSON.stringify(claims))}.`,
      "(OAUTH_INVALID_RESPONSE)",
    ],
    [
      "is signed with the client's secret",
      claims => signHs256(claims, "EXAMPLE_NOT_A_REAL_SECRET"),
      "is signed with the client secret (HS256), which is not supported",
    ],
    [
      "is for another audience",
      claims => liar.sign({ ...claims, aud: "other" }),
      "The ID token's aud claim is not valid",
    ],
    [
      "is for two audiences and has no authorized party",
      claims => liar.sign({ ...claims, aud: ["liar-client", "other"] }),
      "The ID token's aud claim is not valid",
    ],
    [
      "is for another authorized party",
      claims => liar.sign({ ...claims, aud: ["liar-client", "other"], azp: "other" }),
      "The ID token's azp claim is not valid",
    ],
    ["has expired", claims => liar.sign({ ...claims, exp: 1_000_000_000 }), "The ID token's exp claim is not valid"],
    [
      "is not valid yet",
      claims => liar.sign({ ...claims, nbf: 9_000_000_000 }),
      "The ID token's nbf claim is not valid",
    ],
    [
      "is from another issuer",
      claims => liar.sign({ ...claims, iss: "https://attacker.example" }),
      "The ID token's iss claim is not valid",
    ],
    [
      "has Google's short name as issuer, and the issuer is not Google",
      claims => liar.sign({ ...claims, iss: "accounts.google.com" }),
      "The ID token's iss claim is not valid",
    ],
    ["has no subject", ({ sub, ...claims }) => liar.sign(claims), "(OAUTH_INVALID_RESPONSE)"],
    [
      "has a changed payload",
      async claims => forge(await liar.sign(claims), { ...claims, sub: "eve" }),
      "(OAUTH_INVALID_RESPONSE)",
    ],
    [
      "is signed with another key",
      async claims => liar.sign(claims, undefined, (await createKeys()).privateKey),
      "(OAUTH_INVALID_RESPONSE)",
    ],
    [
      "names a key that does not exist",
      claims => liar.sign(claims, { alg: "RS256", kid: "two" }),
      "(OAUTH_KEY_SELECTION_FAILED)",
    ],
    [
      "contains its own key",
      claims => liar.sign(claims, { alg: "RS256", kid: "x", jwk: {}, jku: `${liar.issuer}/evil` }),
      "(OAUTH_KEY_SELECTION_FAILED)",
    ],
    [
      "has a critical extension",
      claims => liar.sign(claims, { alg: "RS256", kid: "one", crit: ["b64"] }),
      "(OAUTH_UNSUPPORTED_OPERATION)",
    ],
    ["is a string without a signature", () => "EXAMPLE_NOT_A_TOKEN", "(OAUTH_INVALID_RESPONSE)"],
    ["is a number", () => 1, "returned no ID token"],
    ["is null", () => null, "returned no ID token"],
  ]
  test.each(cases)("%s", async (_, make, sentence) => {
    const error = await rejectionOf(signIn(make))
    expect(error).toMatchObject({ code: "untrusted_response", transient: false })
    expect((error as Error).message).toContain(sentence)
    expect(liar.requests.some(({ path }) => path === "/evil")).toBe(false)
  })
})

function fileOf(issuer: string) {
  const endpoints = { auth_uri: `${issuer}/auth`, token_uri: `${issuer}/token` }
  const client = { client_id: "named", client_secret: "EXAMPLE_NOT_A_REAL_SECRET" }
  return { web: { ...client, redirect_uris: ["https://app.example.com/callback"], ...endpoints } }
}

describe("an issuer with a name whose metadata points to an address", () => {
  const issuer = "https://as.example.com"
  const secrets = { ...parseClientSecrets(fileOf(issuer)) }
  const addresses = [
    ...["http://127.0.0.1:2375", "http://localhost:9200", "https://[::1]", "http://[::1]:80", "https://foo.localhost"],
    ...["https://localhost", "https://localhost."],
    ...[
      "https://169.254.169.254",
      "https://10.0.0.1",
      "https://0x7f.1",
      "https://[fd00::1]",
      "https://[::ffff:10.0.0.1]",
    ],
  ]
  test.each(addresses)("receives no token and no secret, and causes no request there: %s", async address => {
    const asked: string[] = []
    const fetch: FetchLike = async url => {
      asked.push(url)
      const metadata = { ...metadataOf(issuer), revocation_endpoint: address, device_authorization_endpoint: address }
      const answer = { access_token: "EXAMPLE_TOKEN", token_type: "bearer", id_token: await liar.sign({ iss: issuer }) }
      return Response.json(url.includes(".well-known") ? { ...metadata, jwks_uri: address } : answer)
    }
    const flow = createFlow(secrets, { scope: "openid", issuer, fetch })
    const now = Math.floor(Date.now() / 1000)
    const id_token = await liar.sign({ iss: issuer, sub: "ada", aud: "named", iat: now, exp: now + 60 })
    const signed: FetchLike = async (url, init) =>
      url === `${issuer}/token`
        ? Response.json({ access_token: "EXAMPLE_TOKEN", token_type: "bearer", id_token })
        : fetch(url, init)
    for (const work of [
      () => flow.revoke("EXAMPLE_TOKEN"),
      () => flow.deviceAuthorization(),
      () => createFlow(secrets, { scope: "openid", issuer, fetch: signed }).refresh("EXAMPLE_TOKEN"),
    ])
      await expect(work()).rejects.toMatchObject({ code: "untrusted_response" })
    expect(asked.filter(url => !url.startsWith(`${issuer}/`))).toEqual([])
    const allowed = createFlow(secrets, { scope: "openid", issuer, fetch, allowInsecureEndpoints: true })
    await allowed.revoke("EXAMPLE_TOKEN")
    expect(asked.at(-1)).toBe(address)
  })
})

test("reads no ID token and no part of a request from Object.prototype", async () => {
  const inits: object[] = []
  const fetch: FetchLike = async (url, init) => {
    inits.push(init)
    return Response.json(
      url.includes(".well-known") ? metadataOf(liar.issuer) : { access_token: "EXAMPLE_TOKEN", token_type: "bearer" },
    )
  }
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: liar.issuer, sub: "eve", aud: "liar-client", iat: now, exp: now + 60 }
  const planted = Object.prototype as Record<string, unknown>
  planted["id_token"] = await liar.sign(claims)
  planted["referrer"] = planted["integrity"] = "EXAMPLE"
  try {
    const flow = createFlow(liar.secrets(), { scope: "openid", fetch }) as Flow
    const tokens = await flow.refresh("EXAMPLE_REFRESH")
    expect(Object.keys(tokens).sort()).toEqual(["accessToken", "refreshToken", "scope", "tokenType"])
    expect(inits.map(init => Object.getPrototypeOf(init))).toEqual([null, null])
  } finally {
    delete planted["id_token"]
    delete planted["referrer"]
    delete planted["integrity"]
  }
})

describe("metadata", () => {
  const sign = (claims: Claims) => liar.sign(claims)

  test("is discovered once, and keys are fetched once", async () => {
    const flow = createFlow(liar.secrets(), { scope: "openid" })
    for (let round = 0; round < 2; round++) {
      const request = await flow.authorizationRequest()
      liar.answers["/token"] = async () => {
        const now = Math.floor(Date.now() / 1000)
        const claims = {
          iss: liar.issuer,
          sub: "ada",
          aud: "liar-client",
          iat: now,
          exp: now + 60,
          nonce: request.nonce,
        }
        return { body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token: await sign(claims) } }
      }
      await flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
    }
    expect(liar.requests.map(({ path }) => path)).toEqual([
      "/.well-known/openid-configuration",
      "/token",
      "/keys",
      "/token",
    ])
  })

  test("provides the keys: the file's certificate URLs are never fetched", async () => {
    const certificates = { authProviderX509CertUrl: `${liar.issuer}/evil`, clientX509CertUrl: `${liar.issuer}/evil` }
    const flow = createFlow({ ...liar.secrets(), ...certificates }, { scope: "openid" })
    const request = await flow.authorizationRequest()
    liar.answers["/token"] = async () => {
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: liar.issuer, sub: "ada", aud: "liar-client", iat: now, exp: now + 60, nonce: request.nonce }
      return { body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token: await sign(claims) } }
    }
    await flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
    expect(liar.requests.map(({ path }) => path)).toEqual(["/.well-known/openid-configuration", "/token", "/keys"])
  })

  test("that is passed in is not discovered", async () => {
    await signIn(sign, { issuer: metadataOf(liar.issuer) })
    expect(liar.requests.map(({ path }) => path)).toEqual(["/token", "/keys"])
  })

  test("of an issuer with a path is discovered", async () => {
    const metadata = { ...metadataOf(liar.issuer), issuer: `${liar.issuer}/realms/one` }
    liar.answers["/realms/one/.well-known/openid-configuration"] = () => ({ body: metadata })
    const { claims } = await signIn(claims => liar.sign({ ...claims, iss: metadata.issuer }), {
      issuer: `${liar.issuer}/realms/one`,
    })
    expect(claims?.iss).toBe(metadata.issuer)
  })

  test.each([
    ["of another issuer", { issuer: "https://attacker.example" }, "names another issuer, https://attacker.example."],
    ["without an issuer", { issuer: undefined }, "names another issuer, none."],
    [
      "that names another token endpoint",
      { token_endpoint: "https://attacker.example/token" },
      "token_uri in the client file is not the one that the issuer",
    ],
    [
      "that names another authorization endpoint",
      { authorization_endpoint: "https://attacker.example/auth" },
      "auth_uri in the client file is not the one that the issuer",
    ],
    [
      "that names no token endpoint",
      { token_endpoint: undefined },
      "token_uri in the client file is not the one that the issuer",
    ],
    [
      "that names no authorization endpoint",
      { authorization_endpoint: undefined },
      "auth_uri in the client file is not the one that the issuer",
    ],
    [
      "with keys over plain http",
      { jwks_uri: "http://attacker.example/keys" },
      "as its keys endpoint. Secrets and tokens are sent to public https URLs only",
    ],
    ["without keys", { jwks_uri: undefined }, "(OAUTH_MISSING_SERVER_METADATA)"],
  ])("is refused: %s", async (_, change, sentence) => {
    const body = { ...metadataOf(liar.issuer), ...change }
    const right = liar.answers["/.well-known/openid-configuration"]!
    liar.answers["/.well-known/openid-configuration"] = () => ({ body })
    try {
      const error = await rejectionOf(signIn(sign))
      expect((error as Error).message).toContain(sentence)
      // The secret was not sent anywhere before the endpoints matched.
      if (!("jwks_uri" in change)) expect(liar.requests.map(({ path }) => path)).not.toContain("/token")
    } finally {
      liar.answers["/.well-known/openid-configuration"] = right
    }
  })

  test("that has only a revocation endpoint gets no secret there", async () => {
    const right = liar.answers["/.well-known/openid-configuration"]!
    const { authorization_endpoint, token_endpoint, ...body } = metadataOf(liar.issuer)
    liar.answers["/.well-known/openid-configuration"] = () => ({ body })
    try {
      const flow = createFlow(liar.secrets(), { scope: "a" })
      await expect(flow.revoke("EXAMPLE_TOKEN")).rejects.toMatchObject({ code: "invalid" })
      expect(liar.requests.map(({ path }) => path)).toEqual(["/.well-known/openid-configuration"])
    } finally {
      liar.answers["/.well-known/openid-configuration"] = right
    }
  })

  test("that is passed in may omit what the file says", async () => {
    const { authorization_endpoint, token_endpoint, ...issuer } = metadataOf(liar.issuer)
    expect((await signIn(sign, { issuer })).claims?.sub).toBe("ada")
  })

  test("that is passed in with another endpoint is refused", async () => {
    const issuer = { ...metadataOf(liar.issuer), token_endpoint: "https://attacker.example/token" }
    await expect(signIn(sign, { issuer })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ code: "mixed_endpoints", path: ["web", "token_uri"] }],
    })
  })

  test("is not read from a polluted Object.prototype", async () => {
    const planted = Object.prototype as Record<string, unknown>
    planted["jwks_uri"] = `${liar.issuer}/evil`
    planted["authorization_response_iss_parameter_supported"] = true
    try {
      const { jwks_uri, ...issuer } = metadataOf(liar.issuer)
      await expect(signIn(sign, { issuer })).rejects.toThrow("OAUTH_MISSING_SERVER_METADATA")
      expect(liar.requests.map(({ path }) => path)).not.toContain("/evil")
    } finally {
      delete planted["jwks_uri"]
      delete planted["authorization_response_iss_parameter_supported"]
    }
  })
})

test("accepts the new key of a provider that rotates its keys", async () => {
  // oauth4webapi fetches keys again once its own are a minute old: the test moves the clock.
  const flow = createFlow(liar.secrets(), { scope: "openid" })
  const sign = async (header: object, key?: CryptoKey) => {
    const request = await flow.authorizationRequest()
    liar.answers["/token"] = async () => {
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: liar.issuer, sub: "ada", aud: "liar-client", iat: now, exp: now + 60, nonce: request.nonce }
      return {
        body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token: await liar.sign(claims, header, key) },
      }
    }
    return flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
  }
  await sign({ alg: "RS256", kid: "one" })
  const { privateKey, publicKey } = await createKeys()
  const old = liar.answers["/keys"]!
  const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: "two" }
  liar.answers["/keys"] = () => ({ body: { keys: [jwk] } })
  const realNow = Date.now
  try {
    Date.now = () => realNow() + 120_000
    expect((await sign({ alg: "RS256", kid: "two" }, privateKey)).claims?.sub).toBe("ada")
  } finally {
    Date.now = realNow
    liar.answers["/keys"] = old
  }
})

test("keys on Object.prototype verify no ID token", async () => {
  const { privateKey, publicKey } = await createKeys()
  const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: "planted", use: "sig", alg: "RS256" }
  const flow = createFlow(liar.secrets(), { scope: "openid" })
  const request = await flow.authorizationRequest()
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: liar.issuer, sub: "eve", aud: "liar-client", iat: now, exp: now + 60, nonce: request.nonce }
  const id_token = await liar.sign(claims, { alg: "RS256", kid: "planted" }, privateKey)
  liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token } })
  const polluted = Object.prototype as { jwks?: object; uat?: number }
  Object.assign(polluted, { jwks: { keys: [jwk] }, uat: now })
  try {
    const exchange = flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
    await expect(exchange).rejects.toMatchObject({ code: "untrusted_response" })
  } finally {
    delete polluted.jwks
    delete polluted.uat
  }
})

describe("Google", () => {
  // Its endpoints are known; our liar answers there, behind a fetch that replaces Google's addresses.
  const google = () => ({
    ...liar.secrets(),
    authUri: "https://accounts.google.com/o/oauth2/auth",
    tokenUri: "https://oauth2.googleapis.com/token",
    issuer: undefined,
  })
  const asked: string[] = []
  const fetchGoogle: FlowOptions["fetch"] = (url, init) => {
    asked.push(url)
    return fetch(liar.issuer + (url.endsWith("/certs") ? "/keys" : "/token"), init)
  }

  test.each(["https://accounts.google.com", "accounts.google.com"])(
    "recognizes its issuer by auth_uri; the token has %s",
    async iss => {
      asked.length = 0
      const flow = createFlow(google() as never, { scope: "openid", fetch: fetchGoogle })
      const request = await flow.authorizationRequest()
      liar.answers["/token"] = async () => {
        const now = Math.floor(Date.now() / 1000)
        const claims = { iss, sub: "ada", aud: "liar-client", iat: now, exp: now + 60, nonce: request.nonce }
        return { body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token: await liar.sign(claims) } }
      }
      const { claims } = await flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
      expect(claims?.iss).toBe(iss)
      expect(asked).toEqual(["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v3/certs"])
    },
  )

  test("does not accept its short name as a part of a claim", async () => {
    const flow = createFlow(google() as never, { scope: "openid", fetch: fetchGoogle })
    const request = await flow.authorizationRequest()
    liar.answers["/token"] = async () => {
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: "https://attacker.example", sub: "ada", aud: "liar-client", iat: now, exp: now + 60 }
      const id_token = await liar.sign({ ...claims, nonce: request.nonce, name: { iss: "accounts.google.com" } })
      return { body: { access_token: "EXAMPLE_TOKEN", token_type: "Bearer", id_token } }
    }
    const exchange = flow.exchange(`${request.redirectUri}?code=one&state=${request.state}`, request)
    await expect(exchange).rejects.toThrow("The ID token's iss claim is not valid")
  })
})

describe("against a real provider", () => {
  let provider: TestProvider
  beforeAll(async () => {
    provider = await startProvider()
  })
  afterAll(() => provider.close())

  test.each(["post", "public", "native"] as const)("a %s client gets verified claims", async client => {
    const secrets = provider.secrets(client)
    const redirectUri = client === "native" ? "http://127.0.0.1:9/callback" : secrets.redirectUris[0]!
    const flow = createFlow(secrets, { scope: "openid email", redirectUri } as never)
    const request = await flow.authorizationRequest()
    const tokens = await flow.exchange(await robot.signIn(request.url), request)
    expect(tokens.claims).toMatchObject({ sub: "ada", email: "ada@example.com", iss: provider.issuer })
  })
})

async function signHs256(claims: Claims, secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret)
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  const input = `${base64Url('{"alg":"HS256"}')}.${base64Url(JSON.stringify(claims))}`
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(input))
  return `${input}.${Buffer.from(signature).toString("base64url")}`
}

function forge(token: string, claims: Claims): string {
  const [header, , signature] = token.split(".")
  return `${header}.${base64Url(JSON.stringify(claims))}.${signature}`
}
