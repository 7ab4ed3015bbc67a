import { createHash } from "node:crypto"
import { ClientSecretsError } from "@client-secrets/core"
import { type AuthorizationParameters, createFlow, type FetchLike } from "@client-secrets/oauth"
import { describe, expect, test } from "vitest"
import { type ClientFile, toSecrets } from "./fixtures/provider.ts"

const file: ClientFile = {
  type: "web",
  client_id: "example-client",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://as.example.com/auth?tenant=one",
  token_uri: "https://as.example.com/token",
  issuer: "https://as.example.com",
}
const secrets = toSecrets(file)

function queryOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams)
}

test("the URL is the file's endpoint with every required parameter", async () => {
  const request = await createFlow(secrets, { scope: "calendar drive" }).authorizationRequest()
  expect(new URL(request.url).origin + new URL(request.url).pathname).toBe("https://as.example.com/auth")
  const { state, code_challenge, ...rest } = queryOf(request.url)
  expect(rest).toEqual({
    tenant: "one",
    response_type: "code",
    client_id: "example-client",
    redirect_uri: "https://app.example.com/callback",
    scope: "calendar drive",
    code_challenge_method: "S256",
  })
  expect(state).toBe(request.state)
  expect(code_challenge).toBe(createHash("sha256").update(request.codeVerifier).digest("base64url"))
  expect(request).toMatchObject({ scope: "calendar drive", redirectUri: "https://app.example.com/callback" })
  expect("nonce" in request).toBe(false)
})

test("state, verifier and nonce are fresh, have 256 bits, and all differ", async () => {
  const flow = createFlow(secrets, { scope: ["openid", "email"] })
  const [one, other] = [await flow.authorizationRequest(), await flow.authorizationRequest()]
  const texts = [one, other].flatMap(({ state, codeVerifier, nonce }) => [state, codeVerifier, nonce!])
  expect(new Set(texts).size).toBe(6)
  for (const text of texts) expect(text).toMatch(/^[\w-]{43}$/)
  expect(queryOf(one.url)).toMatchObject({ nonce: one.nonce, scope: "openid email" })
  expect(one.url).not.toContain(one.codeVerifier)
})

test("survives JSON unchanged", async () => {
  const request = await createFlow(secrets, { scope: "openid" }).authorizationRequest({ hd: "example.com" })
  expect(JSON.parse(JSON.stringify(request))).toEqual(request)
})

test("sends Google's parameters", async () => {
  const request = await createFlow(secrets, { scope: "a" }).authorizationRequest({
    accessType: "offline",
    prompt: "consent select_account",
    loginHint: "ada@example.com",
    includeGrantedScopes: true,
    hd: "example.com",
    additionalParameters: { enable_granular_consent: "true" },
  })
  expect(queryOf(request.url)).toMatchObject({
    access_type: "offline",
    prompt: "consent select_account",
    login_hint: "ada@example.com",
    include_granted_scopes: "true",
    hd: "example.com",
    enable_granular_consent: "true",
  })
  expect(request.hd).toBe("example.com")
})

test.each([
  ...[
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
  ],
  // These have separate options, and `hd` is checked only if it is passed as one.
  ...["hd", "prompt", "access_type", "login_hint", "include_granted_scopes"],
])("rejects an additional parameter that the flow sets or that is an option: %s", async name => {
  const flow = createFlow(secrets, { scope: "openid" })
  const additionalParameters = { [name]: "planted" }
  const request = flow.authorizationRequest({ additionalParameters })
  await expect(request).rejects.toThrow(
    new TypeError(`additionalParameters must not contain ${name}: the flow sets it itself, or has an option for it.`),
  )
})

test("uses no inherited endpoint", async () => {
  const { issuer, ...without } = secrets
  const planted = Object.prototype as Record<string, unknown>
  planted["revokeUri"] = planted["issuer"] = "https://planted.example/"
  const asked: string[] = []
  const fetch: FetchLike = async url => {
    asked.push(url)
    return new Response("{}")
  }
  try {
    const flow = createFlow(without as typeof secrets, { scope: "a", fetch })
    await expect(flow.revoke("EXAMPLE_TOKEN")).rejects.toThrow("No revocation endpoint is known")
    expect(asked).toEqual([])
  } finally {
    delete planted["revokeUri"]
    delete planted["issuer"]
  }
})

test("uses no inherited option", async () => {
  const planted = Object.prototype as AuthorizationParameters & { redirectUri?: string; scope?: string }
  Object.assign(planted, { hd: "planted", redirectUri: "https://planted.example/", scope: "planted" })
  try {
    const { url } = await createFlow(secrets, { scope: "a" }).authorizationRequest({})
    expect(url).not.toContain("planted")
    expect(() => createFlow(secrets, {} as never)).toThrow("scope is needed")
  } finally {
    for (const name of ["hd", "redirectUri", "scope"]) delete (planted as Record<string, unknown>)[name]
  }
})

describe("the redirect URI", () => {
  const two = toSecrets({
    ...file,
    redirect_uris: ["https://app.example.com/callback", "http://localhost:3000/callback"],
  })
  const installed = toSecrets({ ...file, type: "installed", redirect_uris: ["http://127.0.0.1", "http://localhost"] })

  test("is required if the file has several", async () => {
    await expect(createFlow(two, { scope: "a" }).authorizationRequest()).rejects.toThrow(
      "The client file lists 2 redirect URIs",
    )
    await expect(createFlow(two, { scope: "a" }).authorizationRequest()).rejects.toBeInstanceOf(TypeError)
  })

  test("is the flow's, or that of the request", async () => {
    const flow = createFlow(two, { scope: "a", redirectUri: "https://app.example.com/callback" })
    expect((await flow.authorizationRequest()).redirectUri).toBe("https://app.example.com/callback")
    const other = await flow.authorizationRequest({ redirectUri: "http://localhost:3000/callback" })
    expect(queryOf(other.url)["redirect_uri"]).toBe("http://localhost:3000/callback")
  })

  test("must be registered, before a browser is opened", async () => {
    const near = "https://app.example.com/callback/"
    expect(() => createFlow(two, { scope: "a", redirectUri: near })).toThrow("the slash at its end")
    const request = createFlow(two, { scope: "a" }).authorizationRequest({ redirectUri: near })
    await expect(request).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  })

  test("of an installed application may have any port, and must otherwise be equal", async () => {
    const flow = createFlow(installed, { scope: "a" })
    for (const redirectUri of ["http://127.0.0.1:8085", "http://localhost:1", "http://localhost"])
      expect((await flow.authorizationRequest({ redirectUri })).redirectUri).toBe(redirectUri)
    for (const redirectUri of [
      "http://127.0.0.1:8085/",
      "http://[::1]:1",
      "https://localhost:1",
      "http://127.0.0.1.example.com:1",
      "http://localhost:1@evil.example",
    ])
      await expect(flow.authorizationRequest({ redirectUri })).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  })

  test("of a web client must also have the registered port on this machine", async () => {
    const web = toSecrets({ ...file, redirect_uris: ["http://localhost:3000"] })
    const request = createFlow(web, { scope: "a" }).authorizationRequest({ redirectUri: "http://localhost:3001" })
    await expect(request).rejects.toThrow("differs in port")
  })

  test("is accepted unchanged if the file lists none", async () => {
    const { redirectUris, ...without } = installed
    const flow = createFlow(without as typeof installed, { scope: "a" })
    expect((await flow.authorizationRequest({ redirectUri: "http://x.example" })).redirectUri).toBe("http://x.example")
  })
})

test("a mismatch is a ClientSecretsError of every copy of the package", async () => {
  const error = await createFlow(secrets, { scope: "a" })
    .authorizationRequest({ redirectUri: "https://x.example" } as never)
    .catch((error: unknown) => error)
  expect(ClientSecretsError.is(error)).toBe(true)
})
