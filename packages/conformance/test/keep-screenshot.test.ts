import { expect, test } from "vitest"
import { keepScreenshot, type Screen } from "../drive/keep-screenshot.ts"

// What a real Chromium does only occasionally, on a busy machine.
const noFrame = new Error("page.screenshot: Protocol error (Page.captureScreenshot): Unable to capture screenshot")

/** A page that fails so many times, and the calls that it received. */
function pageThatFails(times: number, error: Error): { page: Screen; asked: string[] } {
  const asked: string[] = []
  const page = {
    bringToFront: async () => void asked.push("bringToFront"),
    evaluate: async () => void asked.push("evaluate"),
    screenshot: async () => {
      asked.push("screenshot")
      if (asked.filter(name => name === "screenshot").length <= times) throw error
    },
  }
  return { page: page as unknown as Screen, asked }
}

test("the page draws before each attempt, and another attempt follows if nothing was drawn yet", async () => {
  const { page, asked } = pageThatFails(2, noFrame)
  await keepScreenshot(page, "never-written.png")
  expect(asked).toEqual(Array(3).fill(["bringToFront", "evaluate", "screenshot"]).flat())
})

test("fails if no attempt succeeds, and immediately for any other error", async () => {
  const stubborn = pageThatFails(99, noFrame)
  await expect(keepScreenshot(stubborn.page, "never-written.png")).rejects.toBe(noFrame)
  expect(stubborn.asked.filter(name => name === "screenshot")).toHaveLength(5)
  const closed = pageThatFails(99, new Error("page.screenshot: Target page, context or browser has been closed"))
  await expect(keepScreenshot(closed.page, "never-written.png")).rejects.toThrow("closed")
  expect(closed.asked.filter(name => name === "screenshot")).toHaveLength(1)
})
