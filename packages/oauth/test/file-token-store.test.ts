import { spawnSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { open as openFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { ClientSecretsError, createSecret } from "@client-secrets/core"
import type { Tokens } from "@client-secrets/oauth"
import { fileTokenStore, type TokenKey } from "@client-secrets/oauth/local"
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import { print, rejectionOf } from "./fixtures/print.ts"

let root: string
let folder: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "token-store-"))
})
afterAll(() => rmSync(root, { recursive: true }))
let count = 0
beforeEach(() => {
  folder = join(root, String(++count), "tokens")
})

const key: TokenKey = {
  clientId: "example-client",
  issuer: "https://as.example.com",
  tokenUri: "https://as.example.com/token",
  account: "",
}
const secret = freshSecret()
const tokens: Tokens = {
  accessToken: createSecret(secret),
  tokenType: "bearer",
  scope: "a b",
  expiresAt: 1_800_000_000_000,
  refreshToken: createSecret(`${secret}-refresh`),
  idToken: createSecret(`${secret}-id`),
  claims: { iss: "https://as.example.com", sub: "ada", aud: "example-client", exp: 1, iat: 1 },
}

function fileOf(): string {
  return join(folder, readdirSync(folder)[0]!)
}

test("lock() rejects with the reason of the caller's signal itself", async () => {
  const store = fileTokenStore(folder)
  const release = await store.lock!(key, {})
  for (const reason of [new Error("the caller's"), new ClientSecretsError("aborted", "the caller's"), "enough"]) {
    expect(await rejectionOf(store.lock!(key, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    const controller = new AbortController()
    const waiting = rejectionOf(store.lock!(key, { signal: controller.signal }))
    setTimeout(() => controller.abort(reason), 30)
    expect(await waiting).toBe(reason)
  }
  await release()
})

test("returns what was stored", async () => {
  const store = fileTokenStore(folder)
  expect(await store.get(key)).toBeUndefined()
  expect(existsSync(folder)).toBe(false)
  await store.set(key, tokens)
  const found = await fileTokenStore(folder).get(key)
  expect(found).toEqual(tokens)
  expect(found?.accessToken.reveal()).toBe(secret)
  expect(found?.refreshToken?.reveal()).toBe(`${secret}-refresh`)
  expect(found?.idToken?.reveal()).toBe(`${secret}-id`)
  await store.set(key, { accessToken: createSecret("EXAMPLE_NEW"), tokenType: "bearer", scope: "a" })
  expect(Object.keys((await store.get(key))!).sort()).toEqual(["accessToken", "scope", "tokenType"])
  await store.delete(key)
  expect(await store.get(key)).toBeUndefined()
  await store.delete(key)
})

test("only the user may read the file, and its name reveals nothing", async () => {
  await fileTokenStore(folder).set(key, tokens)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[\da-f]{64}\.json$/)])
  expect(statSync(fileOf()).mode & 0o777).toBe(0o600)
})

test.each([
  ["client", { clientId: "other" }],
  ["issuer", { issuer: "https://other.example.com" }],
  ["token endpoint", { tokenUri: "https://evil.example.com/token" }],
  ["resource", { resource: "https://mcp.example.com/" }],
  ["account", { account: "grace" }],
])("another %s has separate tokens", async (_, part) => {
  const store = fileTokenStore(folder)
  await store.set(key, tokens)
  expect(await store.get({ ...key, ...part })).toBeUndefined()
  await store.set({ ...key, ...part }, tokens)
  expect(readdirSync(folder).length).toBe(2)
})

describe("refuses", () => {
  test.each([0o750, 0o705, 0o770, 0o777])("a folder of mode %o", async mode => {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, mode)
    const store = fileTokenStore(folder)
    await expect(store.get(key)).rejects.toMatchObject({ code: "untrusted_location" })
    await expect(store.set(key, tokens)).rejects.toThrow("can be entered by others. Run chmod 700 on it")
    expect(readdirSync(folder)).toEqual([])
  })

  test("a link in place of the folder", async () => {
    const real = join(root, "real")
    mkdirSync(real, { mode: 0o700, recursive: true })
    mkdirSync(join(folder, ".."), { recursive: true })
    symlinkSync(real, folder)
    await expect(fileTokenStore(folder).set(key, tokens)).rejects.toMatchObject({ code: "untrusted_location" })
    await expect(fileTokenStore(folder).get(key)).rejects.toMatchObject({ code: "untrusted_location" })
    expect(readdirSync(real)).toEqual([])
  })

  test("a file in place of the folder", async () => {
    mkdirSync(join(folder, ".."), { recursive: true })
    writeFileSync(folder, "")
    await expect(fileTokenStore(folder).get(key)).rejects.toMatchObject({ code: "untrusted_location" })
    expect(ClientSecretsError.is(await rejectionOf(fileTokenStore(folder).set(key, tokens)))).toBe(true)
  })

  test("a link in place of a file, which is neither read nor written through", async () => {
    const store = fileTokenStore(folder)
    await store.set(key, tokens)
    const target = join(root, "target.json")
    renameSync(fileOf(), target)
    const before = readFileSync(target, "utf8")
    await store.set(key, tokens)
    const name = fileOf()
    rmSync(name)
    symlinkSync(target, name)
    await expect(store.get(key)).rejects.toMatchObject({ code: "untrusted_location" })
    await expect(store.set(key, { ...tokens, scope: "other" })).rejects.toMatchObject({ code: "untrusted_location" })
    expect(readFileSync(target, "utf8")).toBe(before)
  })

  test.each(["", "{", "null", "[]", '{"tokens":{}}', '{"key":{},"tokens":{"access_token":"x"}}'])(
    "a file that was edited by hand: %s",
    async text => {
      const store = fileTokenStore(folder)
      await store.set(key, tokens)
      writeFileSync(fileOf(), text)
      const error = await rejectionOf(store.get(key))
      expect(error).toMatchObject({ code: "invalid" })
      expect((error as Error).message).toContain("does not hold the tokens that were stored there")
    },
  )

  test("a file of another key that was moved here", async () => {
    const store = fileTokenStore(folder)
    await store.set({ ...key, account: "grace" }, tokens)
    const stolen = readFileSync(fileOf())
    rmSync(fileOf())
    await store.set(key, tokens)
    writeFileSync(fileOf(), stolen)
    await expect(store.get(key)).rejects.toMatchObject({ code: "invalid" })
  })

  test("a file of more than a mebibyte", async () => {
    const store = fileTokenStore(folder)
    await store.set(key, tokens)
    writeFileSync(fileOf(), `${JSON.stringify({ key, tokens: {} })}${" ".repeat(1_048_577)}`)
    await expect(store.get(key)).rejects.toMatchObject({ code: "invalid" })
  })
})

test("a failed write changes nothing and leaves no other file", async () => {
  const store = fileTokenStore(folder)
  await store.set(key, tokens)
  const circular: Record<string, unknown> = {}
  circular["self"] = circular
  await rejectionOf(store.set(key, { ...tokens, claims: circular as never }))
  expect(await store.get(key)).toEqual(tokens)
  expect(readdirSync(folder).length).toBe(1)
})

test("the new content is on the disk before it replaces the old one", async () => {
  const store = fileTokenStore(folder)
  await store.set(key, tokens)
  const file = fileOf()
  const before = readFileSync(file, "utf8")
  const handle = await openFile(file, "r")
  const seen: string[] = []
  const sync = vi.spyOn(Object.getPrototypeOf(handle), "sync").mockImplementation(async () => {
    seen.push(readFileSync(file, "utf8") === before ? "old" : "new")
  })
  await store.set(key, { ...tokens, scope: "other" })
  sync.mockRestore()
  await handle.close()
  // The file, and after the rename its folder.
  expect(seen).toEqual(["old", "new"])
})

test("after a hundred simultaneous writers one complete file exists", async () => {
  const store = fileTokenStore(folder)
  await Promise.all(Array.from({ length: 100 }, (_, index) => store.set(key, { ...tokens, scope: `s${index}` })))
  expect((await store.get(key))?.scope).toMatch(/^s\d+$/)
  expect(readdirSync(folder).length).toBe(1)
})

test("errors contain the folder and the system's code, but no token and no file name", async () => {
  const file = join(root, "file")
  writeFileSync(file, "")
  const store = fileTokenStore(join(file, "tokens"))
  const error = await rejectionOf(store.set(key, tokens))
  expect(ClientSecretsError.is(error)).toBe(true)
  expect((error as Error).message).toBe(`The tokens in ${join(file, "tokens")} cannot be reached (ENOTDIR).`)
  expect(findLeaks([secret], print(error))).toEqual([])
})

test.each([undefined, "", 1])("throws a TypeError for the folder %j", value => {
  expect(() => fileTokenStore(value as never)).toThrow(TypeError)
})

test.each(["~", "~/tokens", "~ada/tokens"])("throws a TypeError for %s, which only a shell expands", value => {
  expect(() => fileTokenStore(value)).toThrow("fileTokenStore() does not expand ~")
})

describe("the leftover file of a killed program", () => {
  /** Kills a process between writing its temporary file and renaming it. */
  function stopWriter(): void {
    const program = `
      import fs from "node:fs/promises"
      import { syncBuiltinESMExports } from "node:module"
      fs.rename = () => process.kill(process.pid, "SIGKILL")
      syncBuiltinESMExports()
      const { createSecret } = await import("@client-secrets/core")
      const { fileTokenStore } = await import("@client-secrets/oauth/local")
      const tokens = { accessToken: createSecret("EXAMPLE"), tokenType: "bearer", scope: "a", refreshToken: createSecret("EXAMPLE_LEFT") }
      await fileTokenStore(${JSON.stringify(folder)}).set(${JSON.stringify(key)}, tokens)
    `
    const cwd = new URL("..", import.meta.url)
    const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd })
    expect(signal).toBe("SIGKILL")
  }

  test.each(["set", "delete"])("is removed by the next %s", async operation => {
    stopWriter()
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.tmp$/)])
    expect(readFileSync(fileOf(), "utf8")).toContain("EXAMPLE_LEFT")
    const store = fileTokenStore(folder)
    if (operation === "set") await store.set(key, tokens)
    else await store.delete(key)
    expect(readdirSync(folder).length).toBe(operation === "set" ? 1 : 0)
  })

  test("is removed a minute later if its process may still run", async () => {
    const store = fileTokenStore(folder)
    await store.set(key, tokens)
    const leftover = `${fileOf()}.${process.pid}.0123456789abcdef.tmp`
    writeFileSync(leftover, "EXAMPLE_LEFT")
    await store.set(key, tokens)
    expect(existsSync(leftover)).toBe(true)
    const past = new Date(Date.now() - 61_000)
    utimesSync(leftover, past, past)
    await store.set(key, tokens)
    expect(readdirSync(folder).length).toBe(1)
  })

  test("is removed without the files of other keys", async () => {
    const store = fileTokenStore(folder)
    await store.set(key, tokens)
    await store.set({ ...key, account: "grace" }, tokens)
    await store.delete(key)
    expect(await store.get({ ...key, account: "grace" })).toEqual(tokens)
  })
})

test("a polluted Object.prototype neither adds to stored tokens nor replaces them", async () => {
  const store = fileTokenStore(folder)
  const few = { accessToken: createSecret("EXAMPLE_NEW"), tokenType: "bearer", scope: "a" }
  const polluted = Object.prototype as Record<string, unknown>
  try {
    Object.assign(polluted, {
      refreshToken: createSecret("EXAMPLE_EVIL"),
      refresh_token: "EXAMPLE_EVIL",
      claims: { sub: "evil" },
    })
    await store.set(key, few)
    expect(readFileSync(fileOf(), "utf8")).not.toContain("EXAMPLE_EVIL")
    expect(Object.keys((await store.get(key))!).sort()).toEqual(["accessToken", "scope", "tokenType"])
    Object.assign(polluted, { key, tokens: { access_token: "EXAMPLE_EVIL", token_type: "bearer", scope: "a" } })
    writeFileSync(fileOf(), "{}")
    expect(await rejectionOf(store.get(key))).toMatchObject({ code: "invalid" })
  } finally {
    for (const name of ["refreshToken", "refresh_token", "claims", "key", "tokens"]) delete polluted[name]
  }
})

describe("encryption", () => {
  const xor = (bytes: Uint8Array) => bytes.map(byte => byte ^ 0x5a)
  const seal = (text: string) => xor(new TextEncoder().encode(text))
  const open = (sealed: Uint8Array) => new TextDecoder().decode(xor(sealed))

  test("writes nothing readable, can list the keys, and reads older unencrypted files", async () => {
    await fileTokenStore(folder).set(key, tokens)
    const store = fileTokenStore(folder, { seal, open: async sealed => open(sealed) })
    expect(await store.get(key)).toEqual(tokens)
    await store.set(key, tokens)
    expect(findLeaks([secret], { file: readFileSync(fileOf(), "utf8") })).toEqual([])
    expect(await store.get(key)).toEqual(tokens)
    expect(await store.list!()).toEqual([key])
    await expect(fileTokenStore(folder).get(key)).rejects.toThrow("are encrypted. Pass the option open.")
  })

  test("does not print what the functions throw, and a failed write changes nothing", async () => {
    await fileTokenStore(folder, { seal, open }).set(key, tokens)
    const before = readFileSync(fileOf(), "utf8")
    const fail = (value: unknown) => {
      throw new Error(`cannot use ${value}`)
    }
    const broken = fileTokenStore(folder, { seal: fail, open: fail })
    for (const call of [() => broken.get(key), () => broken.set(key, tokens)]) {
      const error = await rejectionOf(call())
      expect(error).toMatchObject({ code: "unavailable" })
      expect(findLeaks([secret], print(error))).toEqual([])
    }
    expect(readFileSync(fileOf(), "utf8")).toBe(before)
  })

  test("throws a TypeError for one function without the other", () => {
    expect(() => fileTokenStore(folder, { seal })).toThrow("both `seal` and `open`")
  })
})
