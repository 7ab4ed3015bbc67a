import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Browser, chromium, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, test } from "vitest"
import { keepScreenshot } from "./keep-screenshot.ts"
import { locateChromium } from "./locate.ts"

export type { Page } from "playwright-core"

/** A headless Chromium, and the folder for screenshots. */
export interface Chromium {
  /** A page with separate cookies, open until the end of the test. */
  newPage(options?: { readonly colorScheme?: "light" | "dark" }): Promise<Page>
  /** Saves a screenshot of a page as `.artifacts/<name>.png`, which git ignores. */
  keep(page: Page, name: string): Promise<void>
}

/**
 * A vitest suite with a headless Chromium.
 *
 * On a machine without Chromium the suite is skipped by name; with `CI=true` that is a failure.
 *
 * @param artifacts the folder for screenshots: `new URL("../.artifacts/", import.meta.url)`
 */
export function describeWithChromium(title: string, artifacts: URL, define: (chromium: Chromium) => void): void {
  const file = locateChromium()
  if (file === undefined && process.env["CI"] === "true") {
    test(title, () => {
      throw new Error("Chromium is not on this machine, and with CI=true it must be.")
    })
    return
  }
  if (file === undefined)
    console.warn(`SKIPPED: ${title}: Chromium is not on this machine (see packages/conformance/README.md).`)
  describe.skipIf(file === undefined)(title, () => {
    let browser: Browser
    beforeAll(async () => {
      mkdirSync(artifacts, { recursive: true })
      browser = await chromium.launch({ executablePath: file!, args: ["--no-sandbox"] })
    })
    // Pages that remain open continue to draw during the next test.
    afterEach(async () => {
      for (const context of browser?.contexts() ?? []) await context.close()
    })
    afterAll(() => browser?.close())
    define({
      newPage: async ({ colorScheme = "light" } = {}) =>
        (await browser.newContext({ colorScheme, viewport: { width: 900, height: 600 } })).newPage(),
      keep: (page, name) => keepScreenshot(page, join(fileURLToPath(artifacts), `${name}.png`)),
    })
  })
}
