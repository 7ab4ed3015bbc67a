import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { networkInterfaces, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findLeaks } from "@client-secrets/conformance"
import { ClientSecretsError, type Source } from "@client-secrets/core"
import {
  beginSignIn,
  listAccounts,
  memoryTokenStore,
  type SignInOptions,
  signIn,
  signOut,
  type TokenKey,
  type TokenStore,
} from "@client-secrets/oauth/local"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { print, rejectionOf } from "./fixtures/print.ts"
import { toSecrets } from "./fixtures/provider.ts"

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
  liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
})
afterAll(() => liar.close())

function secretsOf(redirectUris: readonly string[] | undefined, type: "web" | "installed" = "installed") {
  const secrets = toSecrets({
    type,
    client_id: "local-client",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: redirectUris ?? [],
    auth_uri: `${liar.issuer}/auth`,
    token_uri: `${liar.issuer}/token`,
    issuer: liar.issuer,
  })
  if (redirectUris !== undefined) return secrets
  const { redirectUris: _, ...without } = secrets
  return without as typeof secrets
}

/** A user whose browser comes straight back. */
const user: SignInOptions = {
  scope: "a",
  print: () => {},
  async openBrowser(url) {
    const parameters = new URL(url).searchParams
    await (await fetch(`${parameters.get("redirect_uri")}?code=one&state=${parameters.get("state")}`)).text()
  },
}
const comeBack = (options: Partial<SignInOptions> = {}): SignInOptions => ({
  ...user,
  store: memoryTokenStore(),
  ...options,
})

/** Signs in, and returns the tokens. */
async function tokensOf(...parameters: Parameters<typeof signIn>) {
  return (await signIn(...parameters)).tokens!
}

/** The redirect URI that a sign-in used. */
async function usedBy(secrets: ReturnType<typeof secretsOf>, options: Partial<SignInOptions> = {}) {
  let used = ""
  const openBrowser = (url: string) => {
    used = new URL(url).searchParams.get("redirect_uri")!
    user.openBrowser!(url)
  }
  await tokensOf(secrets, comeBack({ openBrowser, ...options }))
  return used
}

async function freePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

describe("which redirect URI", () => {
  test("a literal address comes before localhost", async () => {
    expect(await usedBy(secretsOf(["http://localhost", "http://127.0.0.1"]))).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await usedBy(secretsOf(["http://localhost", "http://[::1]/cb"]))).toMatch(/^http:\/\/\[::1\]:\d+\/cb$/)
  })

  test("the one that was asked for", async () => {
    const secrets = secretsOf(["http://127.0.0.1/a", "http://127.0.0.1/b"])
    expect(await usedBy(secrets, { redirectUri: "http://127.0.0.1/b" })).toMatch(/:\d+\/b$/)
  })

  test("the port that was asked for", async () => {
    const port = await freePort()
    expect(await usedBy(secretsOf(["http://127.0.0.1/cb"]), { port })).toBe(`http://127.0.0.1:${port}/cb`)
  })

  test("a web client's is taken as it is registered", async () => {
    const uri = `http://127.0.0.1:${await freePort()}/oauth2callback`
    expect(await usedBy(secretsOf(["https://app.example.com/cb", uri], "web"))).toBe(uri)
  })

  test("a file that lists none, as Google gives for some types", async () => {
    expect(await usedBy(secretsOf(undefined))).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test.each([
    ["none on this machine", ["https://app.example.com/cb"], {}, "is on this machine"],
    ["https on this machine", ["https://localhost/cb"], {}, "is on this machine"],
    ["a name that only begins alike", ["http://127.0.0.1.evil.example/cb"], {}, "is on this machine"],
    ["another port of a web client", ["http://localhost:3000/cb"], { port: 3001 }, "differs in port"],
    [
      "one that is not registered",
      ["http://localhost:3000/cb"],
      { redirectUri: "http://localhost:3000/x" },
      "differs in path",
    ],
  ])("%s is a mismatch before anything is opened", async (_, uris, options, sentence) => {
    const openBrowser = () => {
      throw new Error("it was opened")
    }
    const error = await rejectionOf(tokensOf(secretsOf(uris, "web"), comeBack({ openBrowser, ...options })))
    expect(error).toMatchObject({ code: "redirect_uri_mismatch" })
    expect((error as Error).message).toContain(sentence)
  })
})

describe("other programs on this machine", () => {
  test("one that listens on the port", async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const error = await rejectionOf(tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ port })))
    expect(error).toMatchObject({ code: "unavailable" })
    expect((error as Error).message).toBe(`Another program listens on port ${port} of 127.0.0.1.`)
    server.close()
  })

  test("one that waits on [::1] for what the browser sends to localhost", async () => {
    // It holds the port on one address alone: the browser could go there.
    const stolen: string[] = []
    const thief = createServer((request, response) => {
      stolen.push(request.url!)
      response.end()
    })
    await new Promise<void>(resolve => thief.listen({ host: "::1", port: 0, ipv6Only: true }, resolve))
    const { port } = thief.address() as AddressInfo
    const error = await rejectionOf(tokensOf(secretsOf(["http://localhost"]), comeBack({ port })))
    expect(error).toMatchObject({
      code: "unavailable",
      message: `Another program listens on port ${port} of localhost.`,
    })
    // With the literal address registered, the thief is not in the way.
    expect(await usedBy(secretsOf(["http://127.0.0.1"]), { port })).toBe(`http://127.0.0.1:${port}`)
    expect(stolen).toEqual([])
    thief.close()
  })

  test("nothing listens on any other address", async () => {
    const openBrowser = async (url: string) => {
      const { port } = new URL(new URL(url).searchParams.get("redirect_uri")!)
      for (const host of ["::1", "127.0.0.2"]) expect(await canConnect(host, Number(port))).toBe(false)
      user.openBrowser!(url)
    }
    await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
  })
})

describe("the first valid redirect ends it", () => {
  test("a second one is turned away, with the same state and another code", async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const codes: string[] = []
    liar.answers["/token"] = async ({ form }) => {
      codes.push(form.get("code")!)
      await held
      return { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } }
    }
    const statuses: number[] = []
    const openBrowser = async (url: string) => {
      const parameters = new URL(url).searchParams
      const callback = `${parameters.get("redirect_uri")}?state=${parameters.get("state")}&code=`
      const first = fetch(`${callback}one`)
      await expect.poll(() => codes).toEqual(["one"])
      statuses.push((await fetch(`${callback}two`)).status, (await fetch(`${callback}one`)).status)
      release()
      statuses.push((await first).status)
    }
    await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser: url => void openBrowser(url) }))
    await expect.poll(() => statuses).toEqual([400, 400, 200])
    expect(codes).toEqual(["one"])
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
  })

  test("the port is closed afterwards, connections that hang included", async () => {
    let port = 0
    let hanging: Promise<unknown> | undefined
    const openBrowser = async (url: string) => {
      port = Number(new URL(new URL(url).searchParams.get("redirect_uri")!).port)
      const socket = connect(port, "127.0.0.1").on("error", () => {})
      hanging = once(socket, "close")
      await once(socket, "connect")
      socket.write("GET /callback HTTP/1.1\r\n")
      user.openBrowser!(url)
    }
    await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
    expect(await canConnect("127.0.0.1", port)).toBe(false)
    await hanging
  })

  test("an exchange that fails shows the other page, and the error is the program's", async () => {
    liar.answers["/token"] = () => ({ status: 400, body: { error: "invalid_grant" } })
    let page = ""
    const openBrowser = async (url: string) => {
      const parameters = new URL(url).searchParams
      const response = await fetch(`${parameters.get("redirect_uri")}?code=one&state=${parameters.get("state")}`)
      page = `${response.status} ${await response.text()}`
    }
    const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser: url => void openBrowser(url) }))
    await expect(call).rejects.toMatchObject({ provider: { error: "invalid_grant" } })
    await expect.poll(() => page).toMatch(/^400 .*You are not signed in/)
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
  })
})

describe("a browser that stays open", () => {
  test("does not keep the sign-in from its end", async () => {
    const openBrowser = (url: string) => {
      void user.openBrowser!(url)
      return new Promise(() => {})
    }
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })

  test("without a user before it is not waited for", async () => {
    const openBrowser = () => new Promise(() => {})
    const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser, signInTimeout: 50 }))
    await expect(call).rejects.toMatchObject({ code: "timeout" })
  })

  test("and one that cannot be opened ends the call, and frees the port", async () => {
    let port = 0
    const reason = new Error("no browser")
    const openBrowser = async (url: string) => {
      port = Number(new URL(new URL(url).searchParams.get("redirect_uri")!).port)
      throw reason
    }
    expect(await rejectionOf(tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser })))).toBe(reason)
    expect(await canConnect("127.0.0.1", port)).toBe(false)
  })
})

test("the caller ends the wait with a reason of its own", async () => {
  const controller = new AbortController()
  const reason = new Error("enough")
  const openBrowser = () => controller.abort(reason)
  const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser, signal: controller.signal }))
  expect(await rejectionOf(call)).toBe(reason)
})

test("Google's offline access is asked for, unless the caller says otherwise", async () => {
  const urls: string[] = []
  const openBrowser = (url: string) => {
    urls.push(url)
    user.openBrowser!(url)
  }
  const secrets = secretsOf(["http://127.0.0.1"])
  await tokensOf(secrets, comeBack({ openBrowser }))
  await tokensOf(secrets, comeBack({ openBrowser, authorization: { accessType: "online", loginHint: "ada" } }))
  expect(urls.map(url => new URL(url).searchParams.get("access_type"))).toEqual(["offline", "online"])
  expect(new URL(urls[1]!).searchParams.get("login_hint")).toBe("ada")
})

describe("tokens that are kept", () => {
  const expired = { tokenType: "bearer", scope: "a", expiresAt: 0 }
  const key = (): TokenKey => ({
    clientId: "local-client",
    issuer: liar.issuer,
    tokenUri: `${liar.issuer}/token`,
    account: "",
  })

  test("refreshed by another run meanwhile, where the server rotates refresh tokens, are the ones that count", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const inner = memoryTokenStore()
    const old = { ...expired, accessToken: createSecret("EXAMPLE_OLD"), refreshToken: createSecret("EXAMPLE_USED") }
    const fresh = { ...expired, accessToken: createSecret("EXAMPLE_FRESH"), refreshToken: createSecret("EXAMPLE_NEXT") }
    let reads = 0
    // The first look, then the one under the lock.
    const store = { ...inner, get: async () => (reads++ < 1 ? old : { ...fresh, expiresAt: Date.now() + 600_000 }) }
    liar.answers["/token"] = () => ({ status: 400, body: { error: "invalid_grant" } })
    const openBrowser = () => {
      throw new Error("it was opened")
    }
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store, openBrowser }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_FRESH")
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
  })

  test("stay where the server cannot be asked", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const store = memoryTokenStore()
    await store.set(key(), {
      ...expired,
      accessToken: createSecret("EXAMPLE_OLD"),
      refreshToken: createSecret("EXAMPLE_R"),
    })
    liar.answers["/token"] = () => ({ status: 503 })
    const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store }))
    await expect(call).rejects.toMatchObject({ code: "unavailable", transient: true })
    expect((await store.get(key()))?.refreshToken?.reveal()).toBe("EXAMPLE_R")
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
  })

  test.each([
    ["RFC 6749", { error: "invalid_grant" }],
    ["Dex, for an expired or claimed refresh token", { error: "invalid_request" }],
    ["GitHub", { error: "bad_refresh_token" }],
    ["a provider that has its own word", { error: "session_terminated" }],
  ])("of no use any more lead to a new sign-in: %s", async (_, body) => {
    const { createSecret } = await import("@client-secrets/core")
    const store = memoryTokenStore()
    const refreshToken = createSecret("EXAMPLE_DEAD")
    await store.set(key(), { ...expired, accessToken: createSecret("EXAMPLE_OLD"), refreshToken })
    liar.answers["/token"] = ({ form }) =>
      form.get("grant_type") === "refresh_token"
        ? { status: 400, body }
        : { body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } }
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect((await store.get(key()))?.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })

  test.each(["invalid_client", "unauthorized_client", "temporarily_unavailable", "server_error"])(
    "stay where the error is not about them: %s",
    async error => {
      const { createSecret } = await import("@client-secrets/core")
      const store = memoryTokenStore()
      const refreshToken = createSecret("EXAMPLE_R")
      await store.set(key(), { ...expired, accessToken: createSecret("EXAMPLE_OLD"), refreshToken })
      liar.answers["/token"] = () => ({ status: 400, body: { error } })
      const openBrowser = () => {
        throw new Error("it was opened")
      }
      const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store, openBrowser }))
      await expect(call).rejects.toMatchObject({ code: "rejected" })
      expect((await store.get(key()))?.refreshToken?.reveal()).toBe("EXAMPLE_R")
      liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
    },
  )

  test("without a refresh token are asked for anew once they have expired", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const store = memoryTokenStore()
    await store.set(key(), { ...expired, accessToken: createSecret("EXAMPLE_OLD") })
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store, issuer: metadataOf(liar.issuer) }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect((await store.get(key()))?.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })
})

const tokenAnswer = { access_token: "EXAMPLE_TOKEN", token_type: "bearer", refresh_token: "EXAMPLE_REFRESH" }

/** Answers that number the access tokens, and hold as long as a test wants. */
function answerWith(more: object = {}) {
  let count = 0
  const grants: string[] = []
  liar.answers["/token"] = ({ form }) => {
    grants.push(form.get("grant_type")!)
    return { body: { ...tokenAnswer, access_token: `EXAMPLE_TOKEN_${++count}`, ...more } }
  }
  return grants
}

const secrets = () => secretsOf(["http://127.0.0.1"])
const ownKey = (account = ""): TokenKey => ({
  clientId: "local-client",
  issuer: liar.issuer,
  tokenUri: `${liar.issuer}/token`,
  account,
})

/** A user who comes back, and how often. */
function countingUser() {
  const urls: string[] = []
  const openBrowser = (url: string) => {
    urls.push(url)
    return user.openBrowser!(url)
  }
  return { urls, openBrowser }
}

const nobody = () => {
  throw new Error("it was opened")
}

describe("a second sign-in", () => {
  test("opens nothing and sends nothing", async () => {
    const grants = answerWith({ expires_in: 3600 })
    const store = memoryTokenStore()
    await signIn(secrets(), comeBack({ store }))
    const second = await signIn(secrets(), comeBack({ store, openBrowser: nobody }))
    expect(second.tokens!.accessToken.reveal()).toBe("EXAMPLE_TOKEN_1")
    expect(grants).toEqual(["authorization_code"])
  })

  test("at the same time shares one browser and one request", async () => {
    const grants = answerWith()
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    const options = comeBack({ store, openBrowser })
    const [one, other] = await Promise.all([signIn(secrets(), options), signIn(secrets(), options)])
    expect(urls.length).toBe(1)
    expect(grants).toEqual(["authorization_code"])
    expect(one.tokens!.accessToken.equals(other.tokens!.accessToken)).toBe(true)
  })

  test("of another account is another sign-in, and their tokens stay apart", async () => {
    answerWith()
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    const [ada, grace] = await Promise.all([
      signIn(secrets(), comeBack({ store, openBrowser, account: "ada" })),
      signIn(secrets(), comeBack({ store, openBrowser, account: "grace@example.com" })),
    ])
    expect(urls.length).toBe(2)
    expect(ada.tokens!.accessToken.equals(grace.tokens!.accessToken)).toBe(false)
    expect(urls.map(url => new URL(url).searchParams.get("login_hint")).sort()).toEqual(["grace@example.com", null])
    expect((await listAccounts(secrets(), { store })).map(({ account }) => account)).toEqual([
      "ada",
      "grace@example.com",
    ])
  })

  test("goes on for the other caller when one gives up", async () => {
    answerWith()
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    let comesBack = () => {}
    const options = comeBack({
      store,
      openBrowser: url => new Promise<void>(resolve => (comesBack = resolve)).then(() => openBrowser(url)),
    })
    const controller = new AbortController()
    const first = signIn(secrets(), { ...options, signal: controller.signal })
    const second = signIn(secrets(), options)
    await new Promise(resolve => setTimeout(resolve, 50))
    const reason = new Error("enough")
    controller.abort(reason)
    expect(await rejectionOf(first)).toBe(reason)
    comesBack()
    expect((await second).tokens!.accessToken.reveal()).toBe("EXAMPLE_TOKEN_1")
    expect(urls.length).toBe(1)
  })

  test("with force asks again", async () => {
    answerWith()
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    await signIn(secrets(), comeBack({ store, openBrowser }))
    const again = await signIn(secrets(), comeBack({ store, openBrowser, force: true }))
    expect(urls.length).toBe(2)
    expect(again.tokens!.accessToken.reveal()).toBe("EXAMPLE_TOKEN_2")
  })
})

describe("without a user", () => {
  test("a missing sign-in is an error of its own, and no port is opened", async () => {
    const options = comeBack({ interactive: false, openBrowser: nobody, account: "work" })
    const error = await rejectionOf(signIn(secrets(), options))
    expect(error).toMatchObject({ code: "sign_in_required" })
    expect((error as Error).message).toContain('The user of the account "work" has to sign in')
  })

  test("a dead refresh token is the same error, and it is forgotten", async () => {
    answerWith({ expires_in: 0.001 })
    const store = memoryTokenStore()
    const signedIn = await signIn(secrets(), comeBack({ store }))
    liar.answers["/token"] = () => ({ status: 400, body: { error: "invalid_grant" } })
    await expect(signedIn.accessToken()).rejects.toMatchObject({ code: "sign_in_required" })
    const options = comeBack({ store, interactive: false, openBrowser: nobody })
    await expect(signIn(secrets(), options)).rejects.toMatchObject({ code: "sign_in_required" })
    expect(await store.get(ownKey())).toBeUndefined()
  })
})

describe("scopes", () => {
  test("an entry covers a request for less, and more is asked for together with what was granted", async () => {
    answerWith({ scope: "a b" })
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    await signIn(secrets(), comeBack({ store, openBrowser, scope: "b a" }))
    await signIn(secrets(), comeBack({ store, openBrowser: nobody, scope: "a" }))
    answerWith({ scope: "a b c" })
    await signIn(secrets(), comeBack({ store, openBrowser, scope: "c" }))
    expect(new URL(urls[1]!).searchParams.get("scope")!.split(" ").sort()).toEqual(["a", "b", "c"])
    await signIn(secrets(), comeBack({ store, openBrowser: nobody, scope: "a c" }))
  })

  test("a provider that names scopes in its own way does not lead to a sign-in at every start", async () => {
    answerWith({ scope: "https://graph.example.com/mail.read" })
    const store = memoryTokenStore()
    await signIn(secrets(), comeBack({ store, scope: "mail.read offline_access" }))
    await signIn(secrets(), comeBack({ store, openBrowser: nobody, scope: "mail.read offline_access" }))
  })
})

describe("a session that is signed in", () => {
  test("renews its token with one request for all callers", async () => {
    answerWith({ expires_in: 1 })
    const store = memoryTokenStore()
    const signedIn = await signIn(secrets(), comeBack({ store }))
    const grants = answerWith({ expires_in: 3600, access_token: "EXAMPLE_RENEWED" })
    const tokens = await Promise.all([signedIn.accessToken(), signedIn.accessToken(), signedIn.refreshHandler()])
    expect(tokens[0].reveal()).toBe("EXAMPLE_RENEWED")
    expect(tokens[2]).toEqual({ access_token: "EXAMPLE_RENEWED", expiry_date: expect.any(Number) })
    expect(grants).toEqual(["refresh_token"])
    expect((await store.get(ownKey()))?.accessToken.reveal()).toBe("EXAMPLE_RENEWED")
  })

  test("gives google-auth-library another token when a server has refused the first", async () => {
    answerWith({ expires_in: 3600 })
    const signedIn = await signIn(secrets(), comeBack())
    const { refreshHandler } = signedIn
    expect((await refreshHandler()).access_token).toBe("EXAMPLE_TOKEN_1")
    // What asks at the same time has not seen a refusal: only what asks later has.
    await new Promise(resolve => setTimeout(resolve, 5))
    expect((await refreshHandler()).access_token).toBe("EXAMPLE_TOKEN_2")
  })

  test("tries once more after a 401, with a renewed token", async () => {
    answerWith({ expires_in: 3600 })
    const signedIn = await signIn(secrets(), comeBack())
    const seen: string[] = []
    liar.answers["/api"] = ({ headers, body }) => {
      seen.push(`${headers.authorization} ${body}`)
      return { status: headers.authorization === "Bearer EXAMPLE_TOKEN_2" ? 200 : 401 }
    }
    const response = await signedIn.fetch(`${liar.issuer}/api`, { method: "POST", body: "x" })
    expect(response.status).toBe(200)
    expect(seen).toEqual(["Bearer EXAMPLE_TOKEN_1 x", "Bearer EXAMPLE_TOKEN_2 x"])
    const stream = { method: "POST", body: new Blob(["x"]).stream(), duplex: "half" } as RequestInit
    liar.answers["/api"] = () => ({ status: 401 })
    expect((await signedIn.fetch(`${liar.issuer}/api`, stream)).status).toBe(401)
  })

  test("forgets the sign-in and tells the provider, even if that fails", async () => {
    answerWith()
    const store = memoryTokenStore()
    const issuer = metadataOf(liar.issuer)
    const revoked: string[] = []
    liar.answers["/revoke"] = ({ form }) => {
      revoked.push(form.get("token")!)
      return { status: revoked.length === 1 ? 200 : 503 }
    }
    const first = await signIn(secrets(), comeBack({ store, issuer }))
    await first.signOut()
    expect(revoked).toEqual(["EXAMPLE_REFRESH"])
    expect(await store.get(ownKey())).toBeUndefined()
    await expect(first.accessToken()).rejects.toMatchObject({ code: "sign_in_required" })
    await signIn(secrets(), comeBack({ store, issuer, account: "ada" }))
    await expect(signOut(secrets(), { store, issuer, account: "ada" })).rejects.toMatchObject({ code: "unavailable" })
    expect(await store.get(ownKey("ada"))).toBeUndefined()
    await signIn(secrets(), comeBack({ store, issuer, account: "ada" }))
    await signOut(secrets(), { store, issuer, account: "ada", revoke: false })
    await signOut(secrets(), { store, issuer, account: "ada" })
    expect(revoked.length).toBe(2)
  })

  test("prints and serializes no token", async () => {
    answerWith()
    const signedIn = await signIn(secrets(), comeBack())
    await signedIn.refreshHandler()
    expect(findLeaks(["EXAMPLE_TOKEN_1", "EXAMPLE_REFRESH"], print(signedIn))).toEqual([])
  })
})

describe("beginSignIn", () => {
  test("returns the page to open, and the session later", async () => {
    answerWith()
    const store = memoryTokenStore()
    const { openBrowser, ...options } = comeBack({ store })
    const begun = await beginSignIn(secrets(), options)
    await openBrowser!(begun.url!)
    expect((await begun.authorization).tokens!.accessToken.reveal()).toBe("EXAMPLE_TOKEN_1")
    const second = await beginSignIn(secrets(), options)
    expect(second.url).toBeUndefined()
    expect((await second.authorization).tokens!.accessToken.reveal()).toBe("EXAMPLE_TOKEN_1")
  })

  test("twice is the same page, and canceling one leaves it to the other", async () => {
    answerWith()
    const { openBrowser, ...options } = comeBack()
    const [one, other] = await Promise.all([beginSignIn(secrets(), options), beginSignIn(secrets(), options)])
    expect(one.url).toBe(other.url)
    one.cancel()
    await expect(one.authorization).rejects.toMatchObject({ code: "aborted" })
    await openBrowser!(other.url!)
    expect((await other.authorization).tokens!.scope).toBe("a")
  })

  test("a sign-in that is canceled frees the port, and a new one begins", async () => {
    const { openBrowser: _, ...options } = comeBack()
    const begun = await beginSignIn(secrets(), options)
    const port = Number(new URL(new URL(begun.url!).searchParams.get("redirect_uri")!).port)
    begun.cancel()
    await expect.poll(() => canConnect("127.0.0.1", port)).toBe(false)
    const next = await beginSignIn(secrets(), options)
    expect(next.url).not.toBe(begun.url)
    next.cancel()
  })

  test("fails at once if there is no page to open", async () => {
    const { openBrowser: _, ...options } = comeBack()
    const call = beginSignIn(secretsOf(["https://app.example.com/cb"], "web"), options)
    await expect(call).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  })
})

test("an opener that hands the page over ends the call, and the sign-in goes on", async () => {
  answerWith()
  const store = memoryTokenStore()
  const urls: string[] = []
  const openBrowser = (url: string) => {
    urls.push(url)
    throw new ClientSecretsError("sign_in_required", `Open ${url}`)
  }
  const options = comeBack({ store, openBrowser })
  await expect(signIn(secrets(), options)).rejects.toMatchObject({ code: "sign_in_required" })
  const again = await rejectionOf(signIn(secrets(), options))
  expect((again as Error).message).toBe(`Open ${urls[0]}`)
  expect(urls.length).toBe(1)
  await user.openBrowser!(urls[0]!)
  expect((await signIn(secrets(), options)).tokens!.accessToken.reveal()).toBe("EXAMPLE_TOKEN_1")
})

test("consent is asked for together with offline_access, as OpenID Connect says, and not otherwise", async () => {
  answerWith()
  const { urls, openBrowser } = countingUser()
  await signIn(secrets(), comeBack({ openBrowser, scope: "a offline_access" }))
  await signIn(secrets(), comeBack({ openBrowser, scope: "a" }))
  expect(urls.map(url => new URL(url).searchParams.get("prompt"))).toEqual(["consent", null])
})

describe("Google", () => {
  const google = (members: object = {}) =>
    ({
      ...secrets(),
      authUri: "https://accounts.google.com/o/oauth2/auth",
      tokenUri: "https://oauth2.googleapis.com/token",
      redirectUris: ["http://localhost"],
      issuer: undefined,
      ...members,
    }) as unknown as ReturnType<typeof secrets>
  const answers =
    (scope: string, more: object = {}) =>
    async () =>
      new Response(JSON.stringify({ ...tokenAnswer, scope, ...more }), {
        headers: { "content-type": "application/json" },
      })
  const base = (more: Partial<SignInOptions>) => comeBack({ fetch: answers("a b"), scope: "a b", ...more })

  test("consent is asked for, since only that brings a refresh token, and the literal address is used", async () => {
    const { urls, openBrowser } = countingUser()
    await signIn(google(), base({ openBrowser }))
    await signIn(google(), base({ openBrowser, account: "work" }))
    await signIn(google(), base({ openBrowser, authorization: { prompt: "login" } }))
    const parameters = urls.map(url => new URL(url).searchParams)
    expect(parameters.map(found => found.get("prompt"))).toEqual(["consent", "consent select_account", "login"])
    expect(parameters[0]!.get("access_type")).toBe("offline")
    expect(parameters[0]!.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test.each(["http://127.0.0.1", "http://localhost:3500/oauth2callback", "http://[::1]/cb"])(
    "a desktop client takes any loopback redirect, as Google does: %s",
    async redirectUri => {
      const { urls, openBrowser } = countingUser()
      const wanted = redirectUri.replace("3500", String(await freePort()))
      await signIn(google(), base({ redirectUri: wanted, openBrowser }))
      const used = new URL(urls[0]!).searchParams.get("redirect_uri")!
      const withoutPort = (uri: string) => uri.replace(/:\d+(?=\/|$)/, "")
      expect(withoutPort(used)).toBe(withoutPort(wanted))
    },
  )

  test.each([
    ["a web client", { type: "web" }, "http://127.0.0.1/cb"],
    ["an address that is not this machine", {}, "http://app.example.com/cb"],
    ["https", {}, "https://localhost/cb"],
  ])("%s does not", async (_, members, redirectUri) => {
    const call = signIn(google(members), base({ redirectUri, openBrowser: nobody }))
    await expect(call).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  })

  test("a scope that the user left out is an error; the tokens are kept, and the next call asks again", async () => {
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    const options = base({ store, openBrowser, fetch: answers("a") })
    const error = await rejectionOf(signIn(google(), options))
    expect(error).toMatchObject({ code: "scope_missing" })
    expect((error as Error).message).toContain("The user did not grant b.")
    await signIn(google(), { ...options, scope: "a", openBrowser: nobody })
    await signIn(google(), { ...options, fetch: answers("a b") })
    expect(urls.length).toBe(2)
  })

  test("its long names of email and profile are the short ones", async () => {
    const store = memoryTokenStore()
    const long = "https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile"
    await signIn(google(), base({ store, scope: "email profile", fetch: answers(long) }))
    await signIn(google(), base({ store, scope: "email", openBrowser: nobody }))
  })

  test("a sign-in that lasts seven days says so on the first", async () => {
    const lines: string[] = []
    const fetch = answers("a b", { refresh_token_expires_in: 604_799 })
    await signIn(google(), base({ fetch, print: line => lines.push(line) }))
    expect(lines.filter(line => line.includes("This sign-in ends in 7 days")).length).toBe(1)
    const quiet: string[] = []
    await signIn(google(), base({ print: line => quiet.push(line) }))
    expect(quiet).toEqual([])
  })

  test("a file without endpoints is taken for Google's, with a warning", async () => {
    const lines: string[] = []
    const { urls, openBrowser } = countingUser()
    const source: Source = {
      name: "a file",
      read: async () => ({
        content: JSON.stringify({
          installed: { client_id: "1-a.apps.googleusercontent.com", client_secret: "EXAMPLE_NOT_A_REAL_SECRET" },
        }),
      }),
    }
    await signIn(source, base({ openBrowser, print: line => lines.push(line) }))
    expect(urls[0]).toMatch(/^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth\?/)
    expect(lines).toEqual(["The client file names no auth_uri and no token_uri, so Google's are used."])
  })

  test("one endpoint alone is a mistake, to which Google's is not added", async () => {
    const call = signIn(google({ authUri: undefined, tokenUri: `${liar.issuer}/token` }), base({ openBrowser: nobody }))
    await expect(call).rejects.toMatchObject({ code: "invalid" })
  })
})

describe("where it listens", () => {
  test("another host is opt-in, with a warning, and the Host header must still be the redirect URI's", async () => {
    const lines: string[] = []
    const port = await freePort("0.0.0.0")
    const statuses: number[] = []
    const openBrowser = async (url: string) => {
      const state = new URL(url).searchParams.get("state")
      const address = Object.values(networkInterfaces())
        .flat()
        .find(found => found?.family === "IPv4" && !found.internal)?.address
      if (address !== undefined)
        statuses.push((await fetch(`http://${address}:${port}/?code=one&state=${state}`)).status)
      await user.openBrowser!(url)
    }
    await signIn(secrets(), comeBack({ host: "0.0.0.0", port, openBrowser, print: line => lines.push(line) }))
    expect(lines[0]).toContain("Warning: this sign-in listens on 0.0.0.0")
    expect(statuses.every(status => status === 421)).toBe(true)
  })

  test("host without a port is a TypeError", async () => {
    await expect(signIn(secrets(), comeBack({ host: "0.0.0.0" }))).rejects.toThrow(TypeError)
  })
})

test("launchFile: the browser gets a page of mode 0600, which is removed afterwards, and no argument holds the state", async () => {
  let path = ""
  const openBrowser = async (page: string) => {
    expect(page).not.toMatch(/state|challenge/)
    path = fileURLToPath(page)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    const [, target] = /href="([^"]+)"/.exec(readFileSync(path, "utf8"))!
    await user.openBrowser!(target!.replaceAll("&amp;", "&"))
  }
  await signIn(secrets(), comeBack({ launchFile: true, openBrowser }))
  await expect.poll(() => existsSync(dirname(path))).toBe(false)
})

describe("the store of a program", () => {
  let home: string
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "sign-in-home-"))
    vi.stubEnv("XDG_STATE_HOME", home)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true })
  })

  test("is in the folder of its name, for this user only", async () => {
    answerWith()
    await signIn(secrets(), { ...user, app: "my-program" })
    await signIn(secrets(), { ...user, app: "my-program", openBrowser: nobody })
    if (process.platform === "linux") expect(statSync(join(home, "my-program", "tokens")).mode & 0o777).toBe(0o700)
  })

  test.each([
    ["neither app nor store", {}],
    ["a path", { app: "../my-program" }],
    ["nothing", { app: "" }],
    ["a promise of a store", { store: Promise.resolve(memoryTokenStore()) as never }],
    ["an account that is a number", { app: "my-program", account: 1 as never }],
    ["a port that is none", { app: "my-program", port: 70_000 }],
    ["no scope", { app: "my-program", scope: "" }],
  ])("%s is a TypeError", async (_, options) => {
    await expect(signIn(secrets(), { ...user, openBrowser: nobody, ...options })).rejects.toThrow(TypeError)
  })
})

test("a store that fails before the user is asked: nobody signs in for nothing", async () => {
  const store: TokenStore = {
    ...memoryTokenStore(),
    probe: async () => {
      throw new ClientSecretsError("unavailable", "The disk is full.")
    },
  }
  await expect(signIn(secrets(), comeBack({ store, openBrowser: nobody }))).rejects.toThrow("The disk is full.")
})

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host)
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
}
