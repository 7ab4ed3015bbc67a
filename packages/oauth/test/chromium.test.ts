import { describeWithChromium } from "@client-secrets/conformance/chromium"
import { memoryTokenStore, signIn } from "@client-secrets/oauth/local"
import { afterAll, beforeAll, expect, test } from "vitest"
import { rejectionOf } from "./fixtures/print.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"

describeWithChromium("signIn in a browser", new URL("../.artifacts/", import.meta.url), chromium => {
  let provider: TestProvider
  beforeAll(async () => {
    provider = await startProvider()
  })
  afterAll(() => provider.close())

  /** Opens a page as the system's browser would, and signs in on oidc-provider's own pages. */
  async function browse(url: string, decision: "Continue" | "[ Cancel ]", name: string): Promise<string[]> {
    const page = await chromium.newPage()
    // Its pages request a font from elsewhere.
    await page.route(/googleapis\.com/, route => route.abort())
    const asked: string[] = []
    page.on("request", request => asked.push(new URL(request.url()).hostname))
    await page.goto(url)
    await page.getByPlaceholder("Enter any login").fill("ada")
    await page.getByPlaceholder("and password").fill("any")
    await page.getByRole("button", { name: "Sign-in" }).click()
    const choice = decision === "Continue" ? page.getByRole("button", { name: decision }) : page.getByText(decision)
    await choice.click()
    await page.getByRole("heading", { name: /You are/ }).waitFor()
    await chromium.keep(page, name)
    // The page shows nothing of the sign-in, and loads nothing else.
    expect(await page.content()).not.toMatch(/code=|state=|<script/)
    expect(await page.evaluate("document.title")).toBe(await page.getByRole("heading").textContent())
    return asked
  }

  test.each([
    ["a literal address", "http://127.0.0.1/callback", "127.0.0.1"],
    ["localhost, whichever address the browser uses", "http://localhost", "localhost"],
  ])("signs in at %s", async (_, redirectUri, hostname) => {
    let browsing: Promise<string[]> | undefined
    const { tokens } = await signIn(provider.secrets("native"), {
      scope: "openid profile",
      store: memoryTokenStore(),
      redirectUri,
      authorization: { prompt: "consent" },
      print: () => {},
      openBrowser: url => {
        browsing = browse(url, "Continue", `sign-in-${hostname}`)
      },
    })
    expect(tokens?.claims?.name).toBe("Ada Lovelace")
    expect(await browsing).toContain(hostname)
  })

  test("a user who cancels sees a page that says so, and the program gets the error", async () => {
    let browsing: Promise<string[]> | undefined
    const call = signIn(provider.secrets("native"), {
      scope: "openid profile",
      store: memoryTokenStore(),
      authorization: { prompt: "consent" },
      print: () => {},
      openBrowser: url => {
        browsing = browse(url, "[ Cancel ]", "sign-in-denied")
      },
    })
    expect(await rejectionOf(call)).toMatchObject({ code: "rejected", provider: { error: "access_denied" } })
    await browsing
  })

  test("the page for an unexpected request says so, also in dark mode, and the sign-in continues", async () => {
    let browsing: Promise<string[]> | undefined
    const call = signIn(provider.secrets("native"), {
      scope: "openid profile",
      store: memoryTokenStore(),
      authorization: { prompt: "consent" },
      print: () => {},
      openBrowser: async url => {
        const stray = new URL(new URL(url).searchParams.get("redirect_uri")!)
        stray.search = "code=EXAMPLE_NOT_A_REAL_CODE&state=of-another-sign-in"
        for (const colorScheme of ["light", "dark"] as const) {
          const page = await chromium.newPage({ colorScheme })
          await page.goto(stray.href)
          expect(await page.getByRole("heading").textContent()).toBe("This sign-in is not in progress")
          await chromium.keep(page, `sign-in-stray-${colorScheme}`)
          expect(await page.content()).not.toMatch(/EXAMPLE_NOT_A_REAL_CODE|of-another-sign-in|<script/)
        }
        browsing = browse(url, "Continue", "sign-in-after-stray")
      },
    })
    expect((await call).tokens?.claims?.name).toBe("Ada Lovelace")
    await browsing
  })

  test("refuses an address that is not registered before a browser opens", async () => {
    const openBrowser = () => {
      throw new Error("it was opened")
    }
    const options = {
      scope: "openid",
      store: memoryTokenStore(),
      redirectUri: "http://127.0.0.1:3000/other",
      openBrowser,
    }
    const error = await rejectionOf(signIn(provider.secrets("native"), options))
    expect(error).toMatchObject({ code: "redirect_uri_mismatch" })
    expect((error as Error).message).toContain(
      "The nearest registered one, http://127.0.0.1/callback, differs in port and path.",
    )
  })
})
