import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { createLoader, type Source } from "@client-secrets/core"
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

const post = (path: string, headers: Record<string, string> = { origin }, at = origin) =>
  app.request(`${at}${path}`, { method: "POST", headers })

function cookieOf(response: Response, name: string): string {
  const [cookie] = response.headers.getSetCookie().filter(text => text.startsWith(`${name}=`))
  return cookie ?? ""
}

test("a page is not kept, not framed, and holds no script", async () => {
  const response = await app.request(`${origin}/`)
  expect(response.status).toBe(200)
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(response.headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  )
  expect(response.headers.get("referrer-policy")).toBe("no-referrer")
  expect(await response.text()).not.toContain("<script")
})

describe("signing in", () => {
  test("goes to the file's provider, with a cookie that scripts cannot read and nobody can read", async () => {
    const response = await post("/sign-in")
    expect(response.status).toBe(303)
    const url = new URL(response.headers.get("location")!)
    expect(url.href.startsWith(file.web.auth_uri)).toBe(true)
    expect(url.searchParams.get("redirect_uri")).toBe(`${origin}/callback`)
    const cookie = cookieOf(response, "sign-in")
    expect(cookie).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(atob(cookie.split(/[=;]/)[1]!.replaceAll("-", "+").replaceAll("_", "/"))).not.toContain("codeVerifier")
  })

  test("over https the cookie is for https alone", async () => {
    const secure = "https://app.example.com"
    const web = { ...file.web, redirect_uris: [`${secure}/callback`] }
    const other = createApp({
      loader: createLoader({ name: "test", read: async () => ({ content: { web } }) }),
      sessionKey,
    })
    const response = await other.request(`${secure}/sign-in`, { method: "POST", headers: { origin: secure } })
    const cookie = cookieOf(response, "__Host-sign-in")
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    // One that a neighbour's host can set, for all of example.com, counts as none.
    const callback = await other.request(`${secure}/callback?code=one&state=two`, {
      headers: { cookie: cookie.split(";")[0]!.replace("__Host-", "") },
    })
    expect(await callback.text()).toContain("No sign-in is under way")
  })

  test("behind a proxy that ends TLS too", async () => {
    const secure = "https://app.example.com"
    const web = { ...file.web, redirect_uris: [`${secure}/callback`] }
    const loader = createLoader({ name: "test", read: async () => ({ content: { web } }) })
    const other = createApp({ loader, sessionKey, origin: secure })
    const response = await other.request(`${origin}/sign-in`, { method: "POST", headers: { origin: secure } })
    expect(response.status).toBe(303)
    expect(cookieOf(response, "__Host-sign-in")).toContain("; Secure")
  })

  test("without settings says nothing of where they lie", async () => {
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
    expect(printed.mock.calls).toEqual([["file /srv/app/client_secrets.json: denied (EACCES)."]])
    printed.mockRestore()
  })

  test("with a file that is wrong prints what is wrong, and no part of the file", async () => {
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
    expect(line).toContain("test: invalid")
    expect(findLeaks([canary], { line, page: await response.text() })).toEqual([])
  })

  test("from another site's form is refused", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" }
    expect((await post("/sign-in", { ...form, origin: "https://evil.example" })).status).toBe(403)
    expect((await post("/sign-out", { ...form, origin: "https://evil.example" })).status).toBe(403)
  })

  test("at an address that is not registered is said on the page, and the browser stays", async () => {
    const at = "http://localhost:3000"
    const response = await post("/sign-in", { origin: at }, at)
    expect(response.status).toBe(400)
    expect(response.headers.get("location")).toBeNull()
    expect(await response.text()).toContain("differs in host. Registered: http://127.0.0.1:3000/callback.")
  })
})

describe("a callback", () => {
  const callback = (query: string, cookie = "") => app.request(`${origin}/callback?${query}`, { headers: { cookie } })

  test("without a sign-in under way is refused", async () => {
    const response = await callback("code=one&state=two")
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("No sign-in is under way in this browser.")
  })

  test("with a forged state is refused, and the sign-in is over", async () => {
    const started = await post("/sign-in")
    const cookie = cookieOf(started, "sign-in").split(";")[0]!
    const response = await callback("code=one&state=forged", cookie)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("state is not this request&#39;s")
    expect(cookieOf(response, "sign-in")).toMatch(/^sign-in=; Max-Age=0/)
  })

  test("with a cookie that was changed, of another name or of another key counts as none", async () => {
    const value = cookieOf(await post("/sign-in"), "sign-in").split(/[=;]/)[1]!
    const changed = value.slice(0, -1) + (value.endsWith("A") ? "B" : "A")
    const other = createApp({ loader: createLoader(source), sessionKey: sessionKey.toLowerCase() })
    for (const response of [
      await callback("code=one&state=two", `sign-in=${changed}`),
      await other.request(`${origin}/callback?code=one&state=two`, { headers: { cookie: `sign-in=${value}` } }),
    ])
      expect(await response.text()).toContain("No sign-in is under way")
    const asSession = await app.request(`${origin}/`, { headers: { cookie: `session=${value}` } })
    expect(await asSession.text()).toContain("You are not signed in.")
  })

  test("that says access_denied has a page of its own; what it says is not on it", async () => {
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")
    const query = `error=access_denied&error_description=${encodeURIComponent("<script>alert(1)</script>")}&state=${state}`
    const response = await callback(query, cookieOf(started, "sign-in").split(";")[0])
    expect(response.status).toBe(403)
    const text = await response.text()
    expect(text).toContain("You did not sign in")
    expect(text).not.toContain("script")
  })

  test("whose provider cannot be reached is no fault of the user", async () => {
    const started = await post("/sign-in")
    const state = new URL(started.headers.get("location")!).searchParams.get("state")
    const response = await callback(`code=one&state=${state}`, cookieOf(started, "sign-in").split(";")[0])
    expect(response.status).toBe(503)
    expect(await response.text()).not.toContain(clientSecret)
  })
})

test("a session key that is short is refused", () => {
  expect(() => createApp({ loader: createLoader(source), sessionKey: "short" })).toThrow(TypeError)
})
