import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { describeWithKeychain } from "@client-secrets/conformance/keychain"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Liar, type Outgoing, startLiar } from "../../oauth/test/fixtures/liar.ts"
import { machine } from "./machine.ts"
import type { CliResult } from "./run-cli.ts"

// docs/security.md#message-content, for the commands that sign in and those that move files: no part of a secret or a token
// is printed, or written outside of the sign-in, whatever the provider, the file or the keychain does.

/** Values that must not be printed. */
interface Canaries {
  readonly secret: string
  readonly code: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly newAccessToken: string
}

function canariesOf(): Canaries {
  const names = ["secret", "code", "accessToken", "refreshToken", "newAccessToken"]
  return Object.fromEntries(names.map(name => [name, freshSecret()])) as unknown as Canaries
}

let liar: Liar
beforeAll(async () => {
  liar = await startLiar()
})
afterAll(() => liar.close())

function fileOf({ secret }: Canaries, more: object = {}): string {
  const client = {
    client_id: "liar-client",
    client_secret: secret,
    redirect_uris: ["http://127.0.0.1/callback"],
    auth_uri: `${liar.issuer}/auth`,
    token_uri: `${liar.issuer}/token`,
    revoke_uri: `${liar.issuer}/revoke`,
    ...more,
  }
  return JSON.stringify({ installed: client }, undefined, 2)
}

const quoteOf = (heard: string, canaries: Canaries) => `${heard} ${Object.values(canaries).join(" ")}`

/** Answers of the token endpoint and the revocation endpoint. */
const answers: Readonly<Record<string, (heard: string, canaries: Canaries) => Outgoing>> = {
  ...Object.fromEntries(
    ["invalid_client", "invalid_grant", "server_error"].map(error => [
      `${error} that repeats everything`,
      (heard: string, canaries: Canaries): Outgoing => ({
        status: 400,
        headers: { "www-authenticate": `Basic realm="${canaries.secret}"` },
        body: { error, error_description: quoteOf(heard, canaries), error_uri: canaries.code },
      }),
    ]),
  ),
  "an error that is the secret": (_, { secret }) => ({ status: 401, body: { error: secret } }),
  "an error in base64": (_, { secret }) => ({ status: 400, body: { error: "x", error_description: btoa(secret) } }),
  "a page": (heard, canaries) => ({ status: 503, body: `<html>${quoteOf(heard, canaries)}` }),
  "a redirect": (heard, { secret }) => ({
    status: 302,
    headers: { location: `https://${secret}.example/` },
    body: heard,
  }),
  "truncated tokens": (_, { newAccessToken }) => ({ body: `{"access_token":"${newAccessToken}` }),
  "a token that is a list": (_, { newAccessToken }) => ({
    body: { access_token: [newAccessToken], token_type: "bearer" },
  }),
  "a lifetime that is a token": (_, { newAccessToken }) => ({
    body: { access_token: newAccessToken, token_type: "bearer", expires_in: newAccessToken },
  }),
}

/** Tokens that have expired when the next command runs. */
function signInOf({ accessToken, refreshToken }: Canaries, lifetime = 1): Outgoing {
  return {
    body: {
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: "bearer",
      expires_in: lifetime,
      scope: "openid email",
    },
  }
}

/** A provider that redirects the browser immediately, and answers as instructed. */
function answerWith(canaries: Canaries, answer: (heard: string) => Outgoing): void {
  liar.answers["/auth"] = ({ url }) => {
    const back = `${url.searchParams.get("redirect_uri")}?code=${canaries.code}&state=${url.searchParams.get("state")}`
    return { status: 302, headers: { location: back } }
  }
  for (const path of ["/token", "/revoke"])
    liar.answers[path] = ({ body, headers }) => answer(`${body} ${JSON.stringify(headers)}`)
}

/** The content of all files in a folder, except those that are meant to hold a secret. */
function filesIn(folder: string, intended: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter(path => !intended.some(place => path.startsWith(join(folder, place))))
      .map(path => [path, readFileSync(path, "latin1")]),
  )
}

const tokenFolder = "state/client-secrets/tokens"
const clientFile = "client_secrets.json"

function expectNoLeak(
  name: string,
  canaries: Canaries,
  { stdout, stderr }: CliResult,
  more: Readonly<Record<string, string>> = {},
): void {
  expect(findLeaks(Object.values(canaries), { stdout, stderr, ...more }), name).toEqual([])
}

const reporters = ["human", "github", "json", "sarif"] as const

test("login, token, accounts and logout print nothing of a provider's answer", async () => {
  for (const [index, [name, answer]] of Object.entries(answers).entries()) {
    const format = reporters[index % reporters.length]!
    const canaries = canariesOf()
    const { folder, run } = machine({ [clientFile]: fileOf(canaries) })
    const ask = (...words: string[]) => run(words.includes("--json") ? words : [...words, "--format", format])
    answerWith(canaries, heard => answer(heard, canaries))
    const refused = await ask("login", "--scope", "read")
    expect([name, refused.exitCode === 0]).toEqual([name, false])
    expectNoLeak(`${name}, login`, canaries, refused, filesIn(folder, [clientFile]))
    answerWith(canaries, () => signInOf(canaries))
    const login = await ask("login", "--scope", "read")
    expect(login.exitCode, login.stderr).toBe(0)
    expectNoLeak(`${name}, a login that works`, canaries, login, filesIn(folder, [clientFile, tokenFolder]))
    answerWith(canaries, heard => answer(heard, canaries))
    for (const words of [
      ["token"],
      ["token", "--headers"],
      ["token", "--json"],
      ["accounts"],
      ["accounts", "--json"],
    ]) {
      const result = await (format === "sarif" ? run(words) : ask(...words))
      expect([name, words, result.exitCode === 0]).toEqual([name, words, words[0] === "accounts"])
      expectNoLeak(`${name}, ${words.join(" ")}`, canaries, result, filesIn(folder, [clientFile, tokenFolder]))
    }
    const logout = await ask("logout")
    // Signed out in every case: the file is removed, and the other files contain nothing.
    expectNoLeak(`${name}, logout`, canaries, logout, filesIn(folder, [clientFile]))
  }
}, 300_000)

test("token prints the access token, and no other secret", async () => {
  const canaries = canariesOf()
  const { folder, run } = machine({ [clientFile]: fileOf(canaries) })
  answerWith(canaries, () => signInOf(canaries, 3_600))
  const login = await run(["login"], { GITHUB_ACTIONS: "true" })
  expect(login.exitCode, login.stderr).not.toBe(0)
  expectNoLeak("a login for openid whose issuer nothing names", canaries, login)
  expect((await run(["login", "--scope", "read"])).exitCode).toBe(0)
  const { accessToken, ...others } = canaries
  for (const words of [["token"], ["token", "--headers"], ["token", "--json"], ["token", "--headers", "--json"]]) {
    const { exitCode, stdout, stderr } = await run(words)
    expect([words, exitCode, stdout.includes(accessToken)]).toEqual([words, 0, true])
    expect(findLeaks(Object.values(others), { stdout }), words.join(" ")).toEqual([])
    expect(findLeaks(Object.values(canaries), { stderr, ...filesIn(folder, [clientFile, tokenFolder]) })).toEqual([])
  }
}, 60_000)

/** The file of a sign-in after another program changed it. */
const tokenFiles: Readonly<Record<string, (text: string) => string>> = {
  truncated: text => text.slice(0, -8),
  "a superfluous quote": text => text.replace('"access_token"', '""access_token"'),
  "a list": text => `[${text}]`,
  "no token": text => text.replace('"access_token"', '"access"'),
}

test("prints nothing of a sign-in that was edited by hand, or that other users can access", async () => {
  const canaries = canariesOf()
  const { folder, run } = machine({ [clientFile]: fileOf(canaries) })
  answerWith(canaries, () => signInOf(canaries, 3_600))
  expect((await run(["login", "--scope", "read"])).exitCode).toBe(0)
  const tokens = join(folder, tokenFolder)
  const path = join(tokens, readdirSync(tokens).find(name => name.endsWith(".json"))!)
  const text = readFileSync(path, "utf8")
  const changes: Record<string, () => void> = {
    ...Object.fromEntries(
      Object.entries(tokenFiles).map(([name, change]) => [name, () => writeFileSync(path, change(text))]),
    ),
    "a folder that others can access": () => {
      writeFileSync(path, text)
      chmodSync(tokens, 0o777)
    },
    "a folder in place of the file": () => {
      chmodSync(tokens, 0o700)
      rmSync(path)
      mkdirSync(path)
    },
  }
  for (const [name, change] of Object.entries(changes)) {
    change()
    for (const words of [["token"], ["token", "--headers"], ["accounts"], ["login", "--scope", "read"]]) {
      if (words[0] === "login" && name !== "a folder that others can enter") continue
      const result = await run(words)
      expectNoLeak(`${name}, ${words.join(" ")}`, canaries, result, filesIn(folder, [clientFile, tokenFolder]))
    }
  }
}, 120_000)

/** A client file that cannot be used. */
const damages: Readonly<Record<string, (text: string, secret: string) => string>> = {
  truncated: text => text.slice(0, -4),
  "an unquoted secret": (text, secret) => text.replace(`"${secret}"`, secret),
  "a stray quote": (text, secret) => text.replace(`"${secret}"`, `""${secret}"`),
  "the secret as a member's name": (text, secret) => text.replace('"client_id"', `"${secret}"`),
  "the secret in a redirect URI": (text, secret) => text.replace("/callback", `/callback?x=${secret}`),
  "the secret as the project": (text, secret) => text.replace('"client_id"', `"project_id": "${secret}", "client_id"`),
  "the secret as a host": (text, secret) => text.replace(/"token_uri": "[^"]*"/, `"token_uri": "http://${secret}"`),
  "the secret as the client type": (text, secret) => text.replace("installed", secret),
  "the bare secret": (_, secret) => secret,
  "a service account": (_, secret) => JSON.stringify({ type: "service_account", private_key: secret }),
  tokens: (_, secret) => JSON.stringify({ access_token: secret, refresh_token: secret }),
}

test("no command prints a client file that cannot be used", async () => {
  const commands = [["login"], ["token", "--headers"], ["accounts"], ["logout"], ["init", "--script"]]
  for (const [index, [name, damage]] of Object.entries(damages).entries()) {
    const canaries = canariesOf()
    const { folder, run } = machine({ [clientFile]: damage(fileOf(canaries), canaries.secret), "package.json": "{}" })
    answerWith(canaries, () => ({ status: 400, body: {} }))
    for (const words of commands) {
      const result = await run([...words, "--format", reporters[index % reporters.length]!])
      expect([name, words, result.exitCode === 0]).toEqual([name, words, words[0] === "init"])
      expectNoLeak(`${name}, ${words.join(" ")}`, canaries, result, filesIn(folder, [clientFile]))
    }
  }
}, 120_000)

test("init writes no secret of a valid file into the configuration, even if the client is named after the file", async () => {
  const canaries = canariesOf()
  const { folder, run } = machine({
    [clientFile]: fileOf(canaries, { auth_uri: undefined, token_uri: undefined }),
    "package.json": "{}",
    "biome.json": "{}",
    ".git/hooks/": "",
  })
  const result = await run(["init", "--script", "--pre-commit"])
  expect(result.exitCode, result.stderr).toBe(0)
  expectNoLeak("init", canaries, result, filesIn(folder, [clientFile]))
})

test("does not repeat an unknown word, which may be a secret", async () => {
  const { run } = machine({ [clientFile]: fileOf(canariesOf()) })
  const misuse: readonly ((secret: string) => readonly string[])[] = [
    secret => ["explain", secret],
    secret => ["explain", "placeholder", secret],
    secret => [secret],
    secret => ["login", `--${secret}`],
    secret => ["login", "--port", secret],
    secret => ["login", "--app", `../${secret}`],
    secret => ["login", clientFile, secret],
    secret => ["token", `--headers=${secret}`],
    secret => ["setup", secret],
    secret => ["setup", "--type", secret],
    secret => ["setup", "--timeout", secret],
    secret => ["keychain", secret],
    secret => ["keychain", "remove", secret],
    secret => ["init", secret],
    secret => ["logout", "--format", secret],
    secret => ["accounts", "--format", secret, `-${secret}`],
  ]
  for (const words of misuse) {
    const canaries = canariesOf()
    const { exitCode, ...texts } = await run(words(canaries.secret))
    expect([words("…"), exitCode]).toEqual([words("…"), expect.toSatisfy(code => code !== 0)])
    expectNoLeak(words("…").join(" "), canaries, { exitCode, ...texts })
  }
}, 60_000)

test("setup prints nothing of the downloads that it refuses, and does not move them", async () => {
  const canaries = canariesOf()
  const { folder, run } = machine()
  // A browser that saves everything when it is opened.
  const prepared = Object.entries(damages).map(
    ([name, damage], index) =>
      [`client_secret_${index}.json`, damage(fileOf(canaries), canaries.secret), name] as const,
  )
  mkdirSync(join(folder, "prepared"))
  for (const [file, text] of prepared) writeFileSync(join(folder, "prepared", file), text)
  writeFileSync(join(folder, "bin/xdg-open"), `#!/bin/sh\ncp "${folder}"/prepared/* "${folder}"/Downloads/\n`)
  const result = await run(["setup", "--downloads", "Downloads", "--timeout", "0.06"])
  expect([result.exitCode, result.stderr]).toEqual([5, expect.stringContaining("was downloaded in time")])
  // Each was examined.
  for (const [file] of prepared) expect(result.stderr).toContain(file)
  expectNoLeak("setup", canaries, result, filesIn(folder, ["prepared", "Downloads"]))
  for (const [file, text] of prepared) expect(readFileSync(join(folder, "Downloads", file), "utf8")).toBe(text)
}, 60_000)

test("setup moves the correct download, and prints nothing of it", async () => {
  const canaries = canariesOf()
  const { folder, run } = machine({ "prepared.json": fileOf(canaries) })
  writeFileSync(
    join(folder, "bin/xdg-open"),
    `#!/bin/sh\ncp "${folder}/prepared.json" "${folder}/Downloads/client_secret_1.json"\n`,
  )
  for (const format of reporters) {
    const result = await run(["setup", "--downloads", "Downloads", "--timeout", "1", "--force", "--format", format])
    expect([format, result.exitCode]).toEqual([format, 0])
    const place = "config/client-secrets/client_secrets.json"
    expect(existsSync(join(folder, place))).toBe(true)
    expectNoLeak(`setup, ${format}`, canaries, result, filesIn(folder, ["prepared.json", place]))
  }
}, 60_000)

describeWithKeychain("a real gnome-keyring", keychain => {
  test("keychain add prints nothing, and leaves the secret in no file", async () => {
    for (const format of reporters) {
      const canaries = canariesOf()
      const { folder, run } = machine({ [clientFile]: fileOf(canaries) })
      const environment = { ...keychain().environment, HOME: folder }
      const added = await run(["keychain", "add", "--format", format], environment)
      expect([format, added.exitCode]).toEqual([format, 0])
      // The keyring itself is the intended place.
      const intended = [".local/share/keyrings", "keyrings"]
      expectNoLeak(`add, ${format}`, canaries, added, filesIn(folder, intended))
      answerWith(canaries, heard => ({ status: 400, body: { error: "invalid_client", error_description: heard } }))
      const login = await run(["login", "--scope", "read", "--format", format], environment)
      expect(login.exitCode).not.toBe(0)
      expectNoLeak(`login, ${format}`, canaries, login, filesIn(folder, intended))
      const removed = await run(["keychain", "remove", "--format", format], environment)
      expectNoLeak(`remove, ${format}`, canaries, removed, filesIn(folder, intended))
    }
  }, 120_000)

  test("keychain add prints nothing of a file that cannot be used, or if the keychain is locked", async () => {
    for (const [name, damage] of Object.entries(damages)) {
      const canaries = canariesOf()
      const { folder, run } = machine({ [clientFile]: damage(fileOf(canaries), canaries.secret) })
      const result = await run(["keychain", "add"], { ...keychain().environment, HOME: folder })
      expect([name, result.exitCode]).toEqual([name, expect.toSatisfy(code => code !== 0)])
      expectNoLeak(name, canaries, result, filesIn(folder, [clientFile]))
    }
    keychain().lock()
    try {
      const canaries = canariesOf()
      const { folder, run } = machine({ [clientFile]: fileOf(canaries) })
      const result = await run(["keychain", "add"], { ...keychain().environment, HOME: folder })
      expect(result.exitCode).toBe(5)
      expectNoLeak("a locked keychain", canaries, result, filesIn(folder, [clientFile]))
    } finally {
      await keychain().unlock()
    }
  }, 120_000)
})

// Only on Linux a missing bus guarantees that there is no keychain.
test.runIf(process.platform === "linux")(
  "without a keychain, keychain add prints nothing and changes nothing",
  async () => {
    const canaries = canariesOf()
    const text = fileOf(canaries)
    const { folder, run } = machine({ [clientFile]: text })
    const environment = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/nowhere`, XDG_RUNTIME_DIR: folder }
    const result = await run(["keychain", "add"], environment)
    expect([result.exitCode, readFileSync(join(folder, clientFile), "utf8")]).toEqual([5, text])
    expectNoLeak("no keychain", canaries, result, filesIn(folder, [clientFile]))
  },
)
