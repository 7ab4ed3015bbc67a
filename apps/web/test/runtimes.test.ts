import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { locateBun, locateDeno, locateNode, locateWorkerd, withWorkerd } from "@client-secrets/conformance/runtimes"
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

/** Where CI is true, a runtime that is missing is a failure. */
function isHere(name: string, file: string | undefined): file is string {
  if (file === undefined && process.env["CI"] === "true") throw new Error(`${name} is not on this machine`)
  if (file === undefined) console.warn(`SKIPPED: ${name} is not on this machine.`)
  return file !== undefined
}

test.each(runtimes)("%s: file, source, flow, token, and the user's name on the page", async (name, file, args) => {
  if (!isHere(name, file)) return
  app = await startApp(file, args)
  expect(app.output()).toMatch(/a provider on this machine, http:\/\/127\.0\.0\.1:\d+, wrote \S+client_secrets\.json/)
  await signInAndOut(app.address)
})

test("workerd: the same application from a binding", async () => {
  const file = locateWorkerd()
  if (!isHere("workerd", file)) return
  // The Worker's port is not known before it starts: the address that users reach it by is told to it.
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
  await browser.press("Go on")
  expect(browser.text).toContain("your email address")
  await browser.press("Allow")
  expect(browser.url).toBe(`${origin}/`)
  expect(browser.text).toContain("<h1>Hello, Ada Lovelace</h1>")
  expect(browser.text).toContain("<strong>ada.lovelace@example.com</strong>")
  await browser.press("Sign out")
  expect(browser.text).toContain("You are not signed in.")
  // The provider would remember the user who said yes.
  const other = new Browser(names)
  await other.open(`${origin}/`)
  await other.press("Sign in")
  await other.press("Go on")
  await other.press("Deny")
  expect(other.status).toBe(403)
  expect(other.text).toContain("You did not sign in")
}
