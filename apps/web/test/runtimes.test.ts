import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  locateBun,
  locateDeno,
  locateNode,
  locateWorkerd,
  runProgram,
  scratch,
  withWorkerd,
} from "@client-secrets/conformance/runtimes"
import { afterEach, expect, test } from "vitest"
import { startProvider } from "../src/start-provider.ts"
import { Browser } from "./browser.ts"
import { type StartedApp, startApp } from "./start-app.ts"

const dist = fileURLToPath(new URL("../dist/", import.meta.url))

const runtimes: [name: string, file: string | undefined, args: string[]][] = [
  ...[20, 22, 24, 26].map(major => [`node ${major}`, locateNode(major), []] as [string, string | undefined, string[]]),
  ["deno", locateDeno(), ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual"]],
  ["bun", locateBun(), ["run", "--no-install"]],
]

let app: StartedApp | undefined
afterEach(async () => {
  await app?.stop()
  app = undefined
})

/** If CI is true, a missing runtime is a failure. */
function isHere(name: string, file: string | undefined): file is string {
  if (file === undefined && process.env["CI"] === "true") throw new Error(`${name} is not on this machine`)
  if (file === undefined) console.warn(`SKIPPED: ${name} is not on this machine.`)
  return file !== undefined
}

test.each(runtimes)("%s: file, source, flow, token, and the user's name on the page", async (name, file, args) => {
  if (!isHere(name, file)) return
  app = await startApp(file, args)
  expect(app.output()).toMatch(
    /a provider was started on this machine: http:\/\/127\.0\.0\.1:\d+\. It wrote \S+client_secrets\.json/,
  )
  await signInAndOut(app.address)
})

test("exits with a message and a next step for a port in use, and for a broken client file", async () => {
  app = await startApp(process.execPath)
  const { port } = new URL(app.address)
  const main = join(dist, "main.js")
  const run = (environment: Record<string, string>) =>
    runProgram({ file: process.execPath, args: [main], folder: scratch(), environment })
  const inUse = await run({ PORT: port })
  expect(inUse.status).toBe(1)
  expect(inUse.output).toMatch(/^Port \d+ of 127\.0\.0\.1 is already in use\.\n.*PORT=\d+ npm run web\n$/)
  const broken = await run({ PORT: "0", GOOGLE_CLIENT_SECRETS: '{"web":{"client_id":"EXAMPLE_CANARY"}}' })
  expect(broken.status).toBe(1)
  expect(broken.output).toContain("Correct the client file, or move it away")
  expect(broken.output).not.toMatch(/EXAMPLE_CANARY|\n {4}at /)
})

test("workerd: runs the same application with a binding", async () => {
  const file = locateWorkerd()
  if (!isHere("workerd", file)) return
  // The Worker's port is not known before it starts: it is told the address at which users reach it.
  const origin = "http://app.localhost:9"
  const provider = await startProvider(`${origin}/callback`)
  try {
    const options = {
      worker: join(dist, "worker.js"),
      folder: dist,
      compatibilityFlags: [],
      bindings: {
        GOOGLE_CLIENT_SECRETS: provider.clientFile,
        SESSION_KEY: "EXAMPLE_NOT_A_REAL_KEY_OF_32_CHARACTERS",
        ORIGIN: origin,
      },
    }
    const { output } = await withWorkerd(file, options, ({ http }) => signInAndOut(http, origin))
    expect(output).not.toContain("unexpected")
  } finally {
    provider.close()
    rmSync(join(dist, "config.capnp"), { force: true })
  }
})

async function signInAndOut(address: string, origin = address): Promise<void> {
  const names = { [origin]: address }
  const browser = new Browser(names)
  await browser.open(`${origin}/`)
  expect(browser.text).toContain("You are not signed in.")
  await browser.press("Sign in")
  expect(browser.text).toContain("Who are you?")
  await browser.press("Continue")
  expect(browser.text).toContain("your email address")
  await browser.press("Allow")
  expect(browser.url).toBe(`${origin}/`)
  expect(browser.text).toContain("<h1>Hello, Ada Lovelace</h1>")
  expect(browser.text).toContain("<strong>ada.lovelace@example.com</strong>")
  await browser.press("Sign out")
  expect(browser.text).toContain("You are not signed in.")
  // The provider remembers the user who allowed it.
  const other = new Browser(names)
  await other.open(`${origin}/`)
  await other.press("Sign in")
  await other.press("Continue")
  await other.press("Deny")
  expect(other.status).toBe(403)
  expect(other.text).toContain("You did not sign in")
}
