import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { describeWithKeychain } from "@client-secrets/conformance/keychain"
import { locateBun, locateDeno, locateNode, runProgram } from "@client-secrets/conformance/runtimes"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

const packageFolder = fileURLToPath(new URL("..", import.meta.url))
const program = "test/program.mjs"
const deno = [
  "run",
  "--no-remote",
  "--no-prompt",
  "--no-lock",
  "--no-config",
  "--node-modules-dir=manual",
  "--allow-all",
]
const runtimes = [
  ...[20, 22, 24, 26].map(major => ({ name: `node ${major}`, file: locateNode(major), args: [] as string[] })),
  { name: "deno", file: locateDeno(), args: deno },
  { name: "bun", file: locateBun(), args: ["run", "--no-install"] },
]

interface Outcome {
  readonly value?: unknown
  readonly code?: string
  readonly message?: string
  readonly transient?: boolean
}

/** The result of an operation of program.mjs, in a process of this runtime. */
async function run(
  { file, args, folder = packageFolder }: (typeof runtimes)[number] & { folder?: string },
  environment: Readonly<Record<string, string>>,
  ...operation: string[]
): Promise<Outcome> {
  if (file === undefined) throw new Error("this runtime is not on this machine")
  // Deno's cache is placed next to the keychain, and removed with it.
  const variables = { ...environment, DENO_DIR: `${environment["HOME"]}/.deno` }
  const { output } = await runProgram({
    file,
    args: [...args, program, ...operation],
    folder,
    environment: variables,
  })
  const line = output.split("\n").find(text => text.startsWith("RESULT "))
  if (line === undefined) throw new Error(`no result: ${output}`)
  return JSON.parse(line.slice("RESULT ".length))
}

describeWithKeychain("a real gnome-keyring", keychain => {
  describe.each(runtimes)("$name", runtime => {
    const ask = (...operation: string[]) => run(runtime, keychain().environment, ...operation)
    const service = `test of ${runtime.name}`

    test("stores, reads, replaces and removes a secret", async () => {
      const [first, second] = [freshSecret(), freshSecret()]
      expect(await ask("read", service)).toEqual({ value: null })
      expect(await ask("store", service, first)).toEqual({ value: null })
      expect(await ask("read", service)).toEqual({ value: first })
      await ask("store", service, second)
      expect(await ask("read", service)).toEqual({ value: second })
      await ask("remove", service)
      expect(await ask("read", service)).toEqual({ value: null })
      expect(await ask("remove", service)).toEqual({ value: null })
    })

    test("keeps sign-ins of several accounts separate, lists and removes them", async () => {
      await ask("set", service, "work")
      await ask("set", service, "home")
      expect(await ask("list", service)).toEqual({ value: ["work", "home"] })
      expect(await ask("get", service, "work")).toEqual({
        value: {
          accessToken: "work",
          refreshToken: "refresh work",
          tokenType: "bearer",
          scope: "email",
          expiresAt: 5,
          claims: { sub: "1" },
        },
      })
      expect(await ask("get", service, "other")).toEqual({ value: null })
      await ask("delete", service, "work")
      expect(await ask("list", service)).toEqual({ value: ["home"] })
      await ask("delete", service, "home")
      expect(await ask("list", service)).toEqual({ value: [] })
    })

    test("simultaneous writes in one process lose no account", async () => {
      expect(await ask("both", `${service}, at once`)).toEqual({ value: null })
      expect(await ask("list", `${service}, at once`)).toEqual({ value: ["a", "b", "c"] })
    })

    test("refuses a value that is too long, and keeps the old one", async () => {
      const name = `${service}, long`
      const old = freshSecret()
      await ask("store", name, old)
      expect(await ask("storeLong", name, "65537")).toMatchObject({ code: "too_large", transient: false })
      expect(await ask("read", name)).toEqual({ value: old })
    })

    test("reports a locked keychain, with what to do, and the old value is kept", async () => {
      const name = `${service}, locked`
      const [old, other] = [freshSecret(), freshSecret()]
      await ask("store", name, old)
      await ask("set", name, "work")
      keychain().lock()
      try {
        for (const operation of [["read"], ["store", other], ["remove"], ["get", "work"], ["set", "work"], ["list"]]) {
          const outcome = await ask(operation[0]!, name, ...operation.slice(1))
          expect(outcome, operation[0]).toMatchObject({ code: "unavailable", transient: true })
          expect(outcome.message).toContain("The keychain is locked")
          expect(outcome.message).toContain("gnome-keyring-daemon --unlock")
          expect(findLeaks([old, other], { outcome: JSON.stringify(outcome) })).toEqual([])
        }
      } finally {
        await keychain().unlock()
      }
      expect(await ask("read", name)).toEqual({ value: old })
    })

    test("without a keychain: unsupported, with what to do", async () => {
      const environment = { ...keychain().environment, DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" }
      for (const operation of [["read"], ["store", "x"], ["get", "work"], ["set", "work"], ["list"]]) {
        const outcome = await run(runtime, environment, operation[0]!, service, ...operation.slice(1))
        expect(outcome, operation[0]).toMatchObject({ code: "unsupported", transient: false })
        expect(outcome.message).toContain("gnome-keyring")
      }
    })
  })

  test("a runtime reads what another one has stored", async () => {
    const secret = freshSecret()
    const [first, ...others] = runtimes
    await run(first!, keychain().environment, "store", "shared", secret)
    for (const runtime of others) {
      expect(await run(runtime, keychain().environment, "read", "shared"), runtime.name).toEqual({ value: secret })
    }
  })

  describe("without @napi-rs/keyring", () => {
    // Only the built package and core.
    let folder: string
    beforeAll(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), "without-keyring-")))
      for (const name of ["test", "node_modules/@client-secrets/keychain"])
        mkdirSync(join(folder, name), { recursive: true })
      cpSync(join(packageFolder, program), join(folder, program))
      for (const name of ["package.json", "dist"]) {
        cpSync(join(packageFolder, name), join(folder, "node_modules/@client-secrets/keychain", name), {
          recursive: true,
        })
      }
      const core = realpathSync(join(packageFolder, "node_modules/@client-secrets/core"))
      symlinkSync(core, join(folder, "node_modules/@client-secrets/core"))
    })
    afterAll(() => rmSync(folder, { recursive: true }))
    const bun = { name: "bun", file: locateBun(), args: ["run", "--no-install"] }

    test.each(runtimes.filter(({ name }) => name !== "bun"))("$name says what to install", async runtime => {
      const outcome = await run({ ...runtime, folder }, keychain().environment, "read", "x")
      expect(outcome).toMatchObject({ code: "unsupported", transient: false })
      expect(outcome.message).toContain("npm install @napi-rs/keyring")
    })

    test("Bun uses its own API, and finds its entries once the package is installed", async () => {
      const secret = freshSecret()
      const own = (...operation: string[]) => run({ ...bun, folder }, keychain().environment, ...operation)
      await own("store", "bun only", secret)
      await own("set", "bun only", "work")
      expect(await own("read", "bun only")).toEqual({ value: secret })
      expect(await own("list", "bun only")).toEqual({ value: ["work"] })
      expect(await own("get", "bun only", "work")).toMatchObject({ value: { accessToken: "work" } })
      // With the package both are read; a new value is in one place only.
      const both = (...operation: string[]) => run(bun, keychain().environment, ...operation)
      expect(await both("read", "bun only")).toEqual({ value: secret })
      expect(await both("list", "bun only")).toEqual({ value: ["work"] })
      const next = freshSecret()
      await both("store", "bun only", next)
      expect(await both("read", "bun only")).toEqual({ value: next })
      expect(await own("read", "bun only")).toEqual({ value: null })
      await both("remove", "bun only")
      expect(await both("read", "bun only")).toEqual({ value: null })
    })

    test("with Bun's own API, a locked or missing keychain is an error that says what to do, and the old value is kept", async () => {
      const old = freshSecret()
      const own = (...operation: string[]) => run({ ...bun, folder }, keychain().environment, ...operation)
      await own("store", "bun locked", old)
      keychain().lock()
      try {
        for (const operation of [["read"], ["store", "x"], ["remove"]]) {
          const outcome = await own(operation[0]!, "bun locked", ...operation.slice(1))
          expect(outcome, operation[0]).toMatchObject({ code: "unavailable", transient: true })
          expect(outcome.message).toContain("The keychain is locked")
        }
      } finally {
        await keychain().unlock()
      }
      expect(await own("read", "bun locked")).toEqual({ value: old })
      const environment = { ...keychain().environment, DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" }
      expect(await run({ ...bun, folder }, environment, "read", "x")).toMatchObject({ code: "unsupported" })
    })
  })
})
