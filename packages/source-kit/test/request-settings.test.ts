import { readFileSync } from "node:fs"
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { AddressInfo } from "node:net"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import { freshSecret } from "@client-secrets/conformance"
import { locateBun, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { buildSync } from "esbuild"
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { readableBody, refuseShownRequest, requestSettings } from "../src/index.ts"
import { createSelfSigned } from "./self-signed.ts"

afterEach(() => vi.unstubAllGlobals())

const bun = { node: "24.3.0", bun: "1.4.5" }

function settingsOn(versions: object | undefined, ...parameters: Parameters<typeof requestSettings>): object {
  vi.stubGlobal("process", versions && { versions, env: {} })
  return requestSettings(...parameters)
}

describe("requestSettings()", () => {
  const always = { verbose: false, tls: { rejectUnauthorized: true } }

  test("on Bun: returns all settings for plain http, and all but the proxy for https", () => {
    expect(settingsOn(bun, "http://127.0.0.1:1/")).toEqual({ ...always, proxy: false, decompress: false })
    expect(settingsOn(bun, new URL("https://as.example/"))).toEqual({ ...always, decompress: false })
  })

  test("leaves the proxy and the compression of a fetch that was passed in to the user", () => {
    expect(settingsOn(bun, "http://127.0.0.1:1/", { isFetchPassedIn: true })).toEqual(always)
    vi.stubGlobal("process", { versions: { deno: "2.9.6" }, env: { HTTP_PROXY: "http://proxy.example" } })
    expect(requestSettings("http://127.0.0.1/", { isFetchPassedIn: true })).toEqual({})
  })

  test("leaves decompression to the runtime if the answer is passed on", () => {
    expect(settingsOn(bun, "https://api.example/", { isAnswerPassedOn: true })).toEqual(always)
  })

  test("returns no settings on any other runtime", () => {
    expect(settingsOn({ node: "26.10.0" }, "http://localhost/")).toEqual({})
    expect(settingsOn(undefined, "http://localhost/")).toEqual({})
    expect(settingsOn(Object.create(bun), "https://as.example/")).toEqual({})
  })

  test.each([
    ["http://[::1]:2773/x", "::1"],
    ["http://127.0.0.1:2773/x", "127.0.0.1"],
    ["HTTP://LOCALHOST/x", "localhost"],
  ])("refuses to send plain http to %s through a proxy", (url, host) => {
    vi.stubGlobal("process", { versions: { deno: "2.9.6" }, env: { HTTP_PROXY: "http://proxy.example" } })
    expect(() => requestSettings(url)).toThrow(`Add ${host} to NO_PROXY.`)
    expect(requestSettings("https://as.example/")).toEqual({})
  })
})

describe("refuseShownRequest()", () => {
  const refused = (versions: object, env: object, url = "https://as.example/token") => {
    vi.stubGlobal("process", { versions, env })
    return () => refuseShownRequest(url)
  }

  test("on Bun: looks at the proxy's variables, since another library's request does not carry `proxy: false`", () => {
    const proxy = { HTTP_PROXY: "http://proxy.example" }
    expect(refused(bun, proxy, "http://[::1]:1/token")).toThrow("Add ::1 to NO_PROXY.")
    expect(refused(bun, { ...proxy, NO_PROXY: "127.0.0.1" }, "http://127.0.0.1:1/token")).not.toThrow()
    expect(refused(bun, proxy)).not.toThrow()
  })

  test.each([
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
    ["BUN_CONFIG_VERBOSE_FETCH", "curl"],
    ["BUN_CONFIG_VERBOSE_FETCH", "1"],
  ])("on Bun: refuses %s=%s, which a .env file of the working directory can set", (name, value) => {
    expect(refused(bun, { [name]: value })).toThrow(
      `${name} would show the secret in this request to others. Unset it.`,
    )
    expect(refused({ node: "26.10.0" }, { [name]: value })).not.toThrow()
  })

  test("on Bun: accepts variables that turn nothing on", () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: "1", BUN_CONFIG_VERBOSE_FETCH: "false" }
    expect(refused(bun, env)).not.toThrow()
    expect(refused(bun, {})).not.toThrow()
  })
})

describe("readableBody()", () => {
  const text = "a".repeat(100_000)
  const settings = { decompress: false } as const

  function answerIn(encoding: string | undefined, bytes: Uint8Array<ArrayBuffer>) {
    const headers = new Headers(encoding === undefined ? {} : { "content-encoding": encoding })
    return { headers, body: new Blob([bytes]).stream() }
  }

  test("decompresses the body if the request told the runtime not to", async () => {
    for (const [encoding, bytes] of [
      ["gzip", gzipSync(text)],
      ["X-GZIP", gzipSync(text)],
      ["deflate", deflateSync(text)],
    ] as const) {
      expect(await new Response(readableBody(settings, answerIn(encoding, bytes))).text()).toBe(text)
    }
  })

  test("returns the body unchanged otherwise", () => {
    for (const [encoding, set] of [
      [undefined, settings],
      ["Identity", settings],
      ["gzip", {}],
    ] as const) {
      const answer = answerIn(encoding, new Uint8Array())
      expect(readableBody(set, answer)).toBe(answer.body)
    }
  })

  test.each(["compress", "gzip, gzip", "__proto__"])("refuses the encoding %s", encoding => {
    expect(() => readableBody(settings, answerIn(encoding, new Uint8Array()))).toThrow(/compressed in a way/)
  })
})

// What a planted .env file can do to a program on Bun, which loads such a file by itself.
describe.skipIf(locateBun() === undefined && process.env["CI"] !== "true")("a .env file on Bun", () => {
  const secret = freshSecret()

  test("cannot send a request through a proxy whose certificate is not trusted", async () => {
    const seen: string[] = []
    const { key, cert } = createSelfSigned()
    const evil = createTlsServer({ key, cert }, answer(seen))
    const proxy = createPlainServer()
    proxy.on("connect", (_, socket) => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      evil.emit("connection", socket)
    })
    const environment = `HTTPS_PROXY=${await listen(proxy)}\nNODE_TLS_REJECT_UNAUTHORIZED=0\n`
    expect(await send("https://oauth2.example/token", environment, { isGuarded: false })).toContain("status 200")
    expect(seen.splice(0).join()).toContain(secret)
    expect(await send("https://oauth2.example/token", environment)).toContain("refused")
    expect(seen).toEqual([])
  })

  test("cannot send plain http to this machine through a proxy", async () => {
    const proxied: string[] = []
    const direct: string[] = []
    const environment = `HTTP_PROXY=${await listen(createPlainServer(answer(proxied)))}\n`
    const url = await listen(createPlainServer(answer(direct)))
    expect(await send(url, environment, { isGuarded: false })).toContain("status 200")
    expect(proxied.splice(0).join()).toContain(secret)
    expect(await send(url, environment)).toContain("status 200")
    expect(proxied).toEqual([])
    expect(direct.join()).toContain(secret)
  })

  test("cannot make Bun print the request", async () => {
    const url = await listen(createPlainServer(answer([])))
    for (const value of ["curl", "true", "1"]) {
      const environment = `BUN_CONFIG_VERBOSE_FETCH=${value}\n`
      expect(await send(url, environment, { isGuarded: false })).toContain(secret)
      expect(await send(url, environment)).not.toContain(secret)
    }
  })

  // Data that is not read is not decompressed either: measured, 30 MB instead of 106 for an answer of 400 MB.
  test("compression is not requested, and undone only as far as the answer is read", async () => {
    const seen: string[] = []
    const compressed = brotliCompressSync(Buffer.alloc(10_000_000))
    const record = answer(seen)
    const server = createPlainServer((request, response) => {
      response.setHeader("content-encoding", "br")
      record(request, response, compressed)
    })
    const url = await listen(server)
    await send(url, "", { isGuarded: false })
    expect(seen.splice(0).join()).toContain('"accept-encoding"')
    const length = Number(/length (\d+)/.exec(await send(url, ""))?.[1])
    expect(seen.join()).not.toContain('"accept-encoding"')
    expect(length).toBeGreaterThan(65_536)
    expect(length).toBeLessThan(1_000_000)
  })

  function answer(seen: string[]) {
    return (request: IncomingMessage, response: ServerResponse, body: string | Buffer = "{}") => {
      let text = JSON.stringify(request.headers)
      request.setEncoding("utf8")
      request.on("data", (chunk: string) => {
        text += chunk
      })
      request.on("end", () => {
        seen.push(text)
        response.end(body)
      })
    }
  }

  async function listen(server: Server): Promise<string> {
    onTestFinished(() => void server.close())
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  async function send(url: string, environment: string, { isGuarded = true } = {}): Promise<string> {
    const folder = scratch({ ".env": environment })
    buildSync({
      stdin: { contents: program(url, isGuarded), resolveDir: import.meta.dirname, loader: "ts" },
      outfile: `${folder}/program.mjs`,
      bundle: true,
      format: "esm",
      platform: "neutral",
    })
    const { output } = await runProgram({ file: locateBun()!, args: ["program.mjs"], folder, environment: {} })
    // The secret itself is in the program: a printed secret must come from the request.
    expect(readFileSync(`${folder}/program.mjs`, "utf8")).toContain(secret)
    return output
  }

  function program(url: string, isGuarded: boolean): string {
    return `
      import { readableBody, requestSettings } from "../src/request-settings.ts"
      const url = ${JSON.stringify(url)}
      const settings = ${isGuarded ? "requestSettings(url)" : "{}"}
      const body = new URLSearchParams({ client_secret: ${JSON.stringify(secret)} })
      try {
        const headers = { "x-vault-token": ${JSON.stringify(secret)} }
        const response = await fetch(url, { method: "POST", body, headers, ...settings })
        let length = 0
        for await (const chunk of readableBody(settings, response)) {
          length += chunk.byteLength
          if (length > 65_536) break
        }
        console.log("status", response.status, "length", length)
      } catch (error) {
        console.log("refused", error.code)
      }`
  }
})
