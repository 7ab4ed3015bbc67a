import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest"
import { openBrowser } from "../src/local/open-browser.ts"

let folder: string
let seen: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "open-browser-"))
  seen = join(folder, "seen")
  // Whatever the system calls it, this is the program that opens URLs.
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\n{ for word; do echo "argument $word"; done; env; } > '${seen}.part'; mv '${seen}.part' '${seen}'\n`,
    )
    chmodSync(join(folder, name), 0o755)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(seen, { force: true })
})

test("the URL is one argument, no shell reads it, and no secret of the environment goes along", async () => {
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`)
  vi.stubEnv("GOOGLE_CLIENT_SECRET", "EXAMPLE_NOT_A_REAL_SECRET")
  vi.stubEnv("DISPLAY", ":7")
  const url = "https://as.example.com/auth?a=$(touch%20x)&b=`id`;c&d='e'"
  expect(await openBrowser(url)).toBe(true)
  await expect.poll(() => existsSync(seen)).toBe(true)
  const text = readFileSync(seen, "utf8")
  expect(text.match(/^argument .*/gm)).toEqual([`argument ${new URL(url).href}`])
  expect(text).toContain("DISPLAY=:7")
  expect(text).not.toContain("EXAMPLE_NOT_A_REAL_SECRET")
})

test("a machine that has no such program is no error", async () => {
  vi.stubEnv("PATH", "/nowhere")
  expect(await openBrowser("https://as.example.com/auth")).toBe(false)
})

test.each([
  "http://as.example.com/auth",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "--help",
  "https://",
  "http://127.0.0.1.evil.example/",
])("%s is not opened", async url => {
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`)
  expect(await openBrowser(url)).toBe(false)
  expect(existsSync(seen)).toBe(false)
})
