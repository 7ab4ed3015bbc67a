import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { openBrowser, systemOf } from "../src/local/browser/open-browser.ts"

const kernel = vi.hoisted(() => ({ release: undefined as string | undefined }))
vi.mock("node:os", async importOriginal => {
  const os = await importOriginal<typeof import("node:os")>()
  return { ...os, release: () => kernel.release ?? os.release() }
})

let folder: string
let seen: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "open-browser-"))
  seen = join(folder, "seen")
  // This is the program that opens URLs, by each of its names on different systems.
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
  kernel.release = undefined
  rmSync(seen, { force: true })
})

test("passes the URL as one argument, without a shell, and no secret of the environment", async () => {
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

test("tells xdg-open which desktop runs: on KDE Plasma it opened nothing without KDE_SESSION_VERSION", async () => {
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`)
  const desktop = { XDG_CURRENT_DESKTOP: "KDE", KDE_FULL_SESSION: "true", KDE_SESSION_VERSION: "6" }
  for (const [name, value] of Object.entries(desktop)) vi.stubEnv(name, value)
  expect(await openBrowser("https://as.example.com/auth")).toBe(true)
  await expect.poll(() => existsSync(seen)).toBe(true)
  const lines = readFileSync(seen, "utf8").split("\n")
  for (const [name, value] of Object.entries(desktop)) expect(lines).toContain(`${name}=${value}`)
})

test("returns false if the program ends with an error", async () => {
  const failing = join(folder, "failing")
  mkdirSync(failing)
  for (const name of ["xdg-open", "open"]) writeFileSync(join(failing, name), "#!/bin/sh\nexit 3\n", { mode: 0o755 })
  vi.stubEnv("PATH", `${failing}:/usr/bin:/bin`)
  expect(await openBrowser("https://as.example.com/auth")).toBe(false)
})

describe("in WSL, where Windows has the browser", () => {
  const url = "https://as.example.com/auth?a=b&c=d"
  const path = () => `${join(folder, "windows")}:/usr/bin:/bin`
  beforeAll(() => {
    mkdirSync(join(folder, "windows"))
    const script = `#!/bin/sh\n{ for word; do echo "argument $word"; done; env; } > '${seen}.part'; mv '${seen}.part' '${seen}'\nexit 1\n`
    writeFileSync(join(folder, "windows", "rundll32.exe"), script, { mode: 0o755 })
  })

  test("recognizes WSL by its kernel", () => {
    expect(systemOf("linux", "5.15.167.4-microsoft-standard-WSL2")).toBe("wsl")
    expect(systemOf("linux", "4.4.0-19041-Microsoft")).toBe("wsl")
    expect(systemOf("linux", "6.1.0-31-amd64")).toBe("other")
    expect(systemOf("freebsd", "14.1")).toBe("other")
    expect(systemOf("toString", "")).toBe("other")
  })

  test("passes the URL to a program of Windows as one argument", async () => {
    kernel.release = "5.15.167.4-microsoft-standard-WSL2"
    vi.stubEnv("PATH", path())
    vi.stubEnv("WSL_INTEROP", "/run/WSL/8_interop")
    expect(await openBrowser(url)).toBe(true)
    await expect.poll(() => existsSync(seen)).toBe(true)
    const text = readFileSync(seen, "utf8")
    expect(text.match(/^argument .*/gm)).toEqual(["argument url.dll,FileProtocolHandler", `argument ${url}`])
    expect(text).toContain("WSL_INTEROP=/run/WSL/8_interop")
  })

  test("does not start the program of Windows elsewhere", async () => {
    kernel.release = "6.1.0-31-amd64"
    vi.stubEnv("PATH", path())
    expect(await openBrowser(url)).toBe(process.platform === "darwin")
    expect(existsSync(seen)).toBe(false)
  })
})

test("returns false on a machine without such a program", async () => {
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
])("does not open %s", async url => {
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`)
  expect(await openBrowser(url)).toBe(false)
  expect(existsSync(seen)).toBe(false)
})
