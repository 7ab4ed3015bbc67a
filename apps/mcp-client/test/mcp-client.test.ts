import { execFile } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findLeaks } from "@client-secrets/conformance"
import { describeWithChromium } from "@client-secrets/conformance/chromium"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { startMcpServer, type TestMcpServer } from "../../../packages/oauth/test/fixtures/mcp-server.ts"
import { startProvider, type TestProvider } from "../../../packages/oauth/test/fixtures/provider.ts"

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url))

let provider: TestProvider
let server: TestMcpServer
let folder: string
beforeAll(async () => {
  provider = await startProvider()
  server = await startMcpServer({
    challenges: "at tools/call",
    isValid: async token => (await provider.provider.AccessToken.find(token)) !== undefined,
    authorizationServers: [`${provider.issuer}/`],
  })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mcp-client-"))
  const { type, ...members } = provider.file("native")
  writeFileSync(join(folder, "client_secrets.json"), JSON.stringify({ [type]: members }))
  // Replaces the system's browser, and tells the test the address.
  mkdirSync(join(folder, "bin"))
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(
      join(folder, "bin", name),
      `#!/bin/sh\necho "$1" > '${folder}/page.part' && mv '${folder}/page.part' '${folder}/page'\n`,
    )
    chmodSync(join(folder, "bin", name), 0o755)
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

function run(...parameters: string[]): Promise<{ code: number; output: string; errors: string }> {
  const env = {
    PATH: `${folder}/bin:/usr/bin:/bin`,
    HOME: folder,
    CLIENT_SECRETS_FILE: join(folder, "client_secrets.json"),
    MCP_SCOPE: "openid offline_access",
    MCP_TOKENS: join(folder, "tokens"),
  }
  return new Promise(resolve => {
    execFile(process.execPath, [program, ...parameters], { env }, (error, output, errors) => {
      resolve({ code: Number(error?.code ?? 0), output, errors })
    })
  })
}

/** The page that the program opened, as soon as it has. */
async function openedPage(): Promise<string> {
  await expect.poll(() => readdirSync(folder)).toContain("page")
  return readFileSync(join(folder, "page"), "utf8").trim()
}

async function signInByRobot(): Promise<void> {
  const query = new URLSearchParams({ url: await openedPage(), decision: "approve" })
  const redirect = (await (await fetch(`${provider.issuer}/robot/sign-in?${query}`)).json()) as string
  await (await fetch(redirect)).text()
}

test("signs in, only once, before it calls a tool of a server that challenges only then", async () => {
  const first = run(server.url.href, "list-events")
  await signInByRobot()
  expect(await first).toMatchObject({ code: 0, output: "Lunch at 12\n" })
  rmSync(join(folder, "page"))
  const second = await run(server.url.href, "list-events")
  expect(second).toEqual({ code: 0, output: "Lunch at 12\n", errors: "" })
  expect(await run(server.url.href)).toMatchObject({ output: "list-events: Lists the events.\n" })
  expect(readdirSync(folder)).not.toContain("page")
  const [file] = readdirSync(join(folder, "tokens"))
  const { tokens } = JSON.parse(readFileSync(join(folder, "tokens", file!), "utf8"))
  const secrets = [provider.file("native").client_secret!, tokens.access_token, tokens.refresh_token]
  expect(findLeaks(secrets, { ...(await first) } as never)).toEqual([])
})

test("ends with a message for a server that is not an MCP server, and with the usage for a wrong argument", async () => {
  expect(await run("not-a-url")).toMatchObject({ code: 2, errors: expect.stringContaining("Usage:") })
  const call = run("http://mcp.example.com/mcp")
  await signInByRobot()
  expect(await call).toMatchObject({ code: 1, output: "" })
})

describeWithChromium("in a browser", new URL("../.artifacts/", import.meta.url), chromium => {
  test("the user signs in on the provider's pages, and is told to close the window", async () => {
    const call = run(server.url.href, "list-events")
    const page = await chromium.newPage()
    // The provider's pages request a font from elsewhere.
    await page.route(/googleapis\.com/, route => route.abort())
    await page.goto(await openedPage())
    await page.getByPlaceholder("Enter any login").fill("ada")
    await page.getByPlaceholder("and password").fill("any")
    await chromium.keep(page, "mcp-client-provider")
    await page.getByRole("button", { name: "Sign-in" }).click()
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByRole("heading", { name: "You are signed in" }).waitFor()
    await chromium.keep(page, "mcp-client-signed-in")
    expect(await page.content()).not.toMatch(/code=|state=/)
    expect(await call).toMatchObject({ code: 0, output: "Lunch at 12\n" })
  })
})
