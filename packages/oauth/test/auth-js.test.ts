import { Auth, type AuthConfig } from "@auth/core"
import { findLeaks } from "@client-secrets/conformance"
import { toAuthJs } from "@client-secrets/oauth/auth-js"
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
    startProvider({ redirectUris: [`${origin}/auth/callback/example`] }),
    startRedirecting(),
  ])
})
afterAll(() => Promise.all([provider.close(), redirecting.close()]))

/** Auth.js with one provider, and a browser's cookies. */
function createApp(bridged: ReturnType<typeof toAuthJs>) {
  const logged: unknown[] = []
  const debugged: unknown[] = []
  const config: AuthConfig = {
    providers: [bridged],
    secret: "EXAMPLE_NOT_A_REAL_SECRET",
    trustHost: true,
    basePath: "/auth",
    logger: { error: error => logged.push(error), warn: () => {}, debug: (...parts) => debugged.push(parts) },
    debug: true,
  }
  const cookies = new Map<string, string>()
  const visit = async (path: string, form?: Record<string, string>) => {
    const response = (await Auth(
      new Request(new URL(path, origin), {
        method: form === undefined ? "GET" : "POST",
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
        ...(form && { body: new URLSearchParams(form) }),
      }),
      config,
    )) as Response
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      cookies.set(name!, value!)
    }
    return response
  }
  const startSignIn = async () => {
    const { csrfToken } = await (await visit("/auth/csrf")).json()
    const response = await visit("/auth/signin/example", { csrfToken })
    return response.headers.get("location")!
  }
  return { visit, startSignIn, logged, debugged }
}

test.each(["post", "public"] as const)("Auth.js signs in at the file's provider as a %s client", async kind => {
  const app = createApp(toAuthJs(await provider.load(kind), { id: "example", scope: "openid profile email" }))
  const url = await app.startSignIn()
  expect(url.startsWith(`${provider.issuer}/auth?`)).toBe(true)
  await app.visit(await robot.signIn(url))
  const session = await (await app.visit("/auth/session")).json()
  expect(session.user).toEqual({ name: "Ada Lovelace", email: "ada@example.com" })
})

test("a token endpoint that redirects to another origin gets no secret there, and Auth.js's errors contain none", async () => {
  const app = createApp(toAuthJs(redirecting.secrets, { id: "example" }))
  const url = new URL(await app.startSignIn())
  const state = url.searchParams.get("state")
  const response = await app.visit(`/auth/callback/example?code=EXAMPLE_CODE&state=${state}`)
  expect(response.headers.get("location")).toContain("error=")
  expect(redirecting.reached).toEqual([])
  expect(app.logged.length).toBeGreaterThan(0)
  for (const entry of app.logged) expect(findLeaks([redirecting.clientSecret], print(entry))).toEqual([])
})

test("printing: the provider's configuration contains the secret in plain text, and so does Auth.js's debug log", async () => {
  const bridged = toAuthJs(redirecting.secrets, { id: "example" })
  expect(JSON.stringify(bridged)).toContain(redirecting.clientSecret)
  const app = createApp(bridged)
  await app.startSignIn()
  expect(JSON.stringify(app.debugged)).toContain(redirecting.clientSecret)
})

test("without an issuer the error says what to do", () => {
  const { issuer, ...without } = provider.secrets("post")
  expect(() => toAuthJs(without as never, { id: "example" })).toThrow(/^Auth.js needs to know the provider/)
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
  const clean = JSON.stringify(toAuthJs(secrets, { id: "google" }))
  const planted = Object.prototype as Record<string, unknown>
  const values = {
    scope: "planted",
    scopes: ["planted"],
    name: "planted",
    redirectUri: "https://app.example.com/callback",
  }
  Object.assign(planted, values, { issuer: "https://evil.example", userinfoUri: "https://evil.example" })
  try {
    expect(JSON.stringify(toAuthJs(secrets, { id: "google" }))).toBe(clean)
  } finally {
    for (const name of [...Object.keys(values), "issuer", "userinfoUri"]) delete planted[name]
  }
})
