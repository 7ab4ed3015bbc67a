import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { networkInterfaces, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findLeaks } from "@client-secrets/conformance"
import { findFreePort } from "@client-secrets/conformance/free-port"
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

/** A user whose browser is redirected immediately. */
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

/** The redirect URI of a sign-in. */
async function usedBy(secrets: ReturnType<typeof secretsOf>, options: Partial<SignInOptions> = {}) {
  let used = ""
  const openBrowser = (url: string) => {
    used = new URL(url).searchParams.get("redirect_uri")!
    user.openBrowser!(url)
  }
  await tokensOf(secrets, comeBack({ openBrowser, ...options }))
  return used
}

describe("the redirect URI", () => {
  test("is a literal address rather than localhost", async () => {
    expect(await usedBy(secretsOf(["http://localhost", "http://127.0.0.1"]))).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await usedBy(secretsOf(["http://localhost", "http://[::1]/cb"]))).toMatch(/^http:\/\/\[::1\]:\d+\/cb$/)
  })

  test("is the one in the option", async () => {
    const secrets = secretsOf(["http://127.0.0.1/a", "http://127.0.0.1/b"])
    expect(await usedBy(secrets, { redirectUri: "http://127.0.0.1/b" })).toMatch(/:\d+\/b$/)
  })

  test("has the port in the option", async () => {
    const port = await findFreePort()
    expect(await usedBy(secretsOf(["http://127.0.0.1/cb"]), { port })).toBe(`http://127.0.0.1:${port}/cb`)
  })

  test("of a web client is used as registered", async () => {
    const uri = `http://127.0.0.1:${await findFreePort()}/oauth2callback`
    expect(await usedBy(secretsOf(["https://app.example.com/cb", uri], "web"))).toBe(uri)
  })

  test("is chosen if the file lists none, as for some of Google's types", async () => {
    expect(await usedBy(secretsOf(undefined))).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test.each([
    ["none on this machine", ["https://app.example.com/cb"], {}, "is on this machine"],
    ["https on this machine", ["https://localhost/cb"], {}, "is on this machine"],
    ["a name that only begins the same", ["http://127.0.0.1.evil.example/cb"], {}, "is on this machine"],
    ["another port of a web client", ["http://localhost:3000/cb"], { port: 3001 }, "differs in port"],
    [
      "one that is not registered",
      ["http://localhost:3000/cb"],
      { redirectUri: "http://localhost:3000/x" },
      "differs in path",
    ],
  ])("is a mismatch before anything opens: %s", async (_, uris, options, sentence) => {
    const openBrowser = () => {
      throw new Error("it was opened")
    }
    const error = await rejectionOf(tokensOf(secretsOf(uris, "web"), comeBack({ openBrowser, ...options })))
    expect(error).toMatchObject({ code: "redirect_uri_mismatch" })
    expect((error as Error).message).toContain(sentence)
  })
})

describe("another program on this machine", () => {
  test("that listens on the requested port is an error", async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const error = await rejectionOf(tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ port })))
    expect(error).toMatchObject({ code: "unavailable" })
    expect((error as Error).message).toBe(`Another program listens on port ${port} of 127.0.0.1.`)
    server.close()
  })

  test("that listens on [::1] is an error, since it could receive the redirect to localhost", async () => {
    // It uses the port on one address only: the browser could connect there.
    const stolen: string[] = []
    const thief = createServer((request, response) => {
      stolen.push(request.url!)
      response.end()
    })
    const port = await findFreePort()
    await new Promise<void>(resolve => thief.listen({ host: "::1", port, ipv6Only: true }, resolve))
    const error = await rejectionOf(tokensOf(secretsOf(["http://localhost"]), comeBack({ port })))
    expect(error).toMatchObject({
      code: "unavailable",
      message: `Another program listens on port ${port} of localhost.`,
    })
    // With the literal address registered, the other program does not matter.
    expect(await usedBy(secretsOf(["http://127.0.0.1"]), { port })).toBe(`http://127.0.0.1:${port}`)
    expect(stolen).toEqual([])
    thief.close()
  })

  test("cannot connect on any other address", async () => {
    const openBrowser = async (url: string) => {
      const { port } = new URL(new URL(url).searchParams.get("redirect_uri")!)
      for (const host of ["::1", "127.0.0.2"]) expect(await canConnect(host, Number(port))).toBe(false)
      user.openBrowser!(url)
    }
    await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
  })
})

describe("the first valid redirect ends the wait", () => {
  test("and a second one with the same state and another code is refused", async () => {
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

  test("and closes the port, including connections that hang", async () => {
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

  test("and if the exchange fails, shows the other page, and the program gets the error", async () => {
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
  test("does not delay the end of the sign-in", async () => {
    const openBrowser = (url: string) => {
      void user.openBrowser!(url)
      return new Promise(() => {})
    }
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })

  test("does not prevent a timeout if the user does not come back", async () => {
    const openBrowser = () => new Promise(() => {})
    const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser, signInTimeout: 50 }))
    await expect(call).rejects.toMatchObject({ code: "timeout" })
  })

  test("a browser that cannot be opened ends the call, and frees the port", async () => {
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

test("rejects with the reason of the caller's signal", async () => {
  const controller = new AbortController()
  const reason = new Error("enough")
  const openBrowser = () => controller.abort(reason)
  const call = tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser, signal: controller.signal }))
  expect(await rejectionOf(call)).toBe(reason)
})

test("requests Google's offline access, unless the caller says otherwise", async () => {
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

describe("stored tokens", () => {
  const expired = { tokenType: "bearer", scope: "a", expiresAt: 0 }
  const key = (): TokenKey => ({
    clientId: "local-client",
    issuer: liar.issuer,
    tokenUri: `${liar.issuer}/token`,
    account: "",
  })

  test("are read again if another run has refreshed them, with a server that rotates refresh tokens", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const inner = memoryTokenStore()
    const old = { ...expired, accessToken: createSecret("EXAMPLE_OLD"), refreshToken: createSecret("EXAMPLE_USED") }
    const fresh = { ...expired, accessToken: createSecret("EXAMPLE_FRESH"), refreshToken: createSecret("EXAMPLE_NEXT") }
    let reads = 0
    // The first read, then the one with the lock.
    const store = { ...inner, get: async () => (reads++ < 1 ? old : { ...fresh, expiresAt: Date.now() + 600_000 }) }
    liar.answers["/token"] = () => ({ status: 400, body: { error: "invalid_grant" } })
    const openBrowser = () => {
      throw new Error("it was opened")
    }
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store, openBrowser }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_FRESH")
    liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
  })

  test("are kept if the server cannot be reached", async () => {
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
    ["a provider with a custom code", { error: "session_terminated" }],
  ])("that are no longer valid lead to a new sign-in: %s", async (_, body) => {
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
    "are kept after an error that is not about them: %s",
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

  test("that have expired without a refresh token lead to a new sign-in", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const store = memoryTokenStore()
    await store.set(key(), { ...expired, accessToken: createSecret("EXAMPLE_OLD") })
    const tokens = await tokensOf(secretsOf(["http://127.0.0.1"]), comeBack({ store, issuer: metadataOf(liar.issuer) }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect((await store.get(key()))?.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })
})

const tokenAnswer = { access_token: "EXAMPLE_TOKEN", token_type: "bearer", refresh_token: "EXAMPLE_REFRESH" }

/** Answers that number the access tokens, with a lifetime chosen by the test. */
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

  test("at the same time shares the browser and the request", async () => {
    const grants = answerWith()
    const store = memoryTokenStore()
    const { urls, openBrowser } = countingUser()
    const options = comeBack({ store, openBrowser })
    const [one, other] = await Promise.all([signIn(secrets(), options), signIn(secrets(), options)])
    expect(urls.length).toBe(1)
    expect(grants).toEqual(["authorization_code"])
    expect(one.tokens!.accessToken.equals(other.tokens!.accessToken)).toBe(true)
  })

  test("of another account is separate, and so are its tokens", async () => {
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

  test("continues for the other caller if one aborts", async () => {
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

  test("with force asks the user again", async () => {
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
  test("a missing sign-in has its own error, and opens no port", async () => {
    const options = comeBack({ interactive: false, openBrowser: nobody, account: "work" })
    const error = await rejectionOf(signIn(secrets(), options))
    expect(error).toMatchObject({ code: "sign_in_required" })
    expect((error as Error).message).toContain('The user of the account "work" has to sign in')
  })

  test("an invalid refresh token has the same error, and is removed", async () => {
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
  test("a stored sign-in is used for fewer scopes; for more, all are requested together", async () => {
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

  test("a provider with its own names for scopes does not require a sign-in at every start", async () => {
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

  test("gives google-auth-library another token once a server has refused the first", async () => {
    answerWith({ expires_in: 3600 })
    const signedIn = await signIn(secrets(), comeBack())
    const { refreshHandler } = signedIn
    expect((await refreshHandler()).access_token).toBe("EXAMPLE_TOKEN_1")
    // A simultaneous caller has not seen a refusal; only a later one has.
    await new Promise(resolve => setTimeout(resolve, 5))
    expect((await refreshHandler()).access_token).toBe("EXAMPLE_TOKEN_2")
  })

  test("repeats a request once with a renewed token after a 401", async () => {
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

  test("forgets the sign-in and revokes it at the provider, even if that fails", async () => {
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

  test("returns the same page twice, and canceling one call leaves it to the other", async () => {
    answerWith()
    const { openBrowser, ...options } = comeBack()
    const [one, other] = await Promise.all([beginSignIn(secrets(), options), beginSignIn(secrets(), options)])
    expect(one.url).toBe(other.url)
    one.cancel()
    await expect(one.authorization).rejects.toMatchObject({ code: "aborted" })
    await openBrowser!(other.url!)
    expect((await other.authorization).tokens!.scope).toBe("a")
  })

  test("a canceled sign-in frees the port, and a new one can begin", async () => {
    const { openBrowser: _, ...options } = comeBack()
    const begun = await beginSignIn(secrets(), options)
    const port = Number(new URL(new URL(begun.url!).searchParams.get("redirect_uri")!).port)
    begun.cancel()
    await expect.poll(() => canConnect("127.0.0.1", port)).toBe(false)
    const next = await beginSignIn(secrets(), options)
    expect(next.url).not.toBe(begun.url)
    next.cancel()
  })

  test("fails immediately if it has no page to open", async () => {
    const { openBrowser: _, ...options } = comeBack()
    const call = beginSignIn(secretsOf(["https://app.example.com/cb"], "web"), options)
    await expect(call).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  })
})

test("an opener that passes the page on ends the call, and the sign-in continues", async () => {
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

test("requests consent together with offline_access, as OpenID Connect requires, and not otherwise", async () => {
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

  test("requests consent, without which no refresh token is issued, and uses the literal address", async () => {
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
    "a desktop client may use any loopback redirect, as with Google: %s",
    async redirectUri => {
      const { urls, openBrowser } = countingUser()
      const wanted = redirectUri.replace("3500", String(await findFreePort()))
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
  ])("%s may not", async (_, members, redirectUri) => {
    const call = signIn(google(members), base({ redirectUri, openBrowser: nobody }))
    await expect(call).rejects.toMatchObject({ code: "redirect_uri_mismatch" })
  })

  test("a scope that the user did not grant is an error; the tokens are kept, and the next call asks again", async () => {
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

  test("accepts its long names of email and profile as the short ones", async () => {
    const store = memoryTokenStore()
    const long = "https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile"
    await signIn(google(), base({ store, scope: "email profile", fetch: answers(long) }))
    await signIn(google(), base({ store, scope: "email", openBrowser: nobody }))
  })

  test("the first sign-in says that it lasts seven days", async () => {
    const lines: string[] = []
    const fetch = answers("a b", { refresh_token_expires_in: 604_799 })
    await signIn(google(), base({ fetch, print: line => lines.push(line) }))
    expect(lines.filter(line => line.includes("This sign-in ends in 7 days")).length).toBe(1)
    const quiet: string[] = []
    await signIn(google(), base({ print: line => quiet.push(line) }))
    expect(quiet).toEqual([])
  })

  test("uses Google's endpoints for a file without any, with a warning", async () => {
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
    expect(urls[0]).toMatch(/^https:\/\/accounts\.google\.com\/o\/oauth2\/auth\?/)
    expect(lines).toEqual(["The client file names no auth_uri and no token_uri, so Google's are used."])
  })

  test("does not add Google's endpoint to a file with only one", async () => {
    const call = signIn(google({ authUri: undefined, tokenUri: `${liar.issuer}/token` }), base({ openBrowser: nobody }))
    await expect(call).rejects.toMatchObject({ code: "invalid" })
  })
})

describe("the address", () => {
  test("may have another host by option, with a warning, and the Host header must still match the redirect URI", async () => {
    const lines: string[] = []
    const port = await findFreePort("0.0.0.0")
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

  test("must have a port next to host, otherwise a TypeError follows", async () => {
    await expect(signIn(secrets(), comeBack({ host: "0.0.0.0" }))).rejects.toThrow(TypeError)
  })
})

test("launchFile: the browser gets a page of mode 0600, which is then removed, and no argument contains the state", async () => {
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

  test("is in the folder with its name, for this user only", async () => {
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
    ["an invalid port", { app: "my-program", port: 70_000 }],
    ["no scope", { app: "my-program", scope: "" }],
  ])("throws a TypeError for %s", async (_, options) => {
    await expect(signIn(secrets(), { ...user, openBrowser: nobody, ...options })).rejects.toThrow(TypeError)
  })
})

test("fails before the user is asked, so that nobody signs in without a result", async () => {
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
