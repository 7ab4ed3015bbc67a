import { once } from "node:events"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import {
  type AuthorizeLocallyOptions,
  authorizeLocally,
  memoryTokenStore,
  type TokenKey,
} from "@client-secrets/oauth/local"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Liar, metadataOf, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"
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
const user: AuthorizeLocallyOptions = {
  scope: "a",
  print: () => {},
  async openBrowser(url) {
    const parameters = new URL(url).searchParams
    await (await fetch(`${parameters.get("redirect_uri")}?code=one&state=${parameters.get("state")}`)).text()
  },
}
const comeBack = (options: Partial<AuthorizeLocallyOptions> = {}): AuthorizeLocallyOptions => ({ ...user, ...options })

/** The redirect URI that a sign-in used. */
async function usedBy(secrets: ReturnType<typeof secretsOf>, options: Partial<AuthorizeLocallyOptions> = {}) {
  let used = ""
  const openBrowser = (url: string) => {
    used = new URL(url).searchParams.get("redirect_uri")!
    user.openBrowser!(url)
  }
  await authorizeLocally(secrets, comeBack({ openBrowser, ...options }))
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
    ["none on this machine", ["https://app.example.com/cb"], {}, "one on this machine"],
    ["https on this machine", ["https://localhost/cb"], {}, "one on this machine"],
    ["a name that only begins alike", ["http://127.0.0.1.evil.example/cb"], {}, "one on this machine"],
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
    const error = await rejectionOf(authorizeLocally(secretsOf(uris, "web"), comeBack({ openBrowser, ...options })))
    expect(error).toMatchObject({ code: "redirect_uri_mismatch" })
    expect((error as Error).message).toContain(sentence)
  })
})

describe("other programs on this machine", () => {
  test("one that listens on the port", async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const error = await rejectionOf(authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ port })))
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
    const error = await rejectionOf(authorizeLocally(secretsOf(["http://localhost"]), comeBack({ port })))
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
    await authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
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
    await authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser: url => void openBrowser(url) }))
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
    await authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
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
    const call = authorizeLocally(
      secretsOf(["http://127.0.0.1"]),
      comeBack({ openBrowser: url => void openBrowser(url) }),
    )
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
    const tokens = await authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser }))
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })

  test("without a user before it is not waited for", async () => {
    const openBrowser = () => new Promise(() => {})
    const call = authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser, patience: 50 }))
    await expect(call).rejects.toMatchObject({ code: "timeout" })
  })

  test("and one that cannot be opened ends the call, and frees the port", async () => {
    let port = 0
    const reason = new Error("no browser")
    const openBrowser = async (url: string) => {
      port = Number(new URL(new URL(url).searchParams.get("redirect_uri")!).port)
      throw reason
    }
    expect(await rejectionOf(authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser })))).toBe(reason)
    expect(await canConnect("127.0.0.1", port)).toBe(false)
  })
})

test("the caller ends the wait with a reason of its own", async () => {
  const controller = new AbortController()
  const reason = new Error("enough")
  const openBrowser = () => controller.abort(reason)
  const call = authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ openBrowser, signal: controller.signal }))
  expect(await rejectionOf(call)).toBe(reason)
})

test("Google's offline access is asked for, unless the caller says otherwise", async () => {
  const urls: string[] = []
  const openBrowser = (url: string) => {
    urls.push(url)
    user.openBrowser!(url)
  }
  const secrets = secretsOf(["http://127.0.0.1"])
  await authorizeLocally(secrets, comeBack({ openBrowser }))
  await authorizeLocally(secrets, comeBack({ openBrowser, authorization: { accessType: "online", loginHint: "ada" } }))
  expect(urls.map(url => new URL(url).searchParams.get("access_type"))).toEqual(["offline", "online"])
  expect(new URL(urls[1]!).searchParams.get("login_hint")).toBe("ada")
})

describe("tokens that are kept", () => {
  const expired = { tokenType: "bearer", scope: "a", expiresAt: 0 }
  const key = (): TokenKey => ({
    clientId: "local-client",
    issuer: liar.issuer,
    tokenUri: `${liar.issuer}/token`,
    scope: "a",
    account: "",
  })

  test("refreshed by another run meanwhile, where the server rotates refresh tokens, are the ones that count", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const inner = memoryTokenStore()
    const old = { ...expired, accessToken: createSecret("EXAMPLE_OLD"), refreshToken: createSecret("EXAMPLE_USED") }
    const fresh = { ...expired, accessToken: createSecret("EXAMPLE_FRESH"), refreshToken: createSecret("EXAMPLE_NEXT") }
    let reads = 0
    const store = { ...inner, get: async () => (reads++ === 0 ? old : { ...fresh, expiresAt: Date.now() + 600_000 }) }
    liar.answers["/token"] = () => ({ status: 400, body: { error: "invalid_grant" } })
    const openBrowser = () => {
      throw new Error("it was opened")
    }
    const tokens = await authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ store, openBrowser }))
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
    const call = authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ store }))
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
    const tokens = await authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ store }))
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
      const call = authorizeLocally(secretsOf(["http://127.0.0.1"]), comeBack({ store, openBrowser }))
      await expect(call).rejects.toMatchObject({ code: "rejected" })
      expect((await store.get(key()))?.refreshToken?.reveal()).toBe("EXAMPLE_R")
      liar.answers["/token"] = () => ({ body: { access_token: "EXAMPLE_TOKEN", token_type: "bearer" } })
    },
  )

  test("without a refresh token are asked for anew once they have expired", async () => {
    const { createSecret } = await import("@client-secrets/core")
    const store = memoryTokenStore()
    await store.set(key(), { ...expired, accessToken: createSecret("EXAMPLE_OLD") })
    const tokens = await authorizeLocally(
      secretsOf(["http://127.0.0.1"]),
      comeBack({ store, issuer: metadataOf(liar.issuer) }),
    )
    expect(tokens.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
    expect((await store.get(key()))?.accessToken.reveal()).toBe("EXAMPLE_TOKEN")
  })
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
