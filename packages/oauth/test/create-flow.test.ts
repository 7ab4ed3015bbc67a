import { ClientSecretsError, clientSecretsMembers, createSecret } from "@client-secrets/core"
import { createFlow } from "@client-secrets/oauth"
import { toAuthJs } from "@client-secrets/oauth/auth-js"
import { toBetterAuth } from "@client-secrets/oauth/better-auth"
import { toGoogleAuthLibrary } from "@client-secrets/oauth/google-auth-library"
import { toOpenidClient } from "@client-secrets/oauth/openid-client"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { rejectionOf } from "./fixtures/print.ts"
import { type ClientFile, startProvider, type TestProvider, toSecrets } from "./fixtures/provider.ts"
import { robot } from "./fixtures/robot.ts"

const scope = "openid profile email offline_access"

describe("against a real provider", () => {
  let provider: TestProvider
  beforeAll(async () => {
    provider = await startProvider()
  })
  afterAll(() => provider.close())

  test.each([
    ["post", undefined],
    ["post", "client_secret_post"],
    ["basic", "client_secret_basic"],
    ["public", undefined],
    ["native", undefined],
  ] as const)(
    "a %s client (clientAuthentication: %s) signs in, refreshes and revokes",
    async (client, clientAuthentication) => {
      const redirectUri = client === "native" ? "http://127.0.0.1:9/callback" : "http://127.0.0.1:9/callback"
      const options = { scope, redirectUri, ...(clientAuthentication && { clientAuthentication }) }
      const flow = createFlow(provider.secrets(client), options as never)
      const request = await flow.authorizationRequest({ prompt: "consent" })
      const tokens = await flow.exchange(await robot.signIn(request.url), JSON.parse(JSON.stringify(request)))
      expect(tokens.claims).toMatchObject({ sub: "ada", name: "Ada Lovelace", email: "ada@example.com" })
      expect(tokens.scope.split(" ").sort()).toEqual(scope.split(" ").sort())
      const next = await flow.refresh(tokens)
      expect(next.accessToken.equals(tokens.accessToken)).toBe(false)
      expect(next.claims?.sub).toBe("ada")
      await flow.revoke(next)
      const error = await rejectionOf(flow.refresh(next))
      expect(error).toMatchObject({ code: "rejected", provider: { endpoint: "token", error: "invalid_grant" } })
      expect((error as Error).message).toContain("sign in again")
    },
  )

  test("reports the secret of another client as invalid_client, with the usual causes", async () => {
    const flow = createFlow(
      { ...provider.secrets("post"), clientSecret: createSecret("EXAMPLE_WRONG_SECRET") },
      { scope },
    )
    const request = await flow.authorizationRequest()
    const error = await rejectionOf(flow.exchange(await robot.signIn(request.url), request))
    expect(error).toMatchObject({ code: "rejected", provider: { error: "invalid_client" } })
    expect((error as Error).message).toContain("did not accept this client ID and secret")
  })

  test("uses basic if the metadata lists it and not post", async () => {
    const response = await fetch(`${provider.issuer}/.well-known/openid-configuration`)
    const metadata = { ...(await response.json()), token_endpoint_auth_methods_supported: ["client_secret_basic"] }
    const flow = createFlow(provider.secrets("basic"), { scope, issuer: metadata })
    const request = await flow.authorizationRequest()
    expect((await flow.exchange(await robot.signIn(request.url), request)).claims?.sub).toBe("ada")
  })

  test("without the scope openid nothing is discovered", async () => {
    const before = provider.requests.length
    const flow = createFlow(provider.secrets("post"), { scope: "profile" })
    const request = await flow.authorizationRequest()
    const callback = await robot.signIn(request.url)
    const afterSignIn = provider.requests.length
    expect(afterSignIn).toBeGreaterThan(before)
    const tokens = await flow.exchange(callback, request)
    expect(provider.requests.slice(afterSignIn)).toEqual(["POST /token"])
    expect(tokens.claims).toBeUndefined()
    expect(tokens.idToken).toBeUndefined()
  })
})

const file: ClientFile = {
  type: "web",
  client_id: "example-client",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://as.example.com/auth",
  token_uri: "https://as.example.com/token",
  issuer: "https://as.example.com",
}
const google = {
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
  issuer: undefined as never,
}

describe("endpoints", () => {
  test.each<[string, Partial<ClientFile>, string, string]>([
    ["http on another host", { token_uri: "http://as.example.com/token" }, "insecure_endpoint", "token_uri"],
    ["http at the authorization endpoint", { auth_uri: "http://as.example.com/auth" }, "insecure_endpoint", "auth_uri"],
    [
      "a host that only begins like loopback",
      { token_uri: "http://127.0.0.1.evil.example/" },
      "insecure_endpoint",
      "token_uri",
    ],
    ["localhost as a subdomain", { token_uri: "http://localhost.evil.example/" }, "insecure_endpoint", "token_uri"],
    ["another scheme", { token_uri: "ftp://as.example.com/" }, "insecure_endpoint", "token_uri"],
    ["a missing endpoint", { token_uri: undefined as never }, "missing", "token_uri"],
    ["an empty endpoint", { auth_uri: "" }, "missing", "auth_uri"],
    ["a missing client id", { client_id: "" }, "missing", "client_id"],
    [
      "Google's authorization endpoint, another provider's token endpoint",
      { auth_uri: google.auth_uri },
      "mixed_endpoints",
      "token_uri",
    ],
    [
      "Google's token endpoint, another provider's authorization endpoint",
      { token_uri: google.token_uri },
      "mixed_endpoints",
      "auth_uri",
    ],
    [
      "a host that only begins like Google's",
      { ...google, token_uri: "https://oauth2.googleapis.com.evil.example/token" },
      "mixed_endpoints",
      "token_uri",
    ],
    [
      "a host that only ends like Google's",
      { ...google, token_uri: "https://evilgoogleapis.com/token" },
      "mixed_endpoints",
      "token_uri",
    ],
    [
      "this machine next to Google",
      { ...google, token_uri: "http://localhost:1/token" },
      "mixed_endpoints",
      "token_uri",
    ],
  ])("refuses %s before anything is sent", (_, part, code, member) => {
    const error = thrownBy(() => createFlow(toSecrets({ ...file, ...part }), { scope: "a" }))
    expect(ClientSecretsError.is(error) && error.code).toBe("invalid")
    expect(error).toMatchObject({ issues: [{ code, path: ["web", member] }] })
  })

  test.each([
    ["revokeUri", "revoke_uri"],
    ["userinfoUri", "userinfo_uri"],
    ["tokenIntrospectionUri", "token_introspection_uri"],
  ])("the flow and every bridge refuse a %s of another provider next to Google's endpoints", (property, member) => {
    for (const uri of ["https://evil.example/x", "https://script.google.com/macros/s/1/exec"]) {
      const secrets = { ...toSecrets({ ...file, ...google }), [property]: uri }
      const refused = `${member} points to`
      expect(() => createFlow(secrets, { scope: "a" })).toThrow(refused)
      expect(() => toGoogleAuthLibrary(secrets)).toThrow(refused)
      expect(() => toOpenidClient(secrets)).toThrow(refused)
      expect(() => toAuthJs(secrets, { id: "google" })).toThrow(refused)
      expect(() => toBetterAuth(secrets, { providerId: "google" })).toThrow(refused)
    }
  })

  test.each([
    "https://script.google.com/macros/s/EXAMPLE/exec",
    "https://storage.googleapis.com/bucket/token",
    "https://docs.google.com/forms/d/1/formResponse",
    "https://oauth2.googleapis.com/token/../elsewhere",
    "https://oauth2.googleapis.com./token",
    "https://oauth2.googleapis.com:8443/token",
    "https://oauth2.googleapis.com/token?to=elsewhere",
  ])("addresses of others on Google's hosts are not Google's token endpoint: %s", token_uri => {
    for (const scope of ["a", "openid"])
      expect(() => createFlow(toSecrets({ ...file, ...google, token_uri }), { scope })).toThrow("token_uri points to")
  })

  test.each([
    "https://accounts.google.com/o/oauth2/auth?hl=en",
    "https://accounts.google.com/o/oauth2/auth/oauthchooseaccount",
    "https://accounts.google.com//o/oauth2/auth",
    "https://accounts.google.com./o/oauth2/auth",
    "https://accounts.google.com:8443/o/oauth2/auth",
    "https://accounts.google.com/o/oauth2/%61uth",
  ])("the user of %s signs in at Google, so the secret goes to no other provider", auth_uri => {
    const secrets = toSecrets({ ...file, auth_uri, issuer: undefined as never })
    expect(() => createFlow(secrets, { scope: "a" })).toThrow("auth_uri points to")
    const allowed = { allowedEndpointOrigins: [new URL(auth_uri).origin] }
    expect(() => createFlow(secrets, { scope: "a", ...allowed })).toThrow("token_uri points to https://as.example.com")
    expect(createFlow({ ...secrets, tokenUri: google.token_uri }, { scope: "a", ...allowed })).toBeDefined()
  })

  test("a host of Google's that has none of these endpoints is another provider's", () => {
    const workforce = { auth_uri: "https://auth.cloud.google/authorize", issuer: undefined as never }
    const secrets = toSecrets({ ...file, ...workforce, token_uri: "https://sts.googleapis.com/v1/oauthtoken" })
    expect(createFlow(secrets, { scope: "a" })).toBeDefined()
  })

  test("Google's token endpoint is not Google's without https, even where plain http is allowed", () => {
    const secrets = { ...toSecrets({ ...file, ...google }), tokenUri: "http://oauth2.googleapis.com/token" }
    expect(() => createFlow(secrets, { scope: "a", allowInsecureEndpoints: true })).toThrow("token_uri points to")
  })

  // Also applies to a member that is added to the format as an endpoint.
  test.each(clientSecretsMembers.filter(({ kind }) => kind === "endpoint"))(
    "refuses $name of another provider next to Google's endpoints, and without https",
    ({ name, property }) => {
      for (const [uri, code] of [
        ["https://as.example.com/x", "mixed_endpoints"],
        ["http://as.example.com/x", "insecure_endpoint"],
      ]) {
        const secrets = { ...toSecrets({ ...file, ...google }), [property]: uri }
        const error = thrownBy(() => createFlow(secrets, { scope: "a" }))
        expect(error).toMatchObject({ issues: [{ code, path: ["web", name] }] })
      }
    },
  )

  test.each([
    ["another provider's issuer with Google's endpoints", { ...google, issuer: file.issuer }, "issuer"],
    ["Google's issuer with another provider's endpoints", { issuer: "https://accounts.google.com" }, "auth_uri"],
  ])("refuses %s, since the issuer's metadata decides where secrets and tokens go", (_, part, member) => {
    const { issuer, ...rest } = { ...file, ...part }
    const refused = { issues: [{ code: "mixed_endpoints", path: ["web", member] }] }
    expect(thrownBy(() => createFlow(toSecrets({ ...rest, issuer }), { scope: "a" }))).toMatchObject(refused)
    const without = toSecrets({ ...rest, issuer: undefined as never })
    for (const option of [issuer, { issuer }])
      expect(thrownBy(() => createFlow(without, { scope: "a", issuer: option }))).toMatchObject(refused)
  })

  test("allowedEndpointOrigins allows another origin", () => {
    const secrets = toSecrets({ ...file, auth_uri: google.auth_uri })
    const options = { scope: "a", allowedEndpointOrigins: ["https://as.example.com"] }
    expect(createFlow(secrets, options)).toBeDefined()
    expect(() => createFlow(secrets, { ...options, allowedEndpointOrigins: ["https://other.example.com"] })).toThrow(
      "token_uri points to",
    )
  })

  test("accepts all of Google's endpoints, old and new", () => {
    for (const token_uri of [
      "https://accounts.google.com/o/oauth2/token",
      "https://www.googleapis.com/oauth2/v3/token",
      "https://www.googleapis.com/oauth2/v4/token",
      "https://oauth2.mtls.googleapis.com/token",
      "https://OAUTH2.googleapis.com:443/token",
    ])
      expect(createFlow(toSecrets({ ...file, ...google, token_uri }), { scope: "openid" })).toBeDefined()
  })

  test("allowInsecureEndpoints allows http in a container's network", () => {
    const secrets = toSecrets({ ...file, token_uri: "http://keycloak:8080/token" })
    expect(createFlow(secrets, { scope: "a", allowInsecureEndpoints: true })).toBeDefined()
  })

  test("accepts two hosts of one provider", () => {
    expect(
      createFlow(toSecrets({ ...file, token_uri: "https://api.as.example.com/token" }), { scope: "a" }),
    ).toBeDefined()
  })
})

test.each([
  ["a missing scope", {}],
  ["an empty scope", { scope: " " }],
  ["an empty list of scopes", { scope: [] }],
  ["another clientAuthentication", { scope: "a", clientAuthentication: "jwt" }],
  ["an issuer that is not a URL", { scope: "openid", issuer: "as.example.com" }],
  ["metadata without an issuer", { scope: "openid", issuer: {} }],
])("throws a TypeError for %s", (_, options) => {
  expect(() => createFlow(toSecrets(file), options as never)).toThrow(TypeError)
})

test("accepts a list of scopes, with any white space", async () => {
  const { url } = await createFlow(toSecrets(file), { scope: ["calendar", " drive"] }).authorizationRequest()
  expect(new URL(url).searchParams.get("scope")).toBe("calendar drive")
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error("it was to throw")
}
