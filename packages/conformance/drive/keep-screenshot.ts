import type { Page } from "playwright-core"

/** The part of a page that is used for a screenshot. */
export type Screen = Pick<Page, "bringToFront" | "evaluate" | "screenshot">

const attempts = 5

/**
 * Saves a screenshot of a page.
 *
 * Chromium copies the last frame that its compositor has of the page. On a busy machine there may be none yet although
 * the page has loaded; Chromium then tries five times within milliseconds and gives up. So the page draws first.
 */
export async function keepScreenshot(page: Screen, path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    // A page in the background draws nothing.
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
