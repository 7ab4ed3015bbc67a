import { afterEach, describe, expect, test, vi } from "vitest"
import { refuseProxy } from "../src/index.ts"

afterEach(() => vi.unstubAllGlobals())

const host = "127.0.0.1"
const proxy = "http://proxy.example.com:3128"
class EnvHttpProxyAgent {}
class Agent {}
const dispatchers = { "1": Symbol.for("undici.globalDispatcher.1"), "2": Symbol.for("undici.globalDispatcher.2") }

// The sources test the behavior of the runtimes themselves, on each runtime.
function refuses(versions: object, env: object, asked: string = host): boolean {
  vi.stubGlobal("process", { versions, env })
  try {
    refuseProxy(asked)
    return false
  } catch (error) {
    expect(error).toMatchObject({ code: "unsupported", transient: false })
    return true
  }
}

const deno = { node: "24.2.0", deno: "2.9.6" }

describe("refuseProxy() goes by the variable", () => {
  for (const name of ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]) {
    test(name, () => {
      expect(refuses(deno, { [name]: proxy })).toBe(true)
      expect(refuses(deno, { [name]: "" })).toBe(false)
      expect(refuses(deno, Object.create({ [name]: proxy }))).toBe(false)
    })
  }

  test("but not by those for https", () => {
    expect(refuses(deno, { HTTPS_PROXY: proxy, https_proxy: proxy })).toBe(false)
  })

  test("names the variable, and does not print its value", () => {
    vi.stubGlobal("process", {
      versions: deno,
      env: { HTTP_PROXY: "http://user:EXAMPLE_NOT_A_REAL_SECRET@proxy.example" },
    })
    expect(() => refuseProxy(host)).toThrow(
      "The request to 127.0.0.1 would go through the proxy in HTTP_PROXY, which could read the token. Add 127.0.0.1 to NO_PROXY.",
    )
  })
})

describe("refuseProxy() honors an exemption only if every runtime does", () => {
  const table: [exempt: boolean, asked: string, env: Record<string, string>][] = [
    [true, host, { NO_PROXY: host }],
    [true, host, { no_proxy: host }],
    [true, host, { NO_PROXY: ` localhost , ${host} ,` }],
    [true, "::1", { NO_PROXY: "::1" }],
    [true, host, { no_proxy: host, NO_PROXY: host }],
    [false, host, { NO_PROXY: "localhost" }],
    [false, "localhost", { NO_PROXY: "LOCALHOST" }],
    // Deno goes through the proxy for each of these.
    [false, host, { NO_PROXY: "*" }],
    [false, host, { NO_PROXY: `localhost ${host}` }],
    [false, host, { NO_PROXY: `${host}:8200` }],
    [false, "::1", { NO_PROXY: "[::1]" }],
    // Node goes through the proxy for this one.
    [false, host, { NO_PROXY: "127.0.0.0/8" }],
    // One of Node, Deno and Bun goes through the proxy for each of these.
    [false, host, { no_proxy: host, NO_PROXY: "example.com" }],
    [false, host, { no_proxy: "example.com", NO_PROXY: host }],
    [false, host, { no_proxy: "", NO_PROXY: host }],
    [false, host, { no_proxy: host, NO_PROXY: "" }],
  ]
  for (const [exempt, asked, env] of table) {
    test(`${JSON.stringify(env)} ${exempt ? "exempts" : "does not exempt"} ${asked}`, () => {
      expect(refuses(deno, { HTTP_PROXY: proxy, ...env }, asked)).toBe(!exempt)
    })
  }
})

describe("refuseProxy() allows runtimes that ignore proxies", () => {
  const env = { HTTP_PROXY: proxy }

  test("Bun, since the version that honors `proxy: false`", () => {
    expect(refuses({ node: "24.3.0", bun: "1.4.2" }, env)).toBe(true)
    expect(refuses({ node: "24.3.0", bun: "1.4.3" }, env)).toBe(false)
    expect(refuses({ node: "24.3.0", bun: "1.10.0" }, env)).toBe(false)
  })

  test("Node, unless another dispatcher replaced undici's own", () => {
    const node = { node: "26.10.0" }
    for (const symbol of Object.values(dispatchers)) vi.stubGlobal(symbol as never, undefined)
    expect(refuses(node, env)).toBe(false)
    for (const symbol of Object.values(dispatchers)) {
      vi.stubGlobal(symbol as never, new EnvHttpProxyAgent())
      expect(refuses(node, env)).toBe(true)
      vi.stubGlobal(symbol as never, new Agent())
      expect(refuses(node, env)).toBe(false)
    }
  })

  test("no other runtime with an environment", () => {
    expect(refuses({}, env)).toBe(true)
    expect(refuses(deno, env)).toBe(true)
  })

  test("no runtime that only a polluted prototype claims to be", () => {
    vi.stubGlobal("process", { versions: Object.create({ bun: "9.0.0" }, { deno: { value: "2.9.6" } }), env })
    expect(() => refuseProxy(host)).toThrow(/HTTP_PROXY/)
  })

  test("every runtime without an environment", () => {
    vi.stubGlobal("process", undefined)
    expect(() => refuseProxy(host)).not.toThrow()
  })
})

test("treats a variable that Deno does not grant as set", () => {
  const env = new Proxy(
    {},
    {
      getOwnPropertyDescriptor() {
        throw new Error("NotCapable")
      },
    },
  )
  vi.stubGlobal("process", { versions: deno, env })
  expect(() => refuseProxy(host)).toThrow(
    /^Deno: run with --allow-env=http_proxy,HTTP_PROXY,all_proxy,ALL_PROXY,no_proxy,NO_PROXY, so /,
  )
})
