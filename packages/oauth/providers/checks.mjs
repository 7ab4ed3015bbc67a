import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createLoader, createSecret } from "@client-secrets/core"
import { createFlow } from "@client-secrets/oauth"
import { fromDiscovery } from "@client-secrets/oauth/from-discovery"
import { fileTokenStore, signIn } from "@client-secrets/oauth/local"
import { Browser } from "./browser.mjs"

/** Nothing listens there: the browser's last redirect is only looked at. */
export const redirectUri = "http://127.0.0.1:9/callback"
const authentications = { basic: "client_secret_basic", public: "none" }
const loopback = "http://127.0.0.1/callback"

/** What is checked at each provider, in the table's order. What a provider lacks it says itself, with the reason. */
export const checks = {
  "web, post": provider => signInRefreshRevoke(provider, "post"),
  "web, basic": provider => signInRefreshRevoke(provider, "basic"),
  "public client": async provider => {
    const { flow, tokens } = await signInTo(provider, "public")
    assert.ok(tokens.claims.sub)
    if (provider.refreshesPublic !== false) await flow.refresh(tokens)
    else assert.equal(tokens.refreshToken, undefined)
  },
  rotation: async provider => {
    const { flow, tokens } = await signInTo(provider, "post")
    const next = await flow.refresh(tokens)
    assert.equal(next.refreshToken.equals(tokens.refreshToken), false)
    await rejects(flow.refresh(tokens), error => error.provider?.error === (provider.deadToken ?? "invalid_grant"))
  },
  "20 callers, one refresh": async provider => {
    const { flow, tokens } = await signInTo(provider, "post")
    const session = flow.authorization({ ...tokens, expiresAt: 0 })
    const all = await Promise.all(Array.from({ length: 20 }, () => session.accessToken()))
    assert.equal(new Set(all.map(token => token.reveal())).size, 1)
    await flow.refresh(session.tokens)
  },
  "four processes": async provider => {
    const folder = mkdtempSync(join(tmpdir(), "four-processes-"))
    try {
      const input = await localInput(provider, folder)
      await signIn(input.client, { ...input.options, ...browserOf(provider) })
      const program = fileURLToPath(new URL("./renew.mjs", import.meta.url))
      const environment = { ...process.env, PROVIDER: JSON.stringify(input.plain) }
      const codes = await Promise.all(Array.from({ length: 4 }, () => exitCode(program, environment)))
      assert.deepEqual(codes, [0, 0, 0, 0])
      // The sign-in that is left is good for one more renewal.
      assert.equal(await exitCode(program, environment), 0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  "revoking twice": async provider => {
    const { flow, tokens } = await signInTo(provider, "post")
    await flow.revoke(tokens)
    await flow.revoke(tokens)
    const session = flow.authorization(tokens)
    await session.signOut()
    assert.equal(session.tokens, undefined)
  },
  device: async provider => {
    const scope = provider.deviceScope ?? provider.scope
    const flow = createFlow(await clientOf(provider, provider.deviceClient ?? "post"), { scope })
    const device = JSON.parse(JSON.stringify(await flow.deviceAuthorization()))
    const polling = flow.pollDeviceAuthorization(device)
    await provider.signIn(new Browser(new URL(redirectUri).origin), device.verificationUriComplete, "allow")
    const tokens = await polling
    assert.equal(tokens.claims !== undefined, scope.split(" ").includes("openid"))
    await flow.refresh(tokens)
  },
  local: async provider => {
    const folder = mkdtempSync(join(tmpdir(), "local-"))
    try {
      const { client, options } = await localInput(provider, folder)
      const session = await signIn(client, { ...options, ...browserOf(provider) })
      assert.ok((await session.accessToken()).reveal())
      await signIn(client, { ...options, interactive: false })
      await session.signOut()
      await rejects(signIn(client, { ...options, interactive: false }), error => error.code === "sign_in_required")
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  denial: async provider => {
    const flow = createFlow(await clientOf(provider, provider.newClient ?? "basic"), { scope: provider.scope })
    const request = await flow.authorizationRequest({ prompt: "consent" })
    const callback = await provider.signIn(new Browser(new URL(redirectUri).origin), request.url, "deny")
    await rejects(flow.exchange(callback, request), error => error.provider?.error === "access_denied")
  },
  "wrong secret": async provider => {
    const wrong = { ...(await clientOf(provider, "post")), clientSecret: createSecret("EXAMPLE-wrong-secret") }
    const flow = createFlow(wrong, { scope: provider.scope })
    await rejects(flow.refresh("EXAMPLE-refresh-token"), error =>
      error.provider?.hint?.includes("did not accept this client"),
    )
  },
  "secret rotation heals": async provider => {
    let client = await clientOf(provider, "post")
    const { clientId, redirectUris, authUri, tokenUri, issuer } = client
    const members = { client_id: clientId, redirect_uris: redirectUris, auth_uri: authUri, token_uri: tokenUri, issuer }
    const read = async () => ({ content: { web: { ...members, client_secret: client.clientSecret.reveal() } } })
    const flow = createFlow(createLoader({ name: "test", read }), { scope: provider.scope })
    const request = await flow.authorizationRequest({ prompt: "consent" })
    const callback = await provider.signIn(new Browser(new URL(redirectUri).origin), request.url, "allow")
    const tokens = await flow.exchange(callback, request)
    provider.clients.post = await provider.rotateSecret("post")
    client = await clientOf(provider, "post")
    await flow.refresh(tokens)
  },
}

async function signInRefreshRevoke(provider, name) {
  const { flow, tokens } = await signInTo(provider, name)
  assert.ok(tokens.claims.sub)
  assert.equal(tokens.claims.iss, provider.issuer)
  const next = await flow.refresh(tokens)
  assert.equal(next.accessToken.equals(tokens.accessToken), false)
  if (provider.lacks?.["revoking twice"] !== undefined)
    return rejects(flow.revoke(next), error => error.code === "unsupported")
  await flow.revoke(next)
  await rejects(flow.refresh(next), error => error.provider?.error === "invalid_grant")
}

async function signInTo(provider, name) {
  const flow = createFlow(await clientOf(provider, name), { scope: provider.scope })
  const request = await flow.authorizationRequest({ prompt: "consent" })
  const callback = await provider.signIn(new Browser(new URL(redirectUri).origin), request.url, "allow")
  return { flow, tokens: await flow.exchange(callback, request) }
}

function clientOf(provider, name) {
  return fromDiscovery(provider.issuer, {
    type: name === "native" ? "installed" : "web",
    clientId: `${name}-client`,
    clientSecret: provider.clients[name],
    redirectUris: [name === "native" ? loopback : redirectUri],
    clientAuthentication: authentications[name] ?? "client_secret_post",
  })
}

async function localInput(provider, folder) {
  const client = await clientOf(provider, "native")
  const plain = { issuer: provider.issuer, secret: provider.clients.native, scope: provider.scope, folder, loopback }
  const options = {
    app: "providers-test",
    scope: provider.scope,
    store: fileTokenStore(folder),
    authorization: { prompt: "consent" },
    print() {},
  }
  return { client, plain, options }
}

/** A browser that ends at the program's own listener. */
function browserOf(provider) {
  return {
    async openBrowser(url) {
      const { origin } = new URL(new URL(url).searchParams.get("redirect_uri"))
      const callback = await provider.signIn(new Browser(origin), url, "allow")
      await (await fetch(callback)).text()
    },
  }
}

function exitCode(program, env) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "inherit", "inherit"] })
    child.once("close", resolve)
  })
}

async function rejects(promise, isRight) {
  const error = await promise.then(
    () => assert.fail("It was to be refused."),
    error => error,
  )
  if (!isRight(error)) throw error
}
