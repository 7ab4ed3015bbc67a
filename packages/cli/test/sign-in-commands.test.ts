import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { dirname, join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { describeWithKeychain } from "@client-secrets/conformance/keychain"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startProvider, type TestProvider } from "../../oauth/test/fixtures/provider.ts"
import { machine } from "./machine.ts"
import { exampleFile } from "./run-cli.ts"

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.close())

function nativeFile(): { text: string; secret: string } {
  const { type, ...members } = provider.file("native")
  return { text: JSON.stringify({ [type]: members }), secret: members.client_secret! }
}

test("login, accounts, token and logout, with a real provider", async () => {
  const { text, secret } = nativeFile()
  const { run } = machine({ "client_secrets.json": text })
  const scope = "openid email"
  expect(await run(["token"])).toMatchObject({
    exitCode: 6,
    stdout: "",
    stderr: expect.stringContaining("client-secrets login"),
  })
  const login = await run(["login", "--scope", scope])
  expect([login.exitCode, login.stdout, login.stderr]).toEqual([
    0,
    "",
    expect.stringContaining("Signed in as ada@example.com."),
  ])
  const accounts = await run(["accounts"])
  expect(accounts.stdout).toContain("(the only account)  ada@example.com\n  openid email\n")
  const [first, second] = await Promise.all([run(["token"]), run(["token", "--json"])])
  const token = first.stdout.trimEnd()
  expect([first.exitCode, first.stderr, token]).toEqual([0, "", expect.stringMatching(/^[\w-]{20,}$/)])
  expect(JSON.parse(second.stdout)).toMatchObject({ accessToken: token, exitCode: 0 })
  // The provider itself accepts it.
  const userinfo = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })
  expect(await userinfo.json()).toMatchObject({ email: "ada@example.com" })
  const headers = await run(["token", "--headers"])
  expect(JSON.parse(headers.stdout)).toEqual({ Authorization: `Bearer ${token}` })
  const masked = await run(["token"], { GITHUB_ACTIONS: "true" })
  expect([masked.stdout, masked.stderr]).toEqual([`${token}\n`, `::add-mask::${token}\n`])
  expect((await run(["token", "--account", "other"])).exitCode).toBe(6)
  expect((await run(["token", "--scope", "openid calendar"])).exitCode).toBe(6)
  const logout = await run(["logout"])
  expect([logout.exitCode, logout.stderr]).toEqual([0, "Signed out.\n"])
  expect((await run(["logout"])).stderr).toBe("There was no sign-in for this account.\n")
  expect((await run(["token"])).exitCode).toBe(6)
  expect((await run(["accounts"])).stderr).toContain("Nobody is signed in.")
  expect((await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  assertNoLeak([secret], {
    login: JSON.stringify(login),
    accounts: JSON.stringify(accounts),
    logout: JSON.stringify(logout),
  })
}, 60_000)

test("keeps two accounts separate", async () => {
  const { run } = machine({ "client_secrets.json": nativeFile().text })
  for (const account of ["work", "home"]) expect((await run(["login", "--account", account])).exitCode).toBe(0)
  const { stdout } = await run(["accounts", "--json"])
  expect(JSON.parse(stdout).accounts.map(({ account }: { account: string }) => account)).toEqual(["home", "work"])
  expect((await run(["logout", "--account", "work"])).exitCode).toBe(0)
  expect((await run(["token", "--account", "work"])).exitCode).toBe(6)
  expect((await run(["token", "--account", "home"])).exitCode).toBe(0)
}, 60_000)

test("says what to do if something cannot work", async () => {
  const { run } = machine()
  expect(await run(["login"])).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("client-secrets setup") })
  expect((await run(["login", "missing.json"])).exitCode).toBe(5)
  expect((await run(["login", "--app", "../elsewhere"])).exitCode).toBe(2)
  expect((await run(["login", "--port", "0"])).exitCode).toBe(2)
  const broken = machine({ "client_secrets.json": "{}" })
  expect((await broken.run(["login"])).exitCode).toBe(3)
})

let consolePages: Server
const serviceAccount = JSON.stringify({
  type: "service_account",
  private_key: "EXAMPLE",
  client_email: "a@example.com",
})
const downloads = new Map([
  ["/key", serviceAccount],
  ["/web", exampleFile().text],
])
/** Every page that was requested. */
const pages: string[] = []
beforeAll(async () => {
  consolePages = createServer((request, response) => {
    const path = request.url!
    const download = path === "/client" ? nativeFile().text : downloads.get(path)
    if (download !== undefined) return response.end(download)
    pages.push(path)
    const links = `<a href="/key" download="key.json">a key</a><a href="/web" download="client_secret_1.json">web</a>
<a href="/client" download="client_secret_2.json">Download JSON</a>`
    return response.end(path === "/auth/clients/create" ? links : "a page")
  })
  await new Promise<void>(resolve => consolePages.listen(0, "127.0.0.1", resolve))
})
afterAll(() => consolePages.close())

test("setup opens the pages, refuses the wrong downloads by name, and moves the correct one into place", async () => {
  const origin = `http://127.0.0.1:${(consolePages.address() as AddressInfo).port}`
  const { folder, run } = machine({ "Downloads/client_secret_old.json": exampleFile().text }, { consoleOrigin: origin })
  const words = ["setup", "--downloads", "Downloads", "--timeout", "1"]
  const { exitCode, stderr } = await run(words)
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Moved to")])
  expect([...pages].sort()).toEqual([
    "/apis/library",
    "/auth/audience",
    "/auth/branding",
    "/auth/clients/create",
    "/projectcreate",
  ])
  expect(stderr).toMatch(/key\.json warning.*service account key/)
  expect(stderr).toMatch(/client_secret_1\.json warning\[other_client_type\]/)
  const place = join(folder, "config/client-secrets/client_secrets.json")
  expect(readFileSync(place, "utf8")).toBe(nativeFile().text)
  expect([statSync(place).mode & 0o777, statSync(dirname(place)).mode & 0o777]).toEqual([0o600, 0o700])
  expect(existsSync(join(folder, "Downloads/client_secret_2.json"))).toBe(false)
  // Refused files, and those that existed before, are not changed.
  for (const name of ["key.json", "client_secret_1.json", "client_secret_old.json"]) {
    expect(existsSync(join(folder, "Downloads", name))).toBe(true)
  }
  assertNoLeak([nativeFile().secret], { stderr })
  const before = pages.length
  expect(await run(words)).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("--force") })
  expect(pages.length).toBe(before)
  // The file is found where setup moved it.
  expect((await run(["login"])).exitCode).toBe(0)
}, 90_000)

function metadataAt(issuer: string): object {
  return { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` }
}

describeWithKeychain("a real gnome-keyring", keychain => {
  test("keychain add moves the secret out of the file, login finds it, and remove deletes it", async () => {
    const { text, secret } = nativeFile()
    const { folder, run } = machine({ "client_secrets.json": text })
    const ask = (...words: string[]) => run(words, { ...keychain().environment, HOME: folder })
    expect(await ask("keychain", "add")).toMatchObject({
      exitCode: 0,
      stderr: "The secret is in the keychain, under client-secrets.\nclient_secrets.json no longer holds it.\n",
    })
    const left = readFileSync(join(folder, "client_secrets.json"), "utf8")
    assertNoLeak([secret], { left })
    expect(JSON.parse(left).installed.client_id).toBe("native-client")
    expect(statSync(join(folder, "client_secrets.json")).mode & 0o777).toBe(0o600)
    // The provider refuses this client without its secret.
    expect((await ask("login")).exitCode).toBe(0)
    expect((await ask("logout")).exitCode).toBe(0)
    expect((await ask("keychain", "remove")).exitCode).toBe(0)
    expect((await ask("login")).exitCode).not.toBe(0)
    // Nothing is left to add.
    expect((await ask("keychain", "add")).exitCode).toBe(3)
  })

  test("a file with other endpoints, or of another client, does not get the secret from the keychain", async () => {
    const { text, secret } = nativeFile()
    const { folder, run } = machine({ "client_secrets.json": text })
    const ask = (...words: string[]) => run(words, { ...keychain().environment, HOME: folder })
    expect((await ask("keychain", "add")).exitCode).toBe(0)
    const left = JSON.parse(readFileSync(join(folder, "client_secrets.json"), "utf8")).installed
    // Anyone who publishes a repository can put a client file into it. Its provider redirects the browser by itself.
    const received: string[] = []
    let origin = ""
    const planted = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, origin)
      request.on("data", chunk => received.push(String(chunk)))
      request.on("end", () => {
        if (pathname.startsWith("/.well-known/")) return response.end(JSON.stringify(metadataAt(origin)))
        if (pathname !== "/auth") return response.end("{}")
        const back = `${searchParams.get("redirect_uri")}?code=planted&state=${searchParams.get("state")}`
        return response.writeHead(302, { location: back }).end()
      })
    })
    await new Promise<void>(resolve => planted.listen(0, "127.0.0.1", resolve))
    origin = `http://127.0.0.1:${(planted.address() as AddressInfo).port}`
    try {
      for (const other of [
        { issuer: origin, auth_uri: `${origin}/auth`, token_uri: `${origin}/token` },
        { token_uri: `${origin}/token` },
        { revoke_uri: `${origin}/revoke` },
        { issuer: origin },
        { client_id: "another-client" },
      ]) {
        writeFileSync(join(folder, "planted.json"), JSON.stringify({ installed: { ...left, ...other } }))
        const outcome = await ask("login", "planted.json")
        expect([outcome.exitCode, outcome.stderr], JSON.stringify(other)).toEqual([
          5,
          expect.stringContaining("is not that of the secret in the keychain (under client-secrets)"),
        ])
        assertNoLeak([secret], { stderr: outcome.stderr, received: received.join("\n") })
      }
      expect(received).toEqual([])
    } finally {
      planted.close()
      await ask("keychain", "remove")
    }
  })

  test("with a locked keychain, changes nothing and says what to do", async () => {
    const { text } = nativeFile()
    const { folder, run } = machine({ "client_secrets.json": text })
    keychain().lock()
    try {
      const { exitCode, stderr } = await run(["keychain", "add"], { ...keychain().environment, HOME: folder })
      expect([exitCode, stderr]).toEqual([5, expect.stringContaining("locked")])
      expect(readFileSync(join(folder, "client_secrets.json"), "utf8")).toBe(text)
    } finally {
      await keychain().unlock()
    }
  })
})

test("rejects an incomplete command line", async () => {
  const { run } = machine()
  for (const words of [["keychain"], ["keychain", "forget"], ["keychain", "remove", "x"]]) {
    expect((await run(words)).exitCode).toBe(2)
  }
})

test("setup does not wait in a folder that does not exist, or for longer than a timer can", async () => {
  const { folder, run } = machine()
  rmSync(join(folder, "Downloads"), { recursive: true })
  for (const words of [[], ["--downloads", "nowhere"]]) {
    const { exitCode, stderr } = await run(["setup", "--timeout", "0.02", ...words])
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/There is no folder .*(Downloads|nowhere)\.\n.*--downloads/),
    ])
  }
  for (const minutes of ["Infinity", "40000", "1e12", "0", "soon"]) {
    const { exitCode, stderr } = await run(["setup", "--timeout", minutes])
    expect([minutes, exitCode, stderr]).toEqual([minutes, 2, expect.stringContaining("at most 1440.")])
  }
})

test("setup finds the folder of downloads where a desktop names it in the user's language", async () => {
  const { folder, run } = machine({
    "config/user-dirs.dirs":
      '# comment\nXDG_DESKTOP_DIR="$HOME/Bureau"\nXDG_DOWNLOAD_DIR="$HOME/T\u00e9l\u00e9chargements"\n',
    "T\u00e9l\u00e9chargements/": "",
  })
  const { exitCode, stderr } = await run(["setup", "--timeout", "0.02"])
  expect([exitCode, stderr]).toEqual([
    5,
    expect.stringContaining(`Waiting for the download in ${folder}/T\u00e9l\u00e9chargements`),
  ])
})

// The specification: a relative path is to be ignored.
test.each(["", "config"])(
  "setup reads no folder of downloads from the working directory: XDG_CONFIG_HOME=%j",
  async value => {
    const { folder, run } = machine({
      "config/user-dirs.dirs": 'XDG_DOWNLOAD_DIR="$HOME/other"\n',
      "user-dirs.dirs": 'XDG_DOWNLOAD_DIR="$HOME/other"\n',
      "other/": "",
    })
    const { stderr } = await run(["setup", "--timeout", "0.02"], { XDG_CONFIG_HOME: value })
    expect(stderr).toContain(`Waiting for the download in ${folder}/Downloads`)
  },
)

test("setup times out if nothing is downloaded", async () => {
  const { run } = machine()
  expect(await run(["setup", "--timeout", "0.02"])).toMatchObject({
    exitCode: 5,
    stderr: expect.stringContaining("No client file was downloaded in time."),
  })
})
