import { execFile, spawnSync } from "node:child_process"
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createSecret, parseClientSecrets } from "@client-secrets/core"
import { fileTokenStore, type StoredTokens, signIn, type TokenKey } from "@client-secrets/oauth/local"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Liar, startLiar } from "./fixtures/liar.ts"
import { startProvider, type TestProvider } from "./fixtures/provider.ts"

const program = fileURLToPath(new URL("fixtures/renew.mjs", import.meta.url))
const scope = "openid profile offline_access"

interface Result {
  readonly token?: string
  readonly code?: string
  readonly message?: string
  readonly operations?: readonly string[]
  readonly signal?: string
}

/** Runs the program in a separate process. */
function run(options: object): Promise<Result> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, JSON.stringify(options)], (error, output, errors) => {
      if (error?.signal) return resolve({ signal: error.signal })
      if (error) return reject(new Error(errors))
      resolve(JSON.parse(output) as Result)
    })
  })
}

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "processes-")), "tokens")
})
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }))

describe("with oidc-provider, which rotates refresh tokens and revokes the sign-in if one is used twice", () => {
  let provider: TestProvider
  beforeAll(async () => {
    provider = await startProvider()
  })
  afterAll(() => provider.close())

  test("six processes that need a new token at the same time send one request, and the sign-in remains valid", async () => {
    const { type, ...members } = provider.file("native")
    const file = JSON.stringify({ [type]: members })
    const store = fileTokenStore(folder)
    const browse = async (url: string) => {
      const query = new URLSearchParams({ url, decision: "approve" })
      const callback = (await (await fetch(`${provider.issuer}/robot/sign-in?${query}`)).json()) as string
      await (await fetch(callback)).text()
    }
    await signIn(parseClientSecrets(file), {
      store,
      scope,
      authorization: { prompt: "consent" },
      openBrowser: url => void browse(url),
    })
    for (let round = 1; round <= 2; round++) {
      await expire()
      const before = provider.requests.length
      const results = await Promise.all(Array.from({ length: 6 }, () => run({ file, folder })))
      expect(results.map(({ code, message }) => ({ code, message }))).toEqual(Array(6).fill({}))
      expect(new Set(results.map(({ token }) => token)).size).toBe(1)
      expect(provider.requests.slice(before).filter(request => request === "POST /token").length).toBe(1)
    }

    /** As if an hour had passed. */
    async function expire(): Promise<void> {
      const [key] = await store.list!()
      await store.set(key!, { ...(await store.get(key!))!, expiresAt: 0 })
    }
  })
})

describe("with a provider that accepts each refresh token once", () => {
  let liar: Liar
  let requests: number
  beforeAll(async () => {
    liar = await startLiar()
  })
  afterAll(() => liar.close())
  beforeEach(() => {
    requests = 0
    liar.answers["/token"] = async ({ form }) => {
      requests++
      const number = Number(form.get("refresh_token")!.split("_").at(-1))
      const next = { access_token: `EXAMPLE_ACCESS_${number + 1}`, refresh_token: `EXAMPLE_REFRESH_${number + 1}` }
      const claims = { iss: liar.issuer, sub: "ada", aud: "liar-client", exp: 4_000_000_000, iat: 1 }
      return { body: { ...next, token_type: "bearer", expires_in: 3600, id_token: await liar.sign(claims) } }
    }
  })

  const file = () =>
    JSON.stringify({
      installed: {
        client_id: "liar-client",
        client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
        redirect_uris: ["http://127.0.0.1"],
        auth_uri: `${liar.issuer}/auth`,
        token_uri: `${liar.issuer}/token`,
        issuer: liar.issuer,
      },
    })
  const key = (): TokenKey => ({
    clientId: "liar-client",
    issuer: liar.issuer,
    tokenUri: `${liar.issuer}/token`,
    account: "",
  })
  const expired: StoredTokens = {
    accessToken: createSecret("EXAMPLE_ACCESS_1"),
    tokenType: "bearer",
    scope,
    expiresAt: 0,
    refreshToken: createSecret("EXAMPLE_REFRESH_1"),
  }

  test("a process that is killed before any operation leaves either the old sign-in or the new one, and nothing else", async () => {
    await fileTokenStore(folder).set(key(), expired)
    const { operations } = await run({ file: file(), folder })
    expect(operations).toContain("link")
    expect(operations).toContain("rename")
    const steps = operations!.map((_, index) => index + 1)
    // A few in parallel: each is a process.
    while (steps.length > 0) await Promise.all(steps.splice(0, 4).map(crashAt))

    async function crashAt(step: number): Promise<void> {
      const place = join(folder, "..", `crash-${step}`)
      const store = fileTokenStore(place)
      await store.set(key(), expired)
      expect(await run({ file: file(), folder: place, crashAt: step }), operations![step - 1]).toEqual({
        signal: "SIGKILL",
      })
      const left = await store.get(key())
      expect(left?.refreshToken?.reveal(), operations![step - 1]).toMatch(/^EXAMPLE_REFRESH_[12]$/)
      // The next program continues immediately: it does not wait for the lock of the killed one.
      const startedAt = Date.now()
      const next = await run({ file: file(), folder: place })
      expect(next.token, JSON.stringify(next)).toMatch(/^EXAMPLE_ACCESS_[23]$/)
      expect(Date.now() - startedAt).toBeLessThan(50_000)
      await store.set(key(), (await store.get(key()))!)
      // A lock that is no longer needed may be left: it names a process, and contains no token.
      const names = readdirSync(place).filter(name => !name.endsWith(".lock"))
      expect(names, operations![step - 1]).toEqual([expect.stringMatching(/^[\da-f]{64}\.json$/)])
    }
  }, 120_000)

  test("processes that find the lock of a killed one never send two requests with one token", async () => {
    const store = fileTokenStore(folder)
    for (let round = 1; round <= 6; round++) {
      await store.set(key(), expired)
      const [name] = readdirSync(folder)
      const dead = spawnSync(process.execPath, ["-e", ""]).pid
      writeFileSync(join(folder, `${name}.lock`), JSON.stringify({ id: "x", processId: dead, machine: "" }))
      makeOld(join(folder, `${name}.lock`))
      const before = requests
      const results = await Promise.all(Array.from({ length: 5 }, () => run({ file: file(), folder })))
      expect(results.map(({ token }) => token)).toEqual(Array(5).fill("EXAMPLE_ACCESS_2"))
      expect(requests - before).toBe(1)
    }
  }, 120_000)

  describe.runIf(canMount())("on a separate disk", () => {
    test.each([
      [
        "is full",
        "dd if=/dev/zero of=DISK/filler bs=1k count=1000 2>/dev/null || true",
        "unavailable",
        "the disk is full",
      ],
      ["is read-only", "mount -o remount,ro DISK", "denied", "permission denied (EROFS)"],
    ])("that %s: sends no refresh token, and keeps the old sign-in", async (_, command, code, sentence) => {
      const disk = join(folder, "..", "disk")
      const options = { file: file(), folder: `${disk}/tokens`, before: command.replaceAll("DISK", disk) }
      const first = `
        import { fileTokenStore } from "@client-secrets/oauth/local"
        import { createSecret } from "@client-secrets/core"
        const tokens = { tokenType: "bearer", scope: ${JSON.stringify(scope)}, expiresAt: 0, accessToken: createSecret("EXAMPLE_ACCESS_1"), refreshToken: createSecret("EXAMPLE_REFRESH_1") }
        await fileTokenStore("${disk}/tokens").set(${JSON.stringify(key())}, tokens)
      `
      const script = [
        `mkdir '${disk}' && mount -t tmpfs -o size=64k tmpfs '${disk}'`,
        `'${process.execPath}' --input-type=module -e "$FIRST"`,
        `'${process.execPath}' '${program}' "$OPTIONS"`,
        `cat '${disk}'/tokens/*; ls '${disk}/tokens'`,
      ].join(" && ")
      const output = await runInNamespace(script, { FIRST: first, OPTIONS: JSON.stringify(options) })
      const [line, ...rest] = output.split("\n")
      expect(JSON.parse(line!)).toMatchObject({ code })
      expect(JSON.parse(line!).message).toContain(sentence)
      expect(rest.join("\n")).toContain("EXAMPLE_REFRESH_1")
      expect(rest.join("\n")).not.toContain(".tmp")
      expect(requests).toBe(0)
    })
  })

  // No folder is read-only for root: there the read-only file system above is the test.
  const testAsUser = process.getuid?.() === 0 ? undefined : test
  testAsUser?.("a folder that may not be written to: no refresh token is sent", async () => {
    const store = fileTokenStore(folder)
    await store.set(key(), expired)
    chmodSync(folder, 0o500)
    expect(await run({ file: file(), folder })).toMatchObject({ code: "denied" })
    chmodSync(folder, 0o700)
    expect(requests).toBe(0)
    expect((await store.get(key()))?.refreshToken?.reveal()).toBe("EXAMPLE_REFRESH_1")
  })
})

function makeOld(path: string): void {
  spawnSync("touch", ["-d", "2 minutes ago", path])
}

/** Whether a test may mount a file system on this machine. */
function canMount(): boolean {
  return spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
}

function runInNamespace(script: string, environment: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...environment }, cwd: fileURLToPath(new URL("..", import.meta.url)) }
    execFile("unshare", ["-rm", "sh", "-c", script], options, (error, output, errors) => {
      if (error) reject(new Error(`${errors}\n${output}`))
      else resolve(output)
    })
  })
}
