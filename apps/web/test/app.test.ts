import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { createLoader, type Source } from "client-secrets"
import { describe, expect, test, vi } from "vitest"
import { createApp } from "../src/app.ts"

const origin = "http://127.0.0.1:3000"
const clientSecret = freshSecret()
const file = {
  web: {
    client_id: "web-app",
    client_secret: clientSecret,
    redirect_uris: [`${origin}/callback`],
    auth_uri: "http://127.0.0.1:9/auth",
    token_uri: "http://127.0.0.1:9/token",
    issuer: "http://127.0.0.1:9",
  },
}
const source: Source = { name: "test", read: async () => ({ content: file }) }
const sessionKey = "EXAMPLE_NOT_A_REAL_KEY_OF_32_CHARACTERS"
const app = createApp({ loader: createLoader(source), sessionKey })
/** As the developer starts it on this machine. */
const developers = createApp({ loader: createLoader(source), sessionKey, shownSource: "file example.json" })

const post = (path: string, headers: Record<string, string> = { origin }, at = origin, instance = app) =>
  instance.request(`${at}${path}`, { method: "POST", headers })

/** The cookie with this name; the name of `sign-in` ends with a part of the state. */
function cookieOf(response: Response, name: string): string {
  return response.headers.getSetCookie().find(text => text.startsWith(name)) ?? ""
}

/** With another first character: the last one of base64url can contain bits that no decoder reads. */
const changeFirst = (part: string) => (part.startsWith("A") ? "B" : "A") + part.slice(1)

test("a page is not cached, cannot be framed, and contains no script", async () => {
  const response = await app.request(`${origin}/`)
  expect(response.status).toBe(200)
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(response.headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  )
  expect(response.headers.get("referrer-policy")).toBe("no-referrer")
  expect(await response.text()).not.toContain("<script")
})

test("the developer sees which client it is, without its secret; visitors do not", async () => {
  const text = await (await developers.request(`${origin}/`)).text()
  for (const part of ["web-app", "file example.json", `${origin}/callback`, "[redacted]"]) expect(text).toContain(part)
  expect(findLeaks([clientSecret], { text })).toEqual([])
  expect(await (await developers.request("http://localhost:3000/")).text()).toContain("none for http://localhost:3000")
  expect(await (await app.request(`${origin}/`)).text()).not.toContain("web-app")
})

describe("signing in", () => {
  test("redirects to the file's provider, with an encrypted cookie that scripts cannot read", async () => {
    const response = await post("/sign-in")
    expect(response.status).toBe(303)
    const url = new URL(response.headers.get("location")!)
    expect(url.href.startsWith(file.web.auth_uri)).toBe(true)
    expect(url.searchParams.get("redirect_uri")).toBe(`${origin}/callback`)
    const cookie = cookieOf(response, "sign-in")
    expect(cookie).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
    const parts = cookie.split(/[=;]/)[1]!.split(".")
    expect(parts.map(part => Buffer.from(part, "base64url").toString()).join()).not.toContain("codeVerifier")
    expect(JSON.parse(Buffer.from(parts[0]!, "base64url").toString())).toEqual({ alg: "dir", enc: "A256GCM" })
  })

  test("over https sets a cookie for https only", async () => {
    const secure = "https://app.example.com"
    const web = { ...file.web, redirect_uris: [`${secure}/callback`] }
    const other = createApp({
      loader: createLoader({ name: "test", read: async () => ({ content: { web } }) }),
      sessionKey,
    })
    const response = await other.request(`${secure}/sign-in`, { method: "POST", headers: { origin: secure } })
    const cookie = cookieOf(response, "__Host-sign-in")
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    // A cookie that a neighboring host can set for all of example.com is ignored.
    const callback = await other.request(`${secure}/callback?code=one&state=two`, {
      headers: { cookie: cookie.split(";")[0]!.replace("__Host-", "") },
    })
    expect(await callback.text()).toContain("No sign-in is in progress")
  })

  test("behind a proxy that ends TLS does the same", async () => {
    const secure = "https://app.example.com"
    const web = { ...file.web, redirect_uris: [`${secure}/callback`] }
    const loader = createLoader({ name: "test", read: async () => ({ content: { web } }) })
    const other = createApp({ loader, sessionKey, origin: secure })
    const response = await other.request(`${origin}/sign-in`, { method: "POST", headers: { origin: secure } })
    expect(response.status).toBe(303)
    expect(cookieOf(response, "__Host-sign-in")).toContain("; Secure")
  })

  test("without settings does not say where they are", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {})
    const loader = createLoader(
      {
        name: "file /srv/app/client_secrets.json",
        read: async () => Promise.reject(Object.assign(new Error(), { code: "EACCES" })),
      },
      { retries: 0 },
    )
    const response = await createApp({ loader, sessionKey }).request(`${origin}/sign-in`, {
      method: "POST",
      headers: { origin },
    })
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain("/srv")
    expect(printed.mock.calls).toEqual([["file /srv/app/client_secrets.json may not be read (EACCES)."]])
    printed.mockRestore()
  })

  test("with an invalid file prints what is wrong, and no part of the file", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {})
    const canary = freshSecret()
    const web = { ...file.web, client_secret: canary, redirect_uris: [canary], auth_uri: `http://${canary}` }
    const broken = createLoader({ name: "test", read: async () => ({ content: { web } }) }, { retries: 0 })
    const response = await createApp({ loader: broken, sessionKey }).request(`${origin}/sign-in`, {
      method: "POST",
      headers: { origin },
    })
    expect(response.status).toBe(503)
    const [[line]] = printed.mock.calls as [[string]]
    printed.mockRestore()
    expect(line).toContain("test is not valid.")
    expect(findLeaks([canary], { line, page: await response.text() })).toEqual([])
  })

  test("from another site's form is refused", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" }
    expect((await post("/sign-in", { ...form, origin: "https://evil.example" })).status).toBe(403)
    expect((await post("/sign-out", { ...form, origin: "https://evil.example" })).status).toBe(403)
  })

  test("at an unregistered address tells the developer where it works, and does not redirect the browser", async () => {
    const at = "http://localhost:3000"
    const printed = vi.spyOn(console, "error").mockImplementation(() => {})
    const response = await post("/sign-in", { origin: at }, at, developers)
    expect(response.status).toBe(400)
    expect(response.headers.get("location")).toBeNull()
    expect(await response.text()).toContain(`Open <a href="${origin}">${origin}</a> instead`)
    expect(printed.mock.calls.join()).toContain("differs in host. Registered: http://127.0.0.1:3000/callback.")
    printed.mockRestore()
  })

  test("with a foreign Host shows no redirect URI, and nothing else of the client", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {})
    for (const instance of [app, developers]) {
      for (const at of ["https://evil.example", "http://127.0.0.1.evil.example:3000"]) {
        const form = await post("/sign-in", { origin: at }, at, instance)
        const texts = [await form.text(), await (await instance.request(`${at}/`)).text()]
        expect(form.status).toBe(400)
        expect(texts[0]).toContain("does not sign anyone in at this address")
        for (const text of texts) {
          expect(text).not.toContain("web-app")
          expect(text).not.toContain(new URL(origin).host + "/callback")
          expect(text).not.toContain("example.json")
        }
      }
    }
    printed.mockRestore()
  })

  test("with another account asks the provider for one", async () => {
    const headers = { origin, "content-type": "application/x-www-form-urlencoded" }
    const promptOf = async (body: string, instance = app) => {
      const response = await instance.request(`${origin}/sign-in`, { method: "POST", headers, body })
      return new URL(response.headers.get("location")!).searchParams.get("prompt")
    }
    expect(await promptOf("")).toBeNull()
    expect(await promptOf("another=1")).toBe("login")
    const { issuer, ...members } = file.web
    const endpoints = {
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    }
    const google: Source = { name: "test", read: async () => ({ content: { web: { ...members, ...endpoints } } }) }
    expect(await promptOf("another=1", createApp({ loader: createLoader(google), sessionKey }))).toBe("select_account")
  })
})

describe("a callback", () => {
  const callback = (query: string, cookie = "") => app.request(`${origin}/callback?${query}`, { headers: { cookie } })

  test("without a sign-in in progress is refused", async () => {
    const response = await callback("code=one&state=two")
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("No sign-in is in progress in this browser.")
  })

  test("with a forged state is refused, and the sign-in can continue", async () => {
    const started = await post("/sign-in")
    const cookie = cookieOf(started, "sign-in").split(";")[0]!
    const response = await callback("code=one&state=forged", cookie)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("No sign-in is in progress")
    expect(cookieOf(response, cookie.split("=")[0]!)).toBe("")
  })

  test("with a state that only begins like the correct one is refused, and ends that sign-in", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {})
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")!
    const cookie = cookieOf(started, "sign-in").split(";")[0]!
    const response = await callback(`code=one&state=${state.slice(0, 20)}`, cookie)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("The sign-in did not succeed.")
    expect(cookieOf(response, cookie.split("=")[0]!)).toMatch(/=; Max-Age=0/)
    expect(printed.mock.calls.join()).toContain("its state differs")
    printed.mockRestore()
  })

  test("of one tab does not affect the sign-in of another", async () => {
    const cookies = [cookieOf(await post("/sign-in"), "sign-in"), cookieOf(await post("/sign-in"), "sign-in")]
    const names = cookies.map(cookie => cookie.split("=")[0])
    expect(new Set(names).size).toBe(2)
  })

  test("ignores a cookie of which any part was changed", async () => {
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")!
    const [name, value] = cookieOf(started, "sign-in").split(/[=;]/) as [string, string]
    const parts = value.split(".")
    // Header, encrypted key (empty, since the key is used directly), initialization vector, ciphertext, authentication tag.
    expect(parts.map(part => part !== "")).toEqual([true, false, true, true, true])
    for (const [index, part] of parts.entries()) {
      const changed = parts.with(index, changeFirst(part)).join(".")
      const response = await callback(`code=one&state=${state}`, `${name}=${changed}`)
      expect(await response.text(), `part ${index}`).toContain("No sign-in is in progress")
    }
  })

  test("ignores a cookie that has another name or key", async () => {
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")!
    const [name, value] = cookieOf(started, "sign-in").split(/[=;]/) as [string, string]
    const other = createApp({ loader: createLoader(source), sessionKey: sessionKey.toLowerCase() })
    const response = await other.request(`${origin}/callback?code=one&state=${state}`, {
      headers: { cookie: `${name}=${value}` },
    })
    expect(await response.text()).toContain("No sign-in is in progress")
    const asSession = await app.request(`${origin}/`, { headers: { cookie: `session=${value}` } })
    expect(await asSession.text()).toContain("You are not signed in.")
  })

  test("with access_denied shows a special page, without the text of the request", async () => {
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")
    const query = `error=access_denied&error_description=${encodeURIComponent("<script>alert(1)</script>")}&state=${state}`
    const response = await callback(query, cookieOf(started, "sign-in").split(";")[0])
    expect(response.status).toBe(403)
    const text = await response.text()
    expect(text).toContain("You did not sign in")
    expect(text).not.toContain("script")
  })

  test("whose provider cannot be reached is not reported as the user's fault", async () => {
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")
    const response = await callback(`code=one&state=${state}`, cookieOf(started, "sign-in").split(";")[0])
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain(clientSecret)
  })
})

test("rejects a session key that is too short", () => {
  expect(() => createApp({ loader: createLoader(source), sessionKey: "short" })).toThrow(TypeError)
})
