import { execFileSync } from "node:child_process"
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { inspect } from "node:util"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { firstOf, loadClientSecrets, loadClientSecretsSync, type SyncSource } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { dotenvSource } from "@client-secrets/env/dotenv"
import { expect, test, vi } from "vitest"
import { base64, members, outcomeOf, text } from "./example.ts"

const place = (lines: string) => join(scratch({ ".env": lines }), ".env")

test("reads the same forms as envSource, from a file", async () => {
  expect(await outcomeOf(dotenvSource(place(`GOOGLE_CLIENT_SECRETS='${text}'`)))).toBe(text)
  expect(await outcomeOf(dotenvSource(place(`GOOGLE_CLIENT_SECRETS=${base64(text)}`)))).toBe(text)
  expect(
    await outcomeOf(dotenvSource(place("export AUTH_GOOGLE_ID=a\nAUTH_GOOGLE_SECRET='b'"), { preset: "authjs" })),
  ).toEqual({
    client_id: "a",
    client_secret: "b",
    redirect_uris: [],
  })
  const folder = scratch({ "google.json": text })
  expect(await outcomeOf(dotenvSource(place(`GOOGLE_CLIENT_SECRETS_FILE=${folder}/google.json`)))).toBe(text)
  expect(await outcomeOf(dotenvSource(place("OTHER=1")))).toBeUndefined()
})

test("ignores a byte order mark and reads Windows' line endings", async () => {
  const path = place(`\ufeffGOOGLE_CLIENT_ID=a\r\nGOOGLE_CLIENT_SECRET=b\r\n`)
  expect(await outcomeOf(dotenvSource(path))).toEqual({ client_id: "a", client_secret: "b", redirect_uris: [] })
})

test("refuses contradictions and public secrets as in the environment", async () => {
  const publicSecret = place("VITE_GOOGLE_CLIENT_SECRET=x")
  expect(await outcomeOf(dotenvSource(publicSecret))).toMatchObject({ code: "unsupported" })
  const stray = place("GOOGLE_CLIENT_ID=a\nGOOGLE_CLIENT_SECRET=b\nGOOGLE_TOKEN_URI=https://attacker.example/")
  expect(await outcomeOf(dotenvSource(stray))).toMatchObject({ code: "invalid" })
})

test("reads .env in the working directory, another path, or a URL", async () => {
  const before = process.cwd()
  const path = place(`GOOGLE_CLIENT_SECRETS='${text}'`)
  const source = dotenvSource()
  expect(source.name).toBe("dotenv .env")
  process.chdir(join(path, ".."))
  try {
    expect(await outcomeOf(source)).toBe(text)
    process.chdir(scratch())
    expect(await outcomeOf(source)).toBeUndefined()
  } finally {
    process.chdir(before)
  }
  expect(await outcomeOf(dotenvSource(pathToFileURL(path)))).toBe(text)
})

test("neither reads nor changes process.env, and prints nothing", async () => {
  const path = place(`GOOGLE_CLIENT_SECRETS='${text}'\nDOTENV_SOURCE_TEST=set`)
  vi.stubEnv("GOOGLE_CLIENT_ID", "ambient")
  vi.stubEnv("DOTENV_DEBUG", "true")
  vi.stubEnv("DOTENV_CONFIG_QUIET", "false")
  const before = { ...process.env }
  const streams = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")]
  expect(await outcomeOf(dotenvSource(path))).toBe(text)
  expect(await outcomeOf(dotenvSource(place("OTHER=1")))).toBeUndefined()
  for (const stream of streams) expect(stream).not.toHaveBeenCalled()
  expect({ ...process.env }).toEqual(before)
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test("leaves $NAME unchanged", async () => {
  const value = text.replace(members.client_secret, "a$HOME")
  expect(await outcomeOf(dotenvSource(place(`GOOGLE_CLIENT_SECRETS='${value}'`)))).toBe(value)
})

test("works before or after the environment in a chain", () => {
  const path = place(`GOOGLE_CLIENT_SECRETS='${text}'`)
  const env = { GOOGLE_CLIENT_SECRETS: text.replace(members.client_id, "from-the-environment") }
  const clientIdOf = (...sources: SyncSource[]) => loadClientSecretsSync(firstOf(...sources)).clientId
  expect(clientIdOf(envSource({ env }), dotenvSource(path))).toBe("from-the-environment")
  expect(clientIdOf(dotenvSource(path), envSource({ env }))).toBe(members.client_id)
  expect(clientIdOf(envSource({ env: {} }), dotenvSource(path))).toBe(members.client_id)
})

test("refuses a .env that is not a regular file, without waiting for it", async () => {
  const folder = scratch({ "large.env": "#".repeat(65_537) })
  execFileSync("mkfifo", [join(folder, "fifo")])
  symlinkSync("loop", join(folder, "loop"))
  for (const path of [join(folder, "fifo"), "/dev/zero", join(folder, "loop"), folder]) {
    expect(await outcomeOf(dotenvSource(path)), path).toMatchObject({ code: "unsupported" })
  }
  expect(await outcomeOf(dotenvSource(join(folder, "large.env")))).toMatchObject({ code: "too_large" })
  expect(await outcomeOf(dotenvSource(join(folder, "large.env"), { maxBytes: 65_537 }))).toBeUndefined()
})

test.each([
  ["a document", text],
  ["nothing", ""],
  ["a URL", new URL("https://example.com/.env")],
])("throws a TypeError for %s as the path", (_, path) => {
  expect(() => dotenvSource(path)).toThrow(TypeError)
})

test("reads difficult lines in linear time", async () => {
  const hard = ["'\\'".repeat(20_000), `"${"\\".repeat(40_000)}`, "`".repeat(60_000), `A=${" ".repeat(60_000)}x`]
  for (const line of hard) expect(await outcomeOf(dotenvSource(place(`GOOGLE_CLIENT_ID=${line}`)))).toBeDefined()
})

test("no message contains a value, or a path that looks like a secret", async () => {
  const secret = freshSecret()
  const sources = [
    dotenvSource(place(`GOOGLE_CLIENT_SECRETS={"web":{"client_secret":"${secret}#"}}`)),
    dotenvSource(place(`GOOGLE_CLIENT_ID=${secret}`)),
    dotenvSource(place(`VITE_GOOGLE_CLIENT_SECRET=${secret}`)),
    dotenvSource(place(`GOOGLE_CLIENT_SECRETS_FILE=${secret}`)),
    dotenvSource(join(scratch({ [`${secret}/`]: "" }), secret)),
  ]
  const printed: string[] = []
  for (const source of sources) {
    const error = await loadClientSecrets(source).catch(thrown => thrown)
    expect(error).toBeInstanceOf(Error)
    printed.push(inspect(source, { showHidden: true }), inspect(error, { showHidden: true }), error.stack)
  }
  assertNoLeak([secret], Object.fromEntries(printed.entries()))
})
