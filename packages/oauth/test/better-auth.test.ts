import { findLeaks } from "@client-secrets/conformance"
import { toBetterAuth } from "@client-secrets/oauth/better-auth"
import { betterAuth } from "better-auth"
import { memoryAdapter } from "better-auth/adapters/memory"
import { genericOAuth } from "better-auth/plugins"
import { afterAll, beforeAll, expect, test } from "vitest"
import { print } from "./fixtures/print.ts"
import { startProvider, type TestProvider, toSecrets } from "./fixtures/provider.ts"
import { type Redirecting, startRedirecting } from "./fixtures/redirecting.ts"
import { robot } from "./fixtures/robot.ts"

const origin = "http://app.localhost:9"
let provider: TestProvider
let redirecting: Redirecting
beforeAll(async () => {
  ;[provider, redirecting] = await Promise.all([
    startProvider({ redirectUris: [`${origin}/api/auth/callback/example`] }),
    startRedirecting(),
  ])
})
afterAll(() => Promise.all([provider.close(), redirecting.close()]))

/** Better Auth with one provider, and a browser's cookies. */
function createApp(bridged: ReturnType<typeof toBetterAuth>) {
  const logged: unknown[] = []
  const auth = betterAuth({
    baseURL: origin,
    secret: "EXAMPLE_NOT_A_REAL_SECRET_OF_32_CHARACTERS",
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    plugins: [genericOAuth({ config: [bridged] })],
    telemetry: { enabled: false },
    logger: { level: "debug", log: (...parts) => void logged.push(parts) },
  })
  const cookies = new Map<string, string>()
  const visit = async (path: string, body?: object) => {
    const response = await auth.handler(
      new Request(new URL(path, origin), {
        method: body === undefined ? "GET" : "POST",
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          origin,
          "content-type": "application/json",
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      cookies.set(name!, value!)
    }
    return response
  }
  const startSignIn = async () => {
    const response = await visit("/api/auth/sign-in/social", { provider: "example", callbackURL: "/done" })
    return ((await response.json()) as { url: string }).url
  }
  return { visit, startSignIn, logged }
}

test.each(["post", "public"] as const)("Better Auth signs in at the file's provider as a %s client", async kind => {
  const app = createApp(toBetterAuth(await provider.load(kind), { providerId: "example" }))
  const url = await app.startSignIn()
  expect(url.startsWith(`${provider.issuer}/auth?`)).toBe(true)
  const response = await app.visit(await robot.signIn(url))
  expect(response.headers.get("location")).toBe("/done")
  const session = (await (await app.visit("/api/auth/get-session")).json()) as { user: object }
  expect(session.user).toMatchObject({ name: "Ada Lovelace", email: "ada@example.com", emailVerified: true })
})

test("a token endpoint that redirects to another origin gets no secret there, and Better Auth logs none", async () => {
  const app = createApp(toBetterAuth(redirecting.secrets, { providerId: "example" }))
  const url = new URL(await app.startSignIn())
  const response = await app.visit(
    `/api/auth/callback/example?code=EXAMPLE_CODE&state=${url.searchParams.get("state")}`,
  )
  expect(response.headers.get("location")).toContain("error=")
  expect(redirecting.reached).toEqual([])
  for (const entry of app.logged) expect(findLeaks([redirecting.clientSecret], print(entry))).toEqual([])
})

test("printing: the configuration contains the secret in plain text", () => {
  expect(JSON.stringify(toBetterAuth(redirecting.secrets, { providerId: "example" }))).toContain(
    redirecting.clientSecret,
  )
})

test("without an issuer it is a plain OAuth provider with the file's userinfo_uri", () => {
  const { issuer, ...without } = provider.secrets("post")
  const config = toBetterAuth({ ...without, userinfoUri: `${provider.issuer}/me` } as never, {
    providerId: "example",
    scopes: ["profile"],
  })
  expect(config).toMatchObject({ userInfoUrl: `${provider.issuer}/me`, scopes: ["profile"] })
  expect(config.discoveryUrl).toBeUndefined()
})

test("Better Auth reads no address that gets a token from a polluted Object.prototype", () => {
  const { issuer, ...without } = provider.secrets("post")
  const config = toBetterAuth(without as never, { providerId: "example" })
  const polluted = Object.prototype as Record<string, unknown>
  const names = ["userInfoUrl", "discoveryUrl", "discoveryHeaders", "endSessionEndpoint"]
  for (const name of names) polluted[name] = "https://attacker.example"
  try {
    expect(names.map(name => (config as unknown as Record<string, unknown>)[name])).toEqual(names.map(() => undefined))
  } finally {
    for (const name of names) delete polluted[name]
  }
})

test("a polluted Object.prototype sets none of the options", () => {
  const secrets = toSecrets({
    type: "web",
    client_id: "example-client",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://as.example.com/auth",
    token_uri: "https://as.example.com/token",
    issuer: "https://as.example.com",
  })
  const clean = JSON.stringify(toBetterAuth(secrets, { providerId: "google" }))
  const planted = Object.prototype as Record<string, unknown>
  const values = {
    scope: "planted",
    scopes: ["planted"],
    name: "planted",
    redirectUri: "https://app.example.com/callback",
  }
  Object.assign(planted, values, { issuer: "https://evil.example", userinfoUri: "https://evil.example" })
  try {
    expect(JSON.stringify(toBetterAuth(secrets, { providerId: "google" }))).toBe(clean)
  } finally {
    for (const name of [...Object.keys(values), "issuer", "userinfoUri"]) delete planted[name]
  }
})
