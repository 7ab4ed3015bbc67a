import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { type Observation, observe } from "@client-secrets/conformance/observe"
import { scratch } from "@client-secrets/conformance/runtimes"
import { type AnyClientSecrets, createSecret, parseClientSecrets, type Source } from "@client-secrets/core"
import { toAuthJs } from "@client-secrets/oauth/auth-js"
import { toBetterAuth } from "@client-secrets/oauth/better-auth"
import { toGoogleAuthLibrary } from "@client-secrets/oauth/google-auth-library"
import {
  authorizedUserTokenStore,
  beginSignIn,
  fileTokenStore,
  listAccounts,
  memoryTokenStore,
  type StoredTokens,
  signIn,
  signOut,
  type TokenStore,
} from "@client-secrets/oauth/local"
import { authenticate } from "@client-secrets/oauth/local-auth"
import { mcpAuthProvider, mcpFetch, mcpOAuthClientProvider } from "@client-secrets/oauth/mcp"
import { toOpenidClient } from "@client-secrets/oauth/openid-client"
import { expect, test } from "vitest"

// docs/security.md#message-content: no error, output or result contains a part of a secret, a code or a token, and none is
// written outside of the token store, whatever the provider, the store or the browser does.

/** The values that must not be printed. */
interface Canaries {
  readonly secret: string
  readonly code: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly idToken: string
  /** The provider's new values for these. */
  readonly newAccessToken: string
  readonly newRefreshToken: string
}

function canariesOf(): Canaries {
  const names = ["secret", "code", "accessToken", "refreshToken", "idToken", "newAccessToken", "newRefreshToken"]
  return Object.fromEntries(names.map(name => [name, freshSecret()])) as unknown as Canaries
}

const members = {
  client_id: "liar-client",
  redirect_uris: ["http://127.0.0.1/callback"],
  auth_uri: "https://as.example/auth",
  token_uri: "https://as.example/token",
  revoke_uri: "https://as.example/revoke",
}

function clientOf({ secret }: Canaries, more: object = {}): AnyClientSecrets {
  return parseClientSecrets({ installed: { ...members, client_secret: secret, ...more } })
}

const key = { clientId: members.client_id, issuer: members.auth_uri, tokenUri: members.token_uri, account: "" }

function tokensOf({ accessToken, refreshToken, idToken }: Canaries, more: object = {}): StoredTokens {
  return {
    accessToken: createSecret(accessToken),
    refreshToken: createSecret(refreshToken),
    idToken: createSecret(idToken),
    tokenType: "bearer",
    scope: "read",
    expiresAt: 8e15,
    ...more,
  } as StoredTokens
}

/** What the provider received, and the secret parts of it: the flow itself creates the verifier. */
interface Heard {
  readonly text: string
  readonly verifier: string | undefined
}

type Answer = (heard: Heard, canaries: Canaries) => Response | Promise<Response>

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } })

const sound: Answer = (_, { newAccessToken, newRefreshToken }) =>
  json({ access_token: newAccessToken, refresh_token: newRefreshToken, token_type: "bearer", expires_in: 3600 })

function quoteOf(heard: Heard, canaries: Canaries): string {
  return `${heard.text} ${Object.values(canaries).join(" ")}`
}

/** The answers of a provider to each request, in every wrong form. */
const answers: Readonly<Record<string, Answer>> = {
  sound,
  ...Object.fromEntries(
    ["invalid_client", "invalid_grant", "unauthorized_client", "invalid_request", "access_denied", "slow_down"].flatMap(
      error =>
        [200, 400, 401].map((status): [string, Answer] => [
          `${error} with status ${status}`,
          (heard, canaries) =>
            json({ error, error_description: quoteOf(heard, canaries), error_uri: canaries.code }, status, {
              "www-authenticate": `Bearer error_description="${canaries.accessToken}"`,
            }),
        ]),
    ),
  ),
  "an error that is the secret": (_, { secret }) => json({ error: secret }, 400),
  "an error that is the verifier": ({ verifier }) => json({ error: verifier ?? "none" }, 400),
  "an error in base64": (_, { secret, refreshToken }) =>
    json({ error: "invalid_client", error_description: btoa(`x${secret} ${refreshToken}`) }, 400),
  "an error in percent": (_, { code, refreshToken }) =>
    json(
      { error: "invalid_grant", error_description: encodeURIComponent(encodeURIComponent(`${code}+${refreshToken}`)) },
      400,
    ),
  "an error with the new tokens": (_, { newAccessToken, newRefreshToken }) =>
    json({ error: "server_error", access_token: newAccessToken, refresh_token: newRefreshToken }, 400),
  "status 403, 404, 429 and 500 together": heard => json({ heard }, 403),
  ...Object.fromEntries(
    [404, 429, 500, 503].map((status): [string, Answer] => [
      `status ${status}`,
      (heard, canaries) => new Response(`<html>${quoteOf(heard, canaries)}`, { status }),
    ]),
  ),
  "a redirect": (heard, { secret }) =>
    new Response(heard.text, { status: 307, headers: { location: `https://${secret}.example/?${secret}` } }),
  "not JSON": (heard, canaries) => new Response(quoteOf(heard, canaries)),
  "JSON that breaks off": (_, { newAccessToken }) => new Response(`{"access_token":"${newAccessToken}`),
  "too much": (_, { newAccessToken }) => new Response(newAccessToken.repeat(40_000)),
  "no token": (_, { newRefreshToken }) => json({ refresh_token: newRefreshToken, token_type: "bearer" }),
  "a token that is a list": (_, { newAccessToken }) => json({ access_token: [newAccessToken], token_type: "bearer" }),
  "no token type": (_, { newAccessToken }) => json({ access_token: newAccessToken }),
  "a token type that is a token": (_, { newAccessToken }) =>
    json({ access_token: newAccessToken, token_type: newAccessToken }),
  "a lifetime that is a token": (_, { newAccessToken }) =>
    json({ access_token: newAccessToken, token_type: "bearer", expires_in: newAccessToken }),
  "a scope that is an object": (_, { newAccessToken, newRefreshToken }) =>
    json({ access_token: newAccessToken, token_type: "bearer", scope: { [newRefreshToken]: newRefreshToken } }),
  "an empty refresh token": (_, { newAccessToken }) =>
    json({ access_token: newAccessToken, token_type: "bearer", refresh_token: "" }),
  "an ID token that is not one": (_, { newAccessToken, idToken }) =>
    json({ access_token: newAccessToken, token_type: "bearer", id_token: `${idToken}.${idToken}.${idToken}` }),
  "a fetch that throws": ({ text }, canaries) => {
    throw new TypeError(`fetch failed: ${text}`, {
      cause: Object.assign(new Error(canaries.secret), { code: "ECONNRESET" }),
    })
  },
  "a fetch that throws with a code": ({ text }, { secret, code }) => {
    throw Object.assign(new Error(text), { code: secret, name: code, status: secret })
  },
  "a fetch that throws a string": ({ text }) => {
    throw text
  },
}

interface Surroundings {
  readonly canaries: Canaries
  readonly client: AnyClientSecrets
  /** Options of everything that signs in. */
  readonly options: object
  readonly store: TokenStore
  readonly heard: Heard[]
}

function surroundings(answer: Answer, store: TokenStore, more: object = {}): Surroundings {
  const canaries = canariesOf()
  const heard: Heard[] = []
  const fetch = async (url: string, init: RequestInit) => {
    const form = new URLSearchParams(String(init.body ?? ""))
    const one = {
      text: `${url} ${form} ${JSON.stringify(init.headers)}`,
      verifier: form.get("code_verifier") ?? undefined,
    }
    heard.push(one)
    // An API, which no longer accepts the token, and repeats it.
    if (url.startsWith("https://api.example/")) return new Response(one.text, { status: 401 })
    return answer(one, canaries)
  }
  return { canaries, client: clientOf(canaries, more), options: { scope: "read", fetch, store }, store, heard }
}

/** A browser that is redirected with a code. */
function browser({ code }: Canaries): (url: string) => Promise<void> {
  return async url => {
    const { searchParams } = new URL(url)
    const back = new URL(searchParams.get("redirect_uri")!)
    back.search = `code=${code}&state=${searchParams.get("state")}`
    const page = await fetch(back, { headers: { connection: "close" } })
    expect(await page.text()).not.toContain(code)
  }
}

/** A user who pastes the address. */
function typist(canaries: Canaries, lines: (address: string) => readonly string[] = address => [address]) {
  let page = ""
  let left: string[] | undefined
  return {
    headless: true,
    signInTimeout: 3_000,
    print: (line: string) => {
      page ||= /https:\S+/.exec(line)?.[0] ?? ""
      // Otherwise a leak into a line for the user would be missed.
      console.error(line)
    },
    readLine: async () => {
      const { searchParams } = new URL(page)
      left ??= [
        ...lines(`${searchParams.get("redirect_uri")}?code=${canaries.code}&state=${searchParams.get("state")}`),
      ]
      return left.shift()
    },
  }
}

const expired = { expiresAt: 1 }

/** Every function of `local` that sends requests to the provider. */
const asking: Readonly<Record<string, (all: Surroundings) => Promise<unknown>>> = {
  "signIn with a browser": ({ client, canaries, options }) =>
    signIn(client, { ...options, openBrowser: browser(canaries) } as never),
  "signIn without a browser": ({ client, canaries, options }) =>
    signIn(client, { ...options, ...typist(canaries) } as never),
  "signIn with an expired sign-in": async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries, expired))
    return signIn(client, { ...options, interactive: false } as never)
  },
  "signIn with a source": async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries, expired))
    const text = JSON.stringify({ installed: { ...members, client_secret: client.clientSecret?.reveal() } })
    const source: Source = { name: "store", read: async () => ({ content: text }) }
    return signIn(source, { ...options, interactive: false } as never)
  },
  beginSignIn: async ({ client, canaries, options }) => {
    const { url, authorization } = await beginSignIn(client, options as never)
    if (url !== undefined) await browser(canaries)(url)
    return authorization
  },
  "a session that is used": async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries))
    const session = await signIn(client, options as never)
    await session.fetch("https://api.example/")
    await store.set(key, tokensOf(canaries, expired))
    // It returns the token in plain text, which google-auth-library needs.
    await session.refreshHandler()
    return session
  },
  signOut: async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries))
    await signOut(client, options as never)
  },
  "a session that signs out": async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries))
    const session = await signIn(client, options as never)
    await session.signOut()
    return session
  },
  listAccounts: async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries, { claims: { email: "ada@example.com" } }))
    return listAccounts(client, options as never)
  },
  "a transport of MCP": async ({ client, canaries, options, store }) => {
    await store.set(key, tokensOf(canaries))
    const session = await signIn(client, options as never)
    const provider = mcpAuthProvider(session, "https://mcp.example/mcp")
    await provider.token()
    // A moment later, as after an answer: requests that are sent at the same time share a token.
    await new Promise(resolve => setTimeout(resolve, 1))
    await provider.onUnauthorized({ serverUrl: new URL("https://mcp.example/") })
    return [mcpFetch(session, "https://mcp.example/mcp"), provider]
  },
  "a provider of MCP": async ({ client, canaries, options, store }) => {
    const serverUrl = "https://mcp.example/mcp"
    const redirected: URL[] = []
    const provider = mcpOAuthClientProvider(client, {
      ...options,
      serverUrl,
      redirectUri: members.redirect_uris[0]!,
      redirect: (url: URL) => void redirected.push(url),
    } as never)
    await store.set({ ...key, resource: serverUrl }, tokensOf(canaries, expired))
    const state = await provider.state()
    await provider.redirectToAuthorization(new URL(members.auth_uri))
    await provider.addClientAuthentication(new Headers(), new URLSearchParams(), members.token_uri)
    await provider.callback(`${members.redirect_uris[0]}?code=${canaries.code}&state=${state}`)
    await provider.tokens()
    await provider.saveTokens({ access_token: canaries.newAccessToken, token_type: "bearer" })
    return provider
  },
}

function expectNoLeak(
  name: string,
  { canaries, heard }: Pick<Surroundings, "canaries" | "heard">,
  { printed }: Observation,
  more: Readonly<Record<string, string>> = {},
): void {
  const verifiers = heard.flatMap(({ verifier }) => (verifier === undefined ? [] : [verifier]))
  expect(findLeaks([...Object.values(canaries), ...verifiers], { ...printed, ...more }), name).toEqual([])
}

for (const [name, ask] of Object.entries(asking)) {
  test(`${name}: no answer of the provider leaks anything`, async () => {
    const outcomes = new Set<string>()
    for (const [answerName, answer] of Object.entries(answers)) {
      const all = surroundings(answer, memoryTokenStore())
      const observation = await observe(() => ask(all))
      const { outcome, value } = observation
      outcomes.add(outcome === "threw" ? `${(value as { code?: unknown }).code}` : outcome)
      expectNoLeak(answerName, all, observation)
      // The provider received something that it could repeat; listing sends no request.
      if (name !== "listAccounts") expect([answerName, all.heard.length > 0]).toEqual([answerName, true])
    }
    if (name !== "listAccounts") expect(outcomes.size, [...outcomes].join()).toBeGreaterThan(3)
  })
}

test("leaks nothing, whatever the browser or the user comes back with", async () => {
  const lines: Readonly<Record<string, (address: string, canaries: Canaries) => readonly string[]>> = {
    "another state": address => [address.replace("state=", "state=x")],
    "a parameter twice": address => [`${address}&code=other`],
    "the bare code": (_, { code }) => [code],
    "a part of the address": address => [address.slice(-40)],
    "an error that repeats the code": (address, { code }) => [
      `${address}&error=access_denied&error_description=${code}`,
    ],
    "an error that is the code": (address, { code }) => [`${address}&error=${code}`],
    "no line": () => [],
    "another address": (_, { code }) => [`https://evil.example/?code=${code}`],
    "an address that is not one": (_, { code }) => [`http://[${code}`],
  }
  for (const [name, line] of Object.entries(lines)) {
    const all = surroundings(sound, memoryTokenStore())
    const { client, canaries, options } = all
    const observation = await observe(() =>
      signIn(client, {
        ...options,
        ...typist(canaries, address => line(address, canaries)),
        signInTimeout: 300,
      } as never),
    )
    expect([name, observation.outcome]).toEqual([name, "threw"])
    expectNoLeak(name, all, observation)
    const provider = mcpOAuthClientProvider(client, {
      ...options,
      serverUrl: "https://mcp.example/",
      redirectUri: members.redirect_uris[0]!,
      redirect: () => {},
    } as never)
    const state = await provider.state()
    const [address] = line(`${members.redirect_uris[0]}?code=${canaries.code}&state=${state}`, canaries)
    if (address === undefined) continue
    const read = await observe(() => provider.callback(address))
    expect([name, read.outcome]).toEqual([name, "threw"])
    expectNoLeak(`MCP: ${name}`, all, read)
  }
})

test("another authorization server gets nothing from a provider of MCP, and its error reveals nothing", async () => {
  const all = surroundings(sound, memoryTokenStore())
  const { client, canaries, options } = all
  const provider = mcpOAuthClientProvider(client, {
    ...options,
    serverUrl: "https://mcp.example/",
    redirectUri: members.redirect_uris[0]!,
    redirect: () => {},
  } as never)
  const evil = `https://evil.example/${canaries.secret}?x=${canaries.code}`
  const headers = new Headers()
  const parameters = new URLSearchParams()
  const calls = {
    authorization: () => provider.redirectToAuthorization(new URL(evil)),
    token: () => provider.addClientAuthentication(headers, parameters, evil),
    discovery: () => provider.saveDiscoveryState({ authorizationServerMetadata: { token_endpoint: evil } }),
  }
  for (const [name, call] of Object.entries(calls)) {
    const observation = await observe(call)
    expect([name, observation.outcome]).toEqual([name, "threw"])
    expectNoLeak(name, all, observation, { sent: `${[...headers]} ${parameters}` })
  }
})

/** Faults of a store: it may quote everything that it holds. */
const storeFaults: Readonly<Record<string, (quote: string) => unknown>> = {
  "an error": quote => new Error(quote, { cause: quote }),
  "an error with a code": quote => Object.assign(new Error("x"), { code: quote, path: quote }),
  "a system's error": quote => Object.assign(new Error(`EACCES: ${quote}`), { code: "EACCES" }),
}

test("a session's own messages contain nothing of the error of a store that the caller passed", async () => {
  for (const [faultName, fault] of Object.entries(storeFaults)) {
    for (const method of ["get", "set", "delete", "probe", "lock", "list"] as const) {
      const store = memoryTokenStore()
      const all = surroundings(sound, {
        ...store,
        [method]: async () => {
          throw fault(Object.values(all.canaries).join(" "))
        },
      })
      await store.set(key, tokensOf(all.canaries, expired))
      for (const [name, ask] of Object.entries(asking)) {
        const observation = await observe(() => ask({ ...all, store }))
        // The error of the store reaches the caller unchanged: nothing else may quote it.
        expectNoLeak(`${faultName}, ${method}, ${name}`, all, {
          ...observation,
          printed: { output: observation.printed["output"]! },
        })
      }
    }
  }
})

/** Damage to a token file. */
const damages: Readonly<Record<string, (text: string) => string>> = {
  none: text => text,
  truncated: text => text.slice(0, -8),
  "a superfluous quote": text => text.replace('"access_token"', '""access_token"'),
  "a number for a token": text => text.replace(/"access_token": "[^"]*"/, '"access_token": 7'),
  "a list": text => `[${text}]`,
  "another key": text => text.replace("liar-client", "other-client"),
  "no token": text => text.replace('"access_token"', '"access"'),
  "a string": text => JSON.stringify(text),
}

const codecs = {
  plain: undefined,
  "a seal": {
    seal: (text: string) => Buffer.from(text).reverse(),
    open: (bytes: Uint8Array) => `${Buffer.from(bytes).reverse()}`,
  },
  "a seal that throws": {
    seal: (text: string) => Buffer.from(text).reverse(),
    open: (bytes: Uint8Array): string => {
      throw new Error(`${Buffer.from(bytes).reverse()}`)
    },
  },
}

function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      `${parentPath}/${name}`,
      `${name} ${readFileSync(join(parentPath, name), "latin1")}`,
    ]),
  )
}

for (const [codecName, codec] of Object.entries(codecs)) {
  test(`files of sign-ins, ${codecName}: no damage leaks a token, and no token is written elsewhere`, async () => {
    for (const [damageName, damage] of Object.entries(damages)) {
      const canaries = canariesOf()
      const root = scratch({ "home/": "" })
      const folder = join(root, "home/tokens")
      const store = fileTokenStore(folder, codec)
      await store.set(key, tokensOf(canaries))
      const [name] = readdirSync(folder)
      const path = join(folder, name!)
      writeFileSync(path, damage(readFileSync(path, "utf8")))
      // With a seal, the text is not one that could be damaged by name.
      const calls = {
        get: () => store.get(key),
        list: () => store.list!(),
        probe: () => store.probe!(key),
        lock: async () => (await store.lock!(key, {}))(),
        "get elsewhere": () => fileTokenStore(folder).get(key),
        set: () => store.set(key, tokensOf(canaries, { requestedScope: "read" })),
        delete: () => store.delete(key),
      }
      for (const [callName, call] of Object.entries(calls)) {
        const observation = await observe(call)
        const elsewhere = Object.fromEntries(Object.entries(textsIn(root)).filter(([file]) => file !== path))
        expectNoLeak(`${damageName}, ${callName}`, { canaries, heard: [] }, observation, elsewhere)
      }
      // A deleted sign-in is no longer in any file.
      expect(findLeaks(Object.values(canaries), textsIn(root)), damageName).toEqual([])
    }
  })
}

test("a folder or a place of a token file that cannot be used leaks no token, and receives none", async () => {
  const faults: Readonly<Record<string, (folder: string) => void>> = {
    "a folder that others can access": folder => {
      mkdirSync(folder)
      chmodSync(folder, 0o777)
    },
    "a file in place of the folder": folder => writeFileSync(folder, "x"),
    "a link in place of the folder": folder => symlinkSync("/nowhere", folder),
  }
  for (const [faultName, fault] of Object.entries(faults)) {
    const canaries = canariesOf()
    const root = scratch({ "home/": "" })
    const folder = join(root, "home/tokens")
    fault(folder)
    for (const store of [fileTokenStore(folder), authorizedUserTokenStore(join(folder, "token.json"))]) {
      const observation = await observe(() => store.set(key, tokensOf(canaries)))
      const texts = faultName.startsWith("a folder") ? {} : textsIn(root)
      expectNoLeak(faultName, { canaries, heard: [] }, observation, texts)
    }
  }
})

test("Google's own token files: no damage leaks a token", async () => {
  const shapes: readonly ((canaries: Canaries) => object)[] = [
    ({ accessToken, refreshToken }) => ({ token: accessToken, refresh_token: refreshToken, scopes: ["read"] }),
    ({ accessToken, refreshToken }) => ({
      access_token: accessToken,
      refresh_token: refreshToken,
      expiry: "2030-01-01",
    }),
    ({ secret, refreshToken }) => ({ type: "authorized_user", client_secret: secret, refresh_token: refreshToken }),
    ({ accessToken }) => ({ access_token: accessToken, expiry_date: 1 }),
    ({ accessToken, secret }) => ({ client_id: accessToken, access_token: accessToken, [secret]: secret }),
    ({ secret }) => ({ type: "service_account", private_key: secret }),
    ({ secret }) => ({ token: [secret], scopes: secret, refresh_token: { secret } }),
  ]
  for (const [index, shape] of shapes.entries()) {
    for (const [damageName, damage] of Object.entries(damages)) {
      const canaries = canariesOf()
      const root = scratch({ "token.json": damage(JSON.stringify(shape(canaries))) })
      const path = join(root, "token.json")
      const store = authorizedUserTokenStore(path)
      const calls = {
        get: () => store.get(key),
        set: () => store.set(key, tokensOf(canaries)),
        "get again": () => store.get(key),
        delete: () => store.delete(key),
      }
      for (const [callName, call] of Object.entries(calls)) {
        const observation = await observe(call)
        const elsewhere = Object.fromEntries(Object.entries(textsIn(root)).filter(([file]) => file !== path))
        expectNoLeak(`${index}, ${damageName}, ${callName}`, { canaries, heard: [] }, observation, elsewhere)
      }
      expect(textsIn(root)).toEqual({})
    }
  }
})

/** Calls that cannot work; none sends a request. */
const misuse: Readonly<Record<string, (canaries: Canaries) => unknown>> = {
  "signIn: a client that is JSON": canaries =>
    signIn({ ...clientOf(canaries), clientSecret: canaries.secret } as never, {
      scope: "x",
      store: memoryTokenStore(),
    }),
  "signIn: a string": ({ secret }) => signIn(secret as never, { scope: "x", store: memoryTokenStore() }),
  "signIn: a source that fails": ({ secret }) =>
    signIn(
      { name: "s", read: async () => Promise.reject(new Error(secret)) },
      { scope: "x", store: memoryTokenStore() },
    ),
  "signIn: a truncated file": ({ secret }) =>
    signIn(
      {
        name: "s",
        read: async () => ({ content: JSON.stringify({ installed: { client_secret: secret } }).slice(0, -3) }),
      },
      { scope: "x", store: memoryTokenStore() },
    ),
  "signIn: an app": canaries => signIn(clientOf(canaries), { scope: "x", app: `../${canaries.secret}` }),
  "signIn: a redirect URI": canaries =>
    signIn(clientOf(canaries), { scope: "x", store: memoryTokenStore(), redirectUri: `https://[${canaries.secret}` }),
  "signIn: a port": canaries =>
    signIn(clientOf(canaries), { scope: "x", store: memoryTokenStore(), port: canaries.secret as never }),
  "signIn: a browser that throws": canaries =>
    signIn(clientOf(canaries), {
      scope: "x",
      store: memoryTokenStore(),
      openBrowser: () => {
        throw new TypeError("no browser")
      },
    }),
  "listAccounts: a store without a list": canaries =>
    listAccounts(clientOf(canaries), { store: { ...memoryTokenStore(), list: undefined } as never }),
  "authenticate: a path": ({ secret }) => authenticate({ keyfilePath: `/nowhere/${secret}1.json`, scopes: "x" }),
  "authenticate: a truncated file": ({ secret }) => {
    const folder = scratch({
      "credentials.json": JSON.stringify({ installed: { client_secret: secret } }).slice(0, -3),
    })
    return authenticate({ keyfilePath: join(folder, "credentials.json"), scopes: "x", store: memoryTokenStore() })
  },
  "mcpFetch: a server": ({ accessToken }) => mcpFetch({ fetch }, `ftp://${accessToken}`),
  "mcpAuthProvider: a server": ({ accessToken }) =>
    mcpAuthProvider({ refreshHandler: async () => ({ access_token: accessToken, expiry_date: 1 }) }, accessToken),
  "mcpAuthProvider: another server": ({ accessToken }) =>
    mcpAuthProvider(
      { refreshHandler: async () => ({ access_token: accessToken, expiry_date: 1 }) },
      "https://mcp.example",
    ).onUnauthorized({ serverUrl: new URL(`https://evil.example/${accessToken}`) }),
  "mcpOAuthClientProvider: a server": canaries =>
    mcpOAuthClientProvider(clientOf(canaries), { serverUrl: `http://${canaries.secret}`, store: memoryTokenStore() }),
  ...Object.fromEntries(
    Object.entries({ toAuthJs, toBetterAuth, toGoogleAuthLibrary, toOpenidClient }).flatMap(([name, bridge]) => {
      const call = (given: unknown, options: object = {}) =>
        (bridge as (...all: unknown[]) => unknown)(given, {
          id: "x",
          providerId: "x",
          issuer: "https://as.example",
          ...options,
        })
      return [
        [
          `${name}: a secret that is a string`,
          (canaries: Canaries) => call({ ...clientOf(canaries), clientSecret: canaries.secret }),
        ],
        [
          `${name}: the text of a file`,
          ({ secret }: Canaries) => call(JSON.stringify({ web: { client_secret: secret } })),
        ],
        [
          `${name}: mixed endpoints`,
          (canaries: Canaries) => call(clientOf(canaries, { token_uri: "https://oauth2.googleapis.com/token" })),
        ],
        [
          `${name}: a redirect URI that is not registered`,
          (canaries: Canaries) => call(clientOf(canaries), { redirectUri: 7 }),
        ],
        [
          `${name}: its authentication`,
          (canaries: Canaries) => call(clientOf(canaries), { clientAuthentication: canaries.secret }),
        ],
        [
          `${name}: an origin`,
          (canaries: Canaries) => call(clientOf(canaries), { allowedEndpointOrigins: [canaries.secret] }),
        ],
        [
          `${name}: options`,
          (canaries: Canaries) => (bridge as (...all: unknown[]) => unknown)(clientOf(canaries), canaries.secret),
        ],
      ]
    }),
  ),
}

test("no misuse leaks a secret or a token", async () => {
  for (const [name, use] of Object.entries(misuse)) {
    const canaries = canariesOf()
    const observation = await observe(() => use(canaries))
    expect([name, observation.outcome]).toEqual([name, "threw"])
    expectNoLeak(name, { canaries, heard: [] }, observation)
  }
})

test("a bridge writes nothing, and returns the secret only in the member for it", async () => {
  const bridges = {
    toAuthJs: (client: AnyClientSecrets) => toAuthJs(client, { id: "x" }),
    toBetterAuth: (client: AnyClientSecrets) => toBetterAuth(client, { providerId: "x" }),
    toGoogleAuthLibrary: (client: AnyClientSecrets) => toGoogleAuthLibrary(client),
    toOpenidClient: (client: AnyClientSecrets) => toOpenidClient(client),
  }
  for (const [name, bridge] of Object.entries(bridges)) {
    const canaries = canariesOf()
    const { outcome, value, printed } = await observe(() =>
      bridge(clientOf(canaries, { issuer: "https://as.example" })),
    )
    expect([name, outcome]).toEqual([name, "returned"])
    const rest = JSON.stringify(value, (member, part) =>
      ["clientSecret", "client_secret"].includes(member) ? undefined : part,
    )
    expect(findLeaks(Object.values(canaries), { output: printed["output"]!, rest }), name).toEqual([])
  }
})
