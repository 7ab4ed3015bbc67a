import { execFileSync } from "node:child_process"
import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { createServer } from "vite"
import { expect, test } from "vitest"
import { existingReaders } from "../src/doctor/readers/existing-readers.ts"
import { exampleFile, runCli } from "./run-cli.ts"

interface Report {
  readonly exitCode: number | null
  readonly codes: readonly string[]
  readonly readers: readonly { readonly id: string; readonly accepts: boolean; readonly reason?: string }[]
}

async function doctor(folder: string, secret: string, ...words: string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await runCli(["doctor", "--json", ...words], { folder })
  const human = await runCli(["doctor", ...words], { folder })
  assertNoLeak([secret], { stdout, stderr, human: human.stdout + human.stderr })
  const { problems, readers } = JSON.parse(stdout)
  return { exitCode, codes: problems.map(({ code }: { code: string }) => code), readers }
}

test("finds a file that git tracks or does not ignore, and that others may read", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text })
  const file = join(folder, "client_secrets.json")
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder })
  chmodSync(file, 0o644)
  expect(await doctor(folder, secret)).toMatchObject({ exitCode: 0, codes: ["readable"] })
  chmodSync(file, 0o600)
  expect(await doctor(folder, secret)).toMatchObject({ exitCode: 0, codes: [] })
  git("init", "-q")
  expect(await doctor(folder, secret)).toMatchObject({ exitCode: 4, codes: ["not_ignored"] })
  writeFileSync(join(folder, ".gitignore"), "client_secret*.json\n")
  expect(await doctor(folder, secret)).toMatchObject({ exitCode: 0, codes: [] })
  git("add", "-f", "client_secrets.json")
  expect(await doctor(folder, secret)).toMatchObject({ exitCode: 4, codes: ["tracked"] })
})

test("finds secrets under a public prefix in .env files, beside the file and where it is run", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "secrets/client.json": text,
    "secrets/.env": `A=1\nexport VITE_ANYTHING = "${Buffer.from(secret).toString("base64")}"\n`,
    ".env.production": `GOOGLE_CLIENT_SECRET=${secret}\nNEXT_PUBLIC_GOOGLE_CLIENT_SECRET=\nNEXT_PUBLIC_GOOGLE_CLIENT_ID=1\nVITE_${secret}=${secret}\n`,
  })
  chmodSync(join(folder, "secrets/client.json"), 0o600)
  const report = await doctor(folder, secret, "secrets/client.json")
  expect(report).toMatchObject({ exitCode: 4, codes: ["public_prefix", "public_prefix", "public_prefix"] })
})

test("says of Vite's development server what the server does", async () => {
  const { text, secret } = exampleFile()
  const deny = `export default { server: { fs: { deny: ["client_secret*.json"] } } }`
  for (const [path, config, expected, isHandedOut] of [
    ["client_secrets.json", "export default {}", "dev_server", true],
    ["src/client_secrets.json", "export default {}", "dev_server", true],
    ["public/client_secrets.json", "export default {}", "public_folder", true],
    [".env.json", "export default {}", undefined, false],
    ["client_secrets.json", deny, "perhaps_denied", false],
  ] as const) {
    const folder = scratch({ [path]: text, "vite.config.mjs": config })
    chmodSync(join(folder, path), 0o600)
    const { codes } = await doctor(folder, secret, path)
    expect([path, codes]).toEqual([path, expected === undefined ? [] : [expected]])
    const server = await createServer({
      root: folder,
      logLevel: "silent",
      server: { port: 0, host: "127.0.0.1", ws: false },
    })
    await server.listen()
    try {
      const address = server.httpServer?.address()
      const port = typeof address === "object" ? address?.port : undefined
      const url = `http://127.0.0.1:${port}/${path.replace(/^public\//, "")}`
      const answers = await Promise.all([url, `${url}?raw`].map(async one => (await fetch(one)).text()))
      expect([path, answers.some(answer => answer.includes(secret))]).toEqual([path, isHandedOut])
    } finally {
      await server.close()
    }
  }
})

test("knows Vite by a dependency, and says nothing where there is none", async () => {
  const { text, secret } = exampleFile()
  const manifest = JSON.stringify({ devDependencies: { vite: "^8.0.0" } })
  const folder = scratch({ "client_secrets.json": text, "package.json": manifest })
  chmodSync(join(folder, "client_secrets.json"), 0o600)
  expect((await doctor(folder, secret)).codes).toEqual(["dev_server"])
  writeFileSync(join(folder, "package.json"), "not JSON")
  expect((await doctor(folder, secret)).codes).toEqual([])
})

test("says which readers accept the file, and why the others do not", async () => {
  const { text, secret } = exampleFile({ client_secret: undefined })
  const folder = scratch()
  const { exitCode, stdout } = await runCli(["doctor", "-"], { folder, stdin: text })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^ {2}refuses {2}Python {2}oauth2client +client_secret is missing$/m)
  expect(stdout).toMatch(/^ {2}accepts {2}Go {6}google\.ConfigFromJSON$/m)
  const json = await runCli(["doctor", "-", "--json"], { folder, stdin: text })
  expect(JSON.parse(json.stdout).readers.map(({ id }: { id: string }) => id)).toEqual(
    existingReaders.map(({ id }) => id),
  )
  assertNoLeak([secret], { stdout })
})

test("of a file that is wrong it says what is, and what others do with it", async () => {
  const { text, secret } = exampleFile()
  const { exitCode, codes, readers } = await (async () => {
    const folder = scratch({ "client_secrets.json": `// a comment\n${text}` })
    chmodSync(join(folder, "client_secrets.json"), 0o600)
    return doctor(folder, secret)
  })()
  expect([exitCode, codes]).toEqual([3, ["not_json"]])
  expect(readers.filter(({ accepts }) => accepts).map(({ id }) => id)).toEqual([
    "ruby-client-secrets",
    "ruby-client-id",
  ])
})

test("a configuration that is a FIFO is not waited for, and one full of `deny` is read in a moment", async () => {
  const { text, secret } = exampleFile()
  for (const name of ["vite.config.ts", "package.json"]) {
    const folder = scratch({ "client_secrets.json": text })
    execFileSync("mkfifo", [join(folder, name)])
    expect((await doctor(folder, secret)).readers.length).toBeGreaterThan(0)
  }
  // 200,000 of them took longer than the test's patience.
  const folder = scratch({ "client_secrets.json": text, "vite.config.ts": "deny".repeat(200_000) })
  expect((await doctor(folder, secret)).codes).toContain("dev_server")
})
