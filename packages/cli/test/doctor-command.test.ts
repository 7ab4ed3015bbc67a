import { execFileSync } from "node:child_process"
import { chmodSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { createServer } from "vite"
import { expect, test } from "vitest"
import { existingReaders } from "../src/doctor/readers/existing-readers.ts"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

interface Report {
  readonly exitCode: number | null
  readonly codes: readonly string[]
  readonly outcomes: Readonly<Record<string, string>>
  readonly readers: readonly { readonly id: string; readonly accepts: boolean; readonly reason?: string }[]
}

async function doctor(folder: string, secret: string, ...words: string[]): Promise<Report> {
  const { exitCode, stdout, stderr } = await runHere(["doctor", "--json", ...words], { folder })
  const human = await runHere(["doctor", ...words], { folder })
  assertNoLeak([secret], { stdout, stderr, human: human.stdout + human.stderr })
  const { problems, readers, checks } = JSON.parse(stdout)
  // Every check is listed, whatever came of it.
  const list: readonly { id: string; outcome: string; finding: string }[] = checks ?? []
  const outcomes = Object.fromEntries(list.map(({ id, outcome }) => [id, outcome]))
  const text = human.stdout.replace(/\s+/g, " ")
  for (const { finding } of list) expect(text).toContain(finding)
  return { exitCode, codes: problems.map(({ code }: { code: string }) => code), readers, outcomes }
}

function gitIn(folder: string): (...words: string[]) => string {
  const environment = { ...process.env, HOME: folder, GIT_CONFIG_NOSYSTEM: "1" }
  return (...words) => execFileSync("git", words, { cwd: folder, env: environment, encoding: "utf8" })
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

test("examines the file that was read, not the folder that was named", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, "package.json": "{}", "sub/": "" })
  chmodSync(join(folder, "client_secrets.json"), 0o600)
  const git = gitIn(folder)
  git("init", "-q")
  git("add", "client_secrets.json")
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "a")
  for (const place of [".", "sub", folder]) {
    const { exitCode, codes } = await doctor(folder, secret, place)
    expect([place, exitCode, codes]).toEqual([place, 4, ["tracked"]])
  }
  const found = await runCli(["doctor", "sub"], { folder })
  expect(found.stdout).toContain("Checks of client_secrets.json:")
  chmodSync(join(folder, "client_secrets.json"), 0o644)
  chmodSync(folder, 0o700)
  expect((await doctor(folder, secret, ".")).codes).toEqual(["tracked", "readable"])
})

test("examines what a link leads to", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "keys/client.json": text, "app/": "" })
  chmodSync(join(folder, "keys/client.json"), 0o644)
  symlinkSync("../keys/client.json", join(folder, "app/client_secrets.json"))
  const git = gitIn(folder)
  git("init", "-q")
  writeFileSync(join(folder, ".gitignore"), "client_secret*.json\n")
  git("add", "keys")
  expect((await doctor(folder, secret, "app/client_secrets.json")).codes).toEqual(["tracked", "readable"])
})

test("says of an input that is not a file what it did not check", async () => {
  const { text, secret } = exampleFile()
  const { stdout, stderr } = await runCli(["doctor", "-"], { folder: scratch(), stdin: text })
  expect(stdout).toMatch(/^ {2}not checked +git +stdin is not a file\.$/m)
  expect(stdout).toMatch(/^ {2}not checked +development server /m)
  expect(stdout).toContain("Never checked: earlier commits")
  expect(stdout + stderr).not.toContain("Nothing exposes it")
  assertNoLeak([secret], { stdout, stderr })
})

test("heeds the user's own ignore file, wherever git's configuration says that it is", async () => {
  const { text } = exampleFile()
  const folder = scratch({
    "client_secrets.json": text,
    "config/git/ignore": "client_secret*.json\n",
    "global.cfg": `[core]\n\texcludesFile = ${"~"}/other-ignore\n`,
    "other-ignore": "client_secret*.json\n",
  })
  gitIn(folder)("init", "-q")
  const check = async (environment: Record<string, string>) => {
    const { stdout } = await runCli(["doctor", "--json"], { folder, environment })
    return JSON.parse(stdout).problems.map(({ code }: { code: string }) => code)
  }
  expect(await check({})).toContain("not_ignored")
  expect(await check({ XDG_CONFIG_HOME: join(folder, "config") })).not.toContain("not_ignored")
  expect(await check({ GIT_CONFIG_GLOBAL: join(folder, "global.cfg") })).not.toContain("not_ignored")
})

test("does not wait for a FIFO in the place of a file of git's, and does not take that for an answer", async () => {
  const { text } = exampleFile()
  const places = [".gitignore", ".git/info/exclude", ".git/index"]
  const reports = places.map(async place => {
    const folder = scratch({ "client_secrets.json": text })
    gitIn(folder)("init", "-q")
    execFileSync("rm", ["-f", join(folder, place)])
    execFileSync("mkfifo", [join(folder, place)])
    const { checks, problems } = JSON.parse((await runHere(["doctor", "--json"], { folder })).stdout)
    return {
      outcome: checks.find(({ id }: { id: string }) => id === "git")?.outcome,
      codes: problems.map(({ code }: { code: string }) => code),
    }
  })
  for (const { outcome, codes } of await Promise.all(reports)) {
    expect(outcome).toBe("not checked")
    expect(codes).toContain("git_unknown")
  }
}, 60_000)

test("a path with the characters of a pattern is a path to git", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets[1].json": text, "client_secrets1.json": "{}" })
  chmodSync(join(folder, "client_secrets[1].json"), 0o600)
  const git = gitIn(folder)
  git("init", "-q")
  git("add", "client_secrets1.json")
  expect((await doctor(folder, secret, "client_secrets[1].json")).codes).toEqual(["not_ignored"])
})

test("finds a .env file with the secret that git tracks or would add, from the client file up to the project's top", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "package.json": "{}",
    ".env": `GOOGLE_CLIENT_SECRET=${secret}\n`,
    ".gitignore": "client_secret*.json\n",
    "app/client_secrets.json": text,
    "app/.env.local": `A="${encodeURIComponent(secret)}"\n`,
    "app/.env.example": "GOOGLE_CLIENT_SECRET=\n",
  })
  chmodSync(join(folder, "app/client_secrets.json"), 0o600)
  const git = gitIn(folder)
  git("init", "-q")
  git("add", ".env", "app/.env.example")
  const { exitCode, codes } = await doctor(folder, secret, "app/client_secrets.json")
  expect([exitCode, [...codes].sort()]).toEqual([4, ["env_not_ignored", "env_tracked"]])
  writeFileSync(join(folder, ".gitignore"), "client_secret*.json\n.env*\n")
  git("rm", "-q", "--cached", ".env")
  expect(await doctor(folder, secret, "app/client_secrets.json")).toMatchObject({ exitCode: 0, codes: [] })
})

test("knows the public folders and the development servers of the frameworks", async () => {
  const { text, secret } = exampleFile()
  const needs = (name: string) => JSON.stringify({ dependencies: { [name]: "1.0.0" } })
  // What the real servers and builds of these frameworks do with these files.
  const cases: readonly [dependency: string, path: string, codes: readonly string[]][] = [
    ["next", "client_secrets.json", []],
    ["next", "public/client_secrets.json", ["public_folder"]],
    ["nuxt", "client_secrets.json", ["dev_server"]],
    ["nuxt", "public/client_secrets.json", ["public_folder", "dev_server"]],
    ["astro", "client_secrets.json", ["dev_server"]],
    ["astro", "public/keys/client_secrets.json", ["public_folder", "dev_server"]],
    ["@sveltejs/kit", "client_secrets.json", []],
    ["@sveltejs/kit", "src/lib/server/client_secrets.json", ["dev_server"]],
    ["@sveltejs/kit", "static/client_secrets.json", ["public_folder"]],
    ["@react-router/dev", "client_secrets.json", ["dev_server"]],
    ["vite", "public/client_secrets.json", ["public_folder", "dev_server"]],
    ["express", "client_secrets.json", []],
    ["express", "public/client_secrets.json", ["public_folder"]],
    ["express", "static/a/client_secrets.json", ["public_folder"]],
    ["express", "dist/client_secrets.json", ["build_output"]],
  ]
  for (const [dependency, path, codes] of cases) {
    const folder = scratch({ [path]: text, "package.json": needs(dependency) })
    chmodSync(join(folder, path), 0o600)
    const report = await doctor(folder, secret, path)
    expect([dependency, path, report.codes]).toEqual([dependency, path, codes])
    const isExposed = codes.length > 0 && codes[0] !== "build_output"
    expect([dependency, path, report.exitCode]).toEqual([dependency, path, isExposed ? 4 : 0])
  }
})

test("knows a public folder by the configuration, and says where it cannot be read", async () => {
  const { text, secret } = exampleFile()
  for (const [config, outcome] of [
    [`export default { publicDir: "assets" }`, "error"],
    [`export default { publicDir: './assets' }`, "error"],
    [`export default { publicDir: somewhere }`, "not checked"],
    [`export default {}`, "ok"],
  ] as const) {
    const folder = scratch({ "assets/client_secrets.json": text, "vite.config.ts": config, "package.json": "{}" })
    chmodSync(join(folder, "assets/client_secrets.json"), 0o600)
    const { outcomes } = await doctor(folder, secret, "assets/client_secrets.json")
    expect([config, outcomes["public_folder"]]).toEqual([config, outcome])
  }
})

test("the files of a workspace are handed out by the server of each of its packages", async () => {
  const { text, secret } = exampleFile()
  const vite = JSON.stringify({ devDependencies: { vite: "8.0.0" } })
  const files = { "client_secrets.json": text, "apps/web/package.json": vite }
  for (const [manifest, codes] of [
    [{ "pnpm-workspace.yaml": "packages: [apps/*]\n" }, ["dev_server"]],
    [{ "package.json": JSON.stringify({ workspaces: ["apps/*"] }) }, ["dev_server"]],
    // Without a workspace Vite reads nothing above the project.
    [{ "package.json": "{}" }, []],
  ] as const) {
    const folder = scratch({ ...files, ...manifest })
    chmodSync(join(folder, "client_secrets.json"), 0o600)
    expect([manifest, (await doctor(folder, secret)).codes]).toEqual([manifest, codes])
  }
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
    ["public/client_secrets.json", "export default {}", "public_folder dev_server", true],
    ["assets/client_secrets.json", `export default { publicDir: "assets" }`, "public_folder dev_server", true],
    [".env.json", "export default {}", "", false],
    ["client_secrets.json", deny, "perhaps_denied", false],
  ] as const) {
    const folder = scratch({ [path]: text, "vite.config.mjs": config })
    chmodSync(join(folder, path), 0o600)
    const { codes } = await doctor(folder, secret, path)
    expect([path, codes.join(" ")]).toEqual([path, expected])
    const server = await createServer({
      root: folder,
      logLevel: "silent",
      server: { port: 0, host: "127.0.0.1", ws: false },
    })
    await server.listen()
    try {
      const address = server.httpServer?.address()
      const port = typeof address === "object" ? address?.port : undefined
      const url = `http://127.0.0.1:${port}/${path.replace(/^(public|assets)\//, "")}`
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
