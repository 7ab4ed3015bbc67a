import type { Page } from "playwright-core"

/** The part of a page that a screenshot is taken of. */
export type Screen = Pick<Page, "bringToFront" | "evaluate" | "screenshot">

const attempts = 5

/**
 * Keeps what a page shows as a file.
 *
 * Chromium copies the last frame that its compositor has of the page. On a busy machine there may be none yet, though
 * the page has loaded; Chromium then looks five times within milliseconds and gives up. So the page draws first.
 */
export async function keepScreenshot(page: Screen, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    // A page behind another one draws nothing.
    await page.bringToFront()
    await page.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    try {
      await page.screenshot({ path, fullPage: true })
      return
    } catch (error) {
      if (attempt === attempts || !String(error).includes("Unable to capture screenshot")) throw error
    }
  }
}
