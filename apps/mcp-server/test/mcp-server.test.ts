import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { findLeaks } from "@client-secrets/conformance"
import { describeWithChromium } from "@client-secrets/conformance/chromium"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { startProvider, type TestProvider } from "../../../packages/oauth/test/fixtures/provider.ts"
import { startCalendar, type TestCalendar } from "./start-calendar.ts"

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url))

let provider: TestProvider
let calendar: TestCalendar
let folder: string
beforeAll(async () => {
  provider = await startProvider()
  calendar = await startCalendar(async token => {
    const found = await provider.provider.AccessToken.find(token)
    return found === undefined ? undefined : (found as { accountId?: string; grantId?: string }).grantId
  })
})
afterAll(async () => {
  await provider.close()
  await calendar.close()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mcp-server-"))
  const { type, ...members } = provider.file("native")
  writeFileSync(join(folder, "client_secrets.json"), JSON.stringify({ [type]: members }))
})
afterEach(() => {
  host?.stop()
  rmSync(folder, { recursive: true })
})

/** An MCP host: it starts the server as its process, and speaks the protocol on its standard input and output. */
interface Host {
  request(method: string, params: object): Promise<Record<string, unknown>>
  /** The pages that the server asked the host to show. */
  readonly shown: { readonly url: string; readonly message: string }[]
  readonly output: string[]
  readonly errors: string[]
  readonly server: ChildProcess
  stop(): void
}

let host: Host

async function startHost(
  capabilities: object,
  options: { environment?: Record<string, string>; onPage?: (url: string) => string } = {},
): Promise<Host> {
  const server = spawn(process.execPath, [program], {
    env: {
      PATH: "/nowhere",
      HOME: folder,
      CLIENT_SECRETS_FILE: join(folder, "client_secrets.json"),
      CALENDAR_URL: calendar.url,
      CALENDAR_SCOPE: "openid offline_access",
      CALENDAR_TOKENS: join(folder, "tokens"),
      ...options.environment,
    },
  })
  const shown: Host["shown"] = []
  const output: string[] = []
  const errors: string[] = []
  const waiting = new Map<number, (result: Record<string, unknown>) => void>()
  const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`)
  createInterface(server.stdout).on("line", line => {
    output.push(line)
    const message = JSON.parse(line)
    if (message.method === "elicitation/create") {
      shown.push(message.params)
      send({ id: message.id, result: { action: options.onPage?.(message.params.url) ?? "accept" } })
    } else if (message.id !== undefined) waiting.get(message.id)?.(message.result ?? message)
  })
  createInterface(server.stderr).on("line", line => errors.push(line))
  let count = 0
  const request: Host["request"] = (method, params) =>
    new Promise(resolve => {
      const id = ++count
      waiting.set(id, resolve)
      send({ id, method, params })
    })
  await request("initialize", {
    protocolVersion: "2025-11-25",
    capabilities,
    clientInfo: { name: "test host", version: "1.0.0" },
  })
  send({ method: "notifications/initialized" })
  host = { request, shown, output, errors, server, stop: () => server.kill("SIGKILL") }
  return host
}

/** A user who signs in on the provider's pages, and whose browser is redirected to the program. */
async function visit(url: string, decision = "approve"): Promise<number> {
  const query = new URLSearchParams({ url, decision })
  const redirect = (await (await fetch(`${provider.issuer}/robot/sign-in?${query}`)).json()) as string
  return (await fetch(redirect)).status
}

const call = async (name: string, input: object = {}) => {
  const { content, isError } = await host.request("tools/call", { name, arguments: input })
  return { text: (content as { text: string }[])[0]!.text, isError: isError === true }
}

const urls = { elicitation: { url: {} } }

describe("a host that shows pages", () => {
  const accepting = () =>
    startHost(urls, {
      onPage: url => {
        void visit(url)
        return "accept"
      },
    })

  test("signs its user in when a tool is called, and two simultaneous calls show one page", async () => {
    const { request, shown } = await accepting()
    expect(((await request("tools/list", {}))["tools"] as object[]).length).toBe(2)
    expect(shown).toEqual([])
    const start = "2026-12-01T12:00:00Z"
    const [list, added] = await Promise.all([call("list-events"), call("add-event", { title: "Lunch", start })])
    expect(added).toEqual({ text: `Added Lunch at ${start}.`, isError: false })
    expect(list.isError).toBe(false)
    expect(await call("list-events")).toEqual({ text: `${start} Lunch`, isError: false })
    expect(shown.length).toBe(1)
    expect(shown[0]!.message).toBe("Sign in, so that your calendar can be read and changed.")
  })

  test("keeps accounts separate", async () => {
    const { request, shown } = await accepting()
    const start = "2026-12-01T12:00:00Z"
    await call("add-event", { account: "work", title: "Meeting", start })
    expect((await call("list-events", { account: "work" })).text).toBe(`${start} Meeting`)
    expect((await call("list-events", { account: "home" })).text).toBe("There are no events.")
    expect(shown.length).toBe(2)
    const { contents } = await request("resources/read", { uri: "calendar://accounts" })
    expect((contents as { text: string }[])[0]!.text).toBe("home\nwork")
  })

  test("a user who declines gets a message, and the next call asks again", async () => {
    await startHost(urls, { onPage: () => "decline" })
    expect(await call("list-events")).toEqual({ text: "The user declined to sign in.", isError: true })
    expect((await call("list-events")).isError).toBe(true)
    expect(host.shown.length).toBe(2)
  })

  test("a user who refuses at the provider gets a message", async () => {
    await startHost(urls, {
      onPage: url => {
        void visit(url, "deny")
        return "accept"
      },
    })
    const { text, isError } = await call("list-events")
    expect(isError).toBe(true)
    expect(text).toContain("access_denied")
  })
})

describe("a host that shows no pages, on a machine without a browser", () => {
  test("gets the page in the tool's answer; the next call finds the user signed in", async () => {
    await startHost({})
    const { text, isError } = await call("list-events")
    expect(isError).toBe(true)
    expect(text).toMatch(/^To sign in, open this page in your browser, and then call the tool again: http/)
    const url = text.slice(text.indexOf("http"))
    // Another call before the user has signed in returns the same page, and does not wait.
    expect((await call("list-events")).text).toBe(text)
    expect(await visit(url)).toBe(200)
    expect(await call("list-events")).toEqual({ text: "There are no events.", isError: false })
  })

  test("an unfinished sign-in does not end the process, and the end of the host does", async () => {
    const { server } = await startHost({})
    await call("list-events")
    await call("list-events", { account: "work" })
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(server.exitCode).toBeNull()
    expect(((await host.request("tools/list", {}))["tools"] as object[]).length).toBe(2)
    const ended = new Promise(resolve => server.once("exit", resolve))
    server.stdin!.end()
    expect(await ended).toBe(0)
  })
})

test("the browser opens if the host shows no pages", async () => {
  const bin = join(folder, "bin")
  const seen = join(folder, "seen")
  mkdirSync(bin)
  for (const name of ["xdg-open", "open"])
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$1" > '${seen}'\n`, { mode: 0o755 })
  await startHost({}, { environment: { PATH: `${bin}:/usr/bin:/bin` } })
  const listed = call("list-events")
  await expect.poll(() => readdirSync(folder).includes("seen")).toBe(true)
  await expect.poll(() => readFileSync(seen, "utf8")).toMatch(/^http/)
  await visit(readFileSync(seen, "utf8").trim())
  expect(await listed).toEqual({ text: "There are no events.", isError: false })
})

test("standard output contains only the protocol, and no output contains the secret or a token", async () => {
  const { output, errors } = await startHost(urls, {
    onPage: url => {
      void visit(url)
      return "accept"
    },
  })
  await call("list-events")
  for (const line of output) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" })
  const [file] = readdirSync(join(folder, "tokens"))
  const { tokens } = JSON.parse(readFileSync(join(folder, "tokens", file!), "utf8"))
  const secrets = [provider.file("native").client_secret!, tokens.access_token, tokens.refresh_token]
  expect(findLeaks(secrets, { output: output.join("\n"), errors: errors.join("\n") })).toEqual([])
})

describeWithChromium("in a browser", new URL("../.artifacts/", import.meta.url), chromium => {
  test("the user opens the page in the tool's answer, signs in, and the next call works", async () => {
    await startHost({})
    const { text } = await call("list-events")
    const page = await chromium.newPage()
    // The provider's pages request a font from elsewhere.
    await page.route(/googleapis\.com/, route => route.abort())
    await page.goto(text.slice(text.indexOf("http")))
    await page.getByPlaceholder("Enter any login").fill("ada")
    await page.getByPlaceholder("and password").fill("any")
    await page.getByRole("button", { name: "Sign-in" }).click()
    await chromium.keep(page, "mcp-server-consent")
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByRole("heading", { name: "You are signed in" }).waitFor()
    await chromium.keep(page, "mcp-server-signed-in")
    expect(await call("list-events")).toEqual({ text: "There are no events.", isError: false })
  })
})

test("a missing client file is reported in the tool's answer, and does not end the server", async () => {
  await startHost(urls, { environment: { CLIENT_SECRETS_FILE: join(folder, "nowhere.json") } })
  const { text, isError } = await call("list-events")
  expect(isError).toBe(true)
  expect(text).toContain("nowhere.json")
  expect(host.server.exitCode).toBeNull()
})
