import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { locateBun, locateDeno, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets } from "@client-secrets/core"
import { userConfigSource } from "@client-secrets/file"
import { afterEach, describe, expect, test, vi } from "vitest"
import { example } from "./example.ts"
import { outcomeOf } from "./outcome.ts"

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function place(home: string, folder: string): void {
  mkdirSync(join(home, folder), { recursive: true })
  writeFileSync(join(home, folder, "client_secrets.json"), example)
}

function onPlatform(platform: string): void {
  vi.spyOn(process, "platform", "get").mockReturnValue(platform as NodeJS.Platform)
}

describe("the folder", () => {
  test("is below XDG_CONFIG_HOME if that is an absolute path, otherwise below ~/.config", async () => {
    onPlatform("linux")
    const home = scratch()
    place(home, ".config/my-program")
    vi.stubEnv("HOME", home)
    const source = userConfigSource("my-program")
    expect(source.name).toBe("user configuration my-program")
    for (const ignored of ["", "relative/folder", undefined]) {
      vi.stubEnv("XDG_CONFIG_HOME", ignored)
      expect(await outcomeOf(source)).toEqual({ text: example })
    }
    vi.stubEnv("XDG_CONFIG_HOME", join(home, "elsewhere"))
    expect(await outcomeOf(source)).toEqual({ text: undefined })
    expect(source.absence?.()).toMatchObject({
      place: `client_secrets.json in ${join(home, "elsewhere/my-program")}`,
      remedy: `put the file into ${join(home, "elsewhere/my-program")}`,
    })
    place(home, "elsewhere/my-program")
    expect((await loadClientSecrets(source)).type).toBe("web")
  })

  test("is Application Support on macOS, whatever XDG_CONFIG_HOME is", async () => {
    onPlatform("darwin")
    const home = scratch()
    vi.stubEnv("HOME", home)
    vi.stubEnv("XDG_CONFIG_HOME", join(home, "xdg"))
    place(home, "Library/Application Support/my-program")
    expect(await outcomeOf(userConfigSource("my-program"))).toEqual({ text: example })
  })

  test("is APPDATA on Windows, otherwise AppData/Roaming", async () => {
    onPlatform("win32")
    const home = scratch()
    vi.stubEnv("HOME", home)
    vi.stubEnv("APPDATA", undefined)
    place(home, "AppData/Roaming/my-program")
    expect(await outcomeOf(userConfigSource("my-program"))).toEqual({ text: example })
    place(home, "roaming/other")
    vi.stubEnv("APPDATA", join(home, "roaming"))
    expect(await outcomeOf(userConfigSource("other"))).toEqual({ text: example })
  })
})

test("refuses a file that others can write, and suggests downloads in the folder", async () => {
  onPlatform("linux")
  const home = scratch()
  vi.stubEnv("XDG_CONFIG_HOME", home)
  place(home, "my-program")
  chmodSync(join(home, "my-program/client_secrets.json"), 0o666)
  expect(await outcomeOf(userConfigSource("my-program"))).toMatchObject({ code: "untrusted_location" })
  mkdirSync(join(home, "other"))
  writeFileSync(join(home, "other/credentials.json"), "not read")
  const source = userConfigSource("other")
  expect(await outcomeOf(source)).toEqual({ text: undefined })
  expect(source.absence?.()?.advice).toContain("credentials.json the client file?")
})

test.each(["", ".", "..", ".hidden", "a/b", "a\\b", "a\0", "a b", "ends.", "é", "a".repeat(65), undefined, 7, {}])(
  "throws a TypeError for the program name %j",
  app => {
    expect(() => userConfigSource(app as never)).toThrow(/^app must be the name of your program/)
  },
)

test.each([
  ["Bun", locateBun(), []],
  ["Deno", locateDeno(), ["run", "--no-prompt", "--no-config", "--allow-read", "--allow-env", "--allow-sys"]],
] as const)("%s reads it too", async (_, file, args) => {
  if (file === undefined) throw new Error("the runtime is not on this machine")
  const built = new URL("../dist/index.js", import.meta.url).href
  const folder = scratch({
    "config/my-program/client_secrets.json": example,
    "program.mjs": `import { userConfigSource } from ${JSON.stringify(built)}
      console.log((await userConfigSource("my-program").read()).content.byteLength)`,
  })
  const environment = { XDG_CONFIG_HOME: join(folder, "config") }
  const { output } = await runProgram({ file, args: [...args, "program.mjs"], folder, environment })
  expect(output.trim()).toBe(String(example.length))
})
