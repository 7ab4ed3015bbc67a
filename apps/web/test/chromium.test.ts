import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { describeWithChromium, type Page } from "@client-secrets/conformance/chromium"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type StartedApp, startApp } from "./start-app.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** The violations that axe-core finds in a page, by rule. */
async function findBarriers(page: Page): Promise<string[]> {
  // Evaluated through DevTools, which the page's policy against scripts does not stop.
  await page.evaluate(axe)
  const found = (await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, help }) => `${id}: ${help}`))",
  )) as string[]
  return found
}

describeWithChromium("the application in a browser", new URL("../.artifacts/", import.meta.url), chromium => {
  let app: StartedApp
  let address: string
  beforeAll(async () => {
    app = await startApp(process.execPath)
    address = app.address
  })
  afterAll(() => app?.stop())

  test("signs a user in and out, and every page is accessible", async () => {
    const page = await chromium.newPage()
    const complaints: string[] = []
    page.on("console", message => complaints.push(message.text()))
    page.on("pageerror", error => complaints.push(error.message))
    const look = async (name: string) => {
      await chromium.keep(page, name)
      expect(await findBarriers(page)).toEqual([])
    }
    await page.goto(address)
    await look("1-signed-out")
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("heading", { name: "Who are you?" }).waitFor()
    await look("2-provider-sign-in")
    await page.getByLabel("Your name").fill("Grace Hopper")
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByRole("heading", { name: "Allow access?" }).waitFor()
    await look("3-provider-consent")
    await page.getByRole("button", { name: "Allow" }).click()
    await page.getByRole("heading", { name: "Hello, Grace Hopper" }).waitFor()
    expect(page.url()).toBe(`${address}/`)
    await look("4-signed-in")
    const cookies = await page.context().cookies(address)
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toContainEqual({
      name: "session",
      httpOnly: true,
      sameSite: "Lax",
    })
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByText("You are not signed in.").waitFor()
    expect(complaints).toEqual([])
  })

  test("shows a refused consent", async () => {
    const page = await chromium.newPage()
    await page.goto(address)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByRole("button", { name: "Deny" }).click()
    await page.getByRole("heading", { name: "You did not sign in" }).waitFor()
    await chromium.keep(page, "5-consent-denied")
    expect(await findBarriers(page)).toEqual([])
    expect(page.url().startsWith(`${address}/callback?`)).toBe(true)
  })

  test("reports a redirect URI that is not registered before the browser leaves the page", async () => {
    const page = await chromium.newPage()
    const visited: string[] = []
    page.on("request", request => visited.push(new URL(request.url()).host))
    const other = address.replace("127.0.0.1", "localhost")
    await page.goto(other)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("alert").waitFor()
    await chromium.keep(page, "6-redirect-uri-mismatch")
    expect(await page.getByRole("alert").textContent()).toContain(`The client file has no redirect URI for ${other}`)
    expect(await findBarriers(page)).toEqual([])
    expect(new Set(visited)).toEqual(new Set([new URL(other).host]))
    await page.getByRole("link", { name: address }).click()
    await page.getByText("You are not signed in.").waitFor()
    expect(page.url()).toBe(`${address}/`)
  })

  test("lets another user sign in", async () => {
    const page = await chromium.newPage()
    const signInAs = async (button: string, name: string) => {
      await page.getByRole("button", { name: button }).click()
      await page.getByLabel("Your name").fill(name)
      await page.getByRole("button", { name: "Continue" }).click()
      await page.getByRole("button", { name: "Allow" }).click()
      await page.getByRole("heading", { name: `Hello, ${name}` }).waitFor()
    }
    await page.goto(address)
    await signInAs("Sign in", "Ada Lovelace")
    await signInAs("Use another account", "Grace Hopper")
    expect(await page.getByRole("region", { name: "The client" }).textContent()).toContain("[redacted]")
  })

  test("also in dark mode", async () => {
    const page = await chromium.newPage({ colorScheme: "dark" })
    await page.goto(address)
    await chromium.keep(page, "7-dark")
    expect(await findBarriers(page)).toEqual([])
  })
})
