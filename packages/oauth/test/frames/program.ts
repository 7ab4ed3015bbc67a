import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runScenarios } from "@client-secrets/conformance/frames"
import { createSecret, parseClientSecrets } from "@client-secrets/core"
import { createFlow, flowFromClientSecrets, parseTokens, serializeTokens } from "@client-secrets/oauth"
import { toAuthJs } from "@client-secrets/oauth/auth-js"
import { toBetterAuth } from "@client-secrets/oauth/better-auth"
import { fromDiscovery } from "@client-secrets/oauth/from-discovery"
import { toGoogleAuthLibrary } from "@client-secrets/oauth/google-auth-library"
import {
  authorizedUserTokenStore,
  beginSignIn,
  fileTokenStore,
  listAccounts,
  memoryTokenStore,
  signIn,
  signOut,
} from "@client-secrets/oauth/local"
import { authenticate } from "@client-secrets/oauth/local-auth"
import { mcpOAuthClientProvider } from "@client-secrets/oauth/mcp"
import { toOpenidClient } from "@client-secrets/oauth/openid-client"
import { toAuthorization } from "@client-secrets/oauth/to-authorization"

const folder = mkdtempSync(join(tmpdir(), "frames-"))
const as = "https://as.example"

await runScenarios(["/packages/oauth/dist/", "/packages/core/dist/"], secret => {
  const client = parseClientSecrets({
    installed: {
      client_id: "c",
      client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
      redirect_uris: ["http://127.0.0.1/callback"],
      auth_uri: `${as}/auth`,
      token_uri: `${as}/token`,
      revoke_uri: `${as}/revoke`,
      userinfo_uri: `${as}/me`,
    },
  })
  const key = { clientId: "c", issuer: `${as}/auth`, tokenUri: `${as}/token`, account: "" }
  const tokens = () => ({
    accessToken: createSecret(secret),
    refreshToken: createSecret(secret),
    tokenType: "bearer",
    scope: "read",
    expiresAt: 1,
  })
  const flowOf = (status: number, body: unknown, scope = "read") => {
    const text = typeof body === "string" ? body : JSON.stringify(body)
    const metadata = {
      issuer: as,
      authorization_endpoint: `${as}/auth`,
      token_endpoint: `${as}/token`,
      jwks_uri: `${as}/keys`,
      device_authorization_endpoint: `${as}/device`,
    }
    return createFlow(client, { scope, issuer: metadata, fetch: async () => new Response(text, { status }) })
  }
  const exchange = (status: number, body: unknown, scope?: string) => async () => {
    const flow = flowOf(status, body, scope)
    const request = await flow.authorizationRequest()
    return flow.exchange(`${request.redirectUri}?code=c&state=${request.state}`, request)
  }
  const options = { scope: "read" }
  const file = () => ({ web: { client_id: "c", client_secret: secret } }) as never
  const mcpProvider = () =>
    mcpOAuthClientProvider(client, {
      serverUrl: "https://mcp.example/",
      store: memoryTokenStore(),
      redirectUri: "http://127.0.0.1/callback",
      redirect: () => {},
    })
  const authorized = (accessToken: string, fetch?: () => Promise<Response>) =>
    toAuthorization(client, {
      scope: "read",
      tokens: { ...tokens(), accessToken: createSecret(accessToken), expiresAt: Date.now() + 3_600_000 },
      ...(fetch && { fetch }),
    })
  const refresh = (status: number, body: unknown) => () => flowOf(status, body).refresh(tokens())
  const sound = { access_token: secret, refresh_token: secret, token_type: "bearer" }

  /** A sign-in in a file that was changed. */
  const changed =
    (name: string, change: (text: string) => string, codec?: Parameters<typeof fileTokenStore>[1]) => async () => {
      const place = join(folder, name)
      const store = fileTokenStore(place, codec)
      await store.set(key, tokens())
      const path = join(place, readdirSync(place).find(file => file.endsWith(".json"))!)
      writeFileSync(path, change(readFileSync(path, "utf8")), { mode: 0o600 })
      return store.get(key)
    }
  const googles = (name: string, content: object | string) => () => {
    const path = join(folder, name)
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 })
    return authorizedUserTokenStore(path).get(key)
  }
  const sealed = {
    seal: (text: string) => Buffer.from(text).reverse(),
    open: (bytes: Uint8Array) => `${Buffer.from(bytes).reverse()}`,
  }
  return {
    "the token endpoint: no token": exchange(200, { refresh_token: secret, token_type: "bearer" }),
    "the token endpoint: a token that is a list": exchange(200, { ...sound, access_token: [secret] }),
    "the token endpoint: another type": exchange(200, { ...sound, token_type: "mac" }),
    "the token endpoint: a wrong lifetime": exchange(200, { ...sound, expires_in: "1.2.3" }),
    "the token endpoint: an error with tokens": exchange(400, { ...sound, error: "invalid_grant" }),
    "the token endpoint: not JSON": exchange(200, `${secret} {`),
    "the token endpoint: an outage": exchange(503, sound),
    "the token endpoint: too much": exchange(200, secret.repeat(50_000)),
    "the token endpoint: no ID token": exchange(200, sound, "openid"),
    "the token endpoint: a broken ID token": exchange(200, { ...sound, id_token: `${secret}.${secret}.x` }, "openid"),
    "a refresh: no token": refresh(200, { refresh_token: secret, token_type: "bearer" }),
    "a refresh: refused": refresh(400, { error: "invalid_grant", error_description: "no", token: secret }),
    "a refresh: status 403": refresh(403, sound),
    "the revocation endpoint: refused": () => flowOf(400, { ...sound, error: "server_error" }).revoke(tokens()),
    "the user's claims: no sub": () => flowOf(200, sound).userinfo(tokens()),
    "the device endpoint: no code": () => flowOf(200, sound).deviceAuthorization(),
    "fromDiscovery: a redirect URI that is not one": () =>
      fromDiscovery(as, {
        clientId: "c",
        clientSecret: secret,
        redirectUris: ["x"],
        fetch: async () =>
          Response.json({ issuer: as, authorization_endpoint: `${as}/auth`, token_endpoint: `${as}/token` }),
      }),
    "Authorization.fetch: a token that no header can hold": () => authorized(`${secret}\n`).fetch(`${as}/api`),
    "Authorization.fetch: an address that gets no token": () => authorized(secret).fetch("http://as.example/api"),
    "Authorization.fetch: a redirect that leads nowhere": () =>
      authorized(secret, async () => new Response(null, { status: 302, headers: { location: "ftp://x" } })).fetch(as),
    "Authorization.fetch: a redirect of a stream": () =>
      authorized(secret, async () => new Response(null, { status: 307, headers: { location: "/other" } })).fetch(as, {
        method: "POST",
        body: new Blob([secret]).stream(),
      }),
    "a refresh: JSON in place of tokens": () => flowOf(200, sound).refresh({ ...sound } as never),
    "a refresh: tokens without one": () =>
      flowOf(200, sound).refresh({ ...tokens(), refreshToken: undefined } as never),
    "a revocation: JSON in place of tokens": () => flowOf(200, sound).revoke({ token: secret } as never),
    "an exchange: a request without its state": () =>
      flowOf(200, sound).exchange(`http://127.0.0.1/callback?code=${secret}`, { codeVerifier: secret } as never),
    "an exchange: a callback that is not a URL": () =>
      flowOf(200, sound).exchange(`callback?code=${secret}`, { codeVerifier: secret } as never),
    "a popup of another provider": () => flowOf(200, sound).exchangePopupCode(secret),
    "a device of JSON that was cut": () => flowOf(200, sound).pollDeviceAuthorization({ deviceCode: secret } as never),
    "flow.authorization: JSON in place of tokens": () => flowOf(200, sound).authorization({ ...sound } as never),
    "toAuthorization: JSON in place of tokens": () =>
      toAuthorization(client, { scope: "read", tokens: { ...sound } as never }),
    "serializeTokens: JSON in place of tokens": () => serializeTokens({ ...sound } as never),
    "mcpOAuthClientProvider: another state": () => mcpProvider().callback!(`http://127.0.0.1/callback?code=${secret}`),
    "mcpOAuthClientProvider: a callback that is not a URL": () => mcpProvider().callback!(`http://[${secret}`),
    "createFlow: the file": () => createFlow(file(), options),
    "createFlow: the text of the file": () => createFlow(JSON.stringify(file()) as never, options),
    "flowFromClientSecrets: the file": () => flowFromClientSecrets(file(), options),
    "toAuthorization: the file": () => toAuthorization(file(), options),
    "toGoogleAuthLibrary: the file": () => toGoogleAuthLibrary(file()),
    "toOpenidClient: the file": () => toOpenidClient(file()),
    "toAuthJs: the file": () => toAuthJs(file(), { id: "a" }),
    "toBetterAuth: the file": () => toBetterAuth(file(), { providerId: "a" }),
    "mcpOAuthClientProvider: the file": () =>
      mcpOAuthClientProvider(file(), { serverUrl: "https://mcp.example/", store: memoryTokenStore() }),
    "signIn: the file": () => signIn(file(), { ...options, store: memoryTokenStore() }),
    "beginSignIn: the file": () => beginSignIn(file(), { ...options, store: memoryTokenStore() }),
    "listAccounts: the file": () => listAccounts(file(), { store: memoryTokenStore() }),
    "signOut: the file": () => signOut(file(), { store: memoryTokenStore() }),
    "parseTokens: cut off": () => parseTokens(`{"access_token":"${secret}`),
    "parseTokens: no type": () => parseTokens(JSON.stringify({ access_token: secret })),
    "files: cut off": changed("cut", text => text.slice(0, -4)),
    "files: no token": changed("none", text => text.replace('"access_token"', '"access"')),
    "files: another key": changed("key", text => text.replace('"clientId": "c"', '"clientId": "d"')),
    "files: a seal that was broken": changed("seal", text => text.replace(/"sealed": ".{8}/, '"sealed": "'), sealed),
    "files: open throws": changed("open", text => text, {
      ...sealed,
      open: () => {
        throw new Error("x")
      },
    }),
    "Google's file: another client": googles("other.json", { client_id: "d", refresh_token: secret }),
    "Google's file: no tokens": googles("none.json", { type: "service_account", private_key: secret }),
    "Google's file: not JSON": googles("broken.json", `{"refresh_token":"${secret}`),
    "signIn: a renewal that is refused": async () => {
      const store = memoryTokenStore()
      await store.set(key, tokens())
      const fetch = async () => new Response(JSON.stringify({ ...sound, error: "invalid_grant" }), { status: 400 })
      return signIn(client, { scope: "read", store, fetch, interactive: false })
    },
    "authenticate: a file that is cut off": () => {
      const path = join(folder, "credentials.json")
      writeFileSync(path, JSON.stringify({ installed: { client_secret: secret } }).slice(0, -3))
      return authenticate({ keyfilePath: path, scopes: "read", store: memoryTokenStore() })
    },
    "authenticate: a file that is too large": () => {
      const path = join(folder, "large.json")
      writeFileSync(path, secret.repeat(5_000))
      return authenticate({ keyfilePath: path, scopes: "read", store: memoryTokenStore() })
    },
  }
})
rmSync(folder, { recursive: true })
