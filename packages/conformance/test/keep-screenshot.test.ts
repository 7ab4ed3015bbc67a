import { expect, test } from "vitest"
import { keepScreenshot, type Screen } from "../drive/keep-screenshot.ts"

// What a real Chromium does only now and then, on a machine that has other things to do.
const noFrame = new Error("page.screenshot: Protocol error (Page.captureScreenshot): Unable to capture screenshot")

/** A page that fails so many times, and what was asked of it. */
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

test("a page draws before each attempt, and one that had drawn nothing yet is looked at again", async () => {
  const { page, asked } = pageThatFails(2, noFrame)
  await keepScreenshot(page, "never-written.png")
  expect(asked).toEqual(Array(3).fill(["bringToFront", "evaluate", "screenshot"]).flat())
})

test("what stays wrong, or is wrong in another way, fails", async () => {
  const stubborn = pageThatFails(99, noFrame)
  await expect(keepScreenshot(stubborn.page, "never-written.png")).rejects.toBe(noFrame)
  expect(stubborn.asked.filter(name => name === "screenshot")).toHaveLength(5)
  const closed = pageThatFails(99, new Error("page.screenshot: Target page, context or browser has been closed"))
  await expect(keepScreenshot(closed.page, "never-written.png")).rejects.toThrow("closed")
  expect(closed.asked.filter(name => name === "screenshot")).toHaveLength(1)
})
