import { beginSignIn, listAccounts, memoryTokenStore, signIn, signOut } from "@client-secrets/oauth/local"
import { mcpOAuthClientProvider } from "@client-secrets/oauth/mcp"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
  liar.answers["/token"] = () => ({
    body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer", refresh_token: "EXAMPLE_REFRESH", expires_in: 3600 },
  })
  liar.answers["/revoke"] = () => ({ status: 200 })
})
afterAll(() => liar.close())

// The test's own objects must not be polluted. A polluted `signal` ends Node's own sockets, so it is not in the list.
const realFetch = globalThis.fetch
const own: RequestInit = { redirect: "follow", method: "GET" }

const evil = "https://evil.example.com"
const evilStore = { get: async () => undefined, set: async () => {}, delete: async () => {}, list: async () => [] }

/** Values on `Object.prototype` that could change something, by name. */
const values: Readonly<Record<string, unknown>> = {
  interactive: false,
  force: true,
  host: "0.0.0.0",
  port: 1,
  headless: true,
  launchFile: true,
  openBrowser: () => {
    throw new Error("it was called")
  },
  print: () => {
    throw new Error("it was called")
  },
  readLine: async () => undefined,
  store: evilStore,
  app: "evil",
  account: "evil",
  scope: "evil",
  scopes: "evil",
  authorization: { prompt: "evil" },
  prompt: "evil",
  loginHint: "evil",
  redirect: () => {},
  redirectUri: `${evil}/cb`,
  issuer: evil,
  authUri: `${evil}/auth`,
  tokenUri: `${evil}/token`,
  revokeUri: `${evil}/revoke`,
  redirectUris: [`${evil}/cb`],
  clientSecret: "evil",
  resource: evil,
  requestedScope: "evil",
  refreshToken: "evil",
  expiresAt: 0,
  refreshTokenExpiresAt: 1,
  claims: { email: "evil@example.com" },
  revoke: false,
  signInTimeout: 1,
  fetch: async () => new Response("{}"),
  allowInsecureEndpoints: true,
  clientAuthentication: "none",
  lock: async () => {
    throw new Error("it was called")
  },
  probe: async () => {
    throw new Error("it was called")
  },
}

/** One round of everything, as a list of what is observable. */
async function story(): Promise<unknown> {
  const seen: string[] = []
  const before = liar.requests.length
  const { redirectUris: _, ...client } = liar.secrets()
  const secrets = { ...client, type: "installed", redirectUris: ["http://127.0.0.1/cb"] } as never
  const visit = async (page: string) => {
    const url = new URL(page)
    const redirect = new URL(url.searchParams.get("redirect_uri")!)
    const state = url.searchParams.get("state")
    for (const name of ["state", "code_challenge", "redirect_uri"]) url.searchParams.delete(name)
    seen.push(url.href, redirect.pathname)
    await (await realFetch(`${redirect.href}?code=one&state=${state}`, own)).text()
  }
  const store = memoryTokenStore()
  const options = { store, scope: "a", issuer: metadataOf(liar.issuer) }
  const first = await signIn(secrets, { ...options, openBrowser: visit, print: () => {} })
  seen.push(JSON.stringify(await store.list!()), String(first.tokens?.scope))
  await signIn(secrets, { ...options, openBrowser: visit, print: () => {} })
  seen.push(JSON.stringify(await listAccounts(secrets, options)))
  const begun = await beginSignIn(secrets, { ...options, account: "ada", print: () => {} })
  await visit(begun.url!)
  await begun.authorization
  seen.push(JSON.stringify(await listAccounts(secrets, options)))
  await signOut(secrets, { ...options, account: "ada" })
  await first.signOut()
  seen.push(JSON.stringify(await store.list!()))
  const provider = mcpOAuthClientProvider(secrets, { store, serverUrl: "https://mcp.example.com/mcp", print: () => {} })
  const parameters = new URLSearchParams()
  await provider.addClientAuthentication(new Headers(), parameters, `${liar.issuer}/token`)
  seen.push(parameters.toString(), JSON.stringify(await provider.clientInformation()), provider.redirectUrl)
  seen.push(JSON.stringify(provider.clientMetadata))
  const sent = liar.requests.slice(before).map(({ method, path, form }) => {
    const own = new URLSearchParams(form)
    for (const name of ["code_verifier", "redirect_uri"]) own.delete(name)
    return `${method} ${path} ${own}`
  })
  return [...seen, ...sent]
}

test.each(Object.keys(values))("a polluted Object.prototype.%s changes nothing", async name => {
  const expected = await story()
  const polluted = Object.prototype as Record<string, unknown>
  polluted[name] = values[name]
  try {
    expect(await story()).toEqual(expected)
  } finally {
    delete polluted[name]
  }
})
