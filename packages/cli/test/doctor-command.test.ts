import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
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
  // Every check is listed, whatever its outcome.
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

test("examines the file that a variable names", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "package.json": "{}", "public/client_secrets.json": text })
  const file = join(folder, "public", "client_secrets.json")
  chmodSync(file, 0o600)
  gitIn(folder)("init", "-q")
  const environment = { GOOGLE_CLIENT_SECRETS_FILE: file }
  const { exitCode, stdout } = await runHere(["doctor", "--json", "env:GOOGLE_CLIENT_SECRETS"], { folder, environment })
  assertNoLeak([secret], { stdout })
  const { problems } = JSON.parse(stdout) as { problems: { code: string; file: string }[] }
  expect(exitCode).toBe(4)
  expect(problems.map(({ code, file }) => [code, file])).toEqual([
    ["not_ignored", "public/client_secrets.json"],
    ["public_folder", "public/client_secrets.json"],
  ])
})

test("examines the file that the variables were read from, and no other that one of them names", async () => {
  const { text, secret } = exampleFile()
  const public_ = JSON.stringify({ web: { client_id: "other.apps.googleusercontent.com" } })
  const folder = scratch({ "cred/GOOGLE_CLIENT_SECRETS": text, "a.json ": text, "public.json": public_ })
  const pair = { GOOGLE_CLIENT_ID: "1234.apps.googleusercontent.com", GOOGLE_CLIENT_SECRET: secret }
  for (const name of ["cred/GOOGLE_CLIENT_SECRETS", "a.json ", "public.json"]) chmodSync(join(folder, name), 0o644)
  for (const [environment, found] of [
    [{ CREDENTIALS_DIRECTORY: join(folder, "cred") }, [["readable", "cred/GOOGLE_CLIENT_SECRETS"]]],
    [{ GOOGLE_CLIENT_SECRETS_FILE: join(folder, "a.json ") }, [["readable", "(a path that is not printed)"]]],
    // A file without a secret, so the pair is read.
    [{ GOOGLE_CLIENT_SECRETS_FILE: join(folder, "public.json"), ...pair }, []],
  ] as const) {
    const { stdout } = await runHere(["doctor", "--json", "env:GOOGLE_CLIENT_SECRETS"], { folder, environment })
    assertNoLeak([secret], { stdout })
    const { problems } = JSON.parse(stdout) as { problems: { code: string; file?: string }[] }
    expect(problems.map(({ code, file }) => [code, file])).toEqual(found)
  }
})

test("examines the file that was read, not the folder that was passed", async () => {
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

test("examines the target of a link", async () => {
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

test("examines each path that leads to the file, also through a link to its folder", async () => {
  const { text, secret } = exampleFile()
  for (const files of [
    { "app/package.json": '{"dependencies":{"next":"16"}}', "keys/client_secrets.json": text },
    // The target is a project of its own.
    {
      "app/package.json": '{"dependencies":{"next":"16"}}',
      "keys/client_secrets.json": text,
      "keys/package.json": "{}",
    },
    { "app/package.json": "{}", "keys/client_secrets.json": text },
  ]) {
    const folder = scratch({ ...files, "app/public/": "" })
    chmodSync(join(folder, "keys/client_secrets.json"), 0o600)
    symlinkSync("../../keys", join(folder, "app/public/data"))
    const { codes } = await doctor(folder, secret, "app/public/data/client_secrets.json")
    expect(codes).toEqual(files["app/package.json"] === "{}" ? ["public_folder"] : ["public_folder", "dev_server"])
    // The name of a folder around a project says nothing about it, whatever links lead there.
    mkdirSync(join(folder, "www"))
    symlinkSync("../keys", join(folder, "www/keys"))
    expect((await doctor(folder, secret, "www/keys/client_secrets.json")).codes).toEqual([])
  }
})

test("finds a file of variables whose link leads to what git tracks or a site publishes", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "package.json": "{}",
    "client_secrets.json": text,
    "public/settings.txt": `GOOGLE_CLIENT_SECRET=${secret}\n`,
    ".gitignore": "client_secret*.json\n.env*\n",
  })
  chmodSync(join(folder, "client_secrets.json"), 0o600)
  symlinkSync("public/settings.txt", join(folder, ".env.local"))
  const git = gitIn(folder)
  git("init", "-q")
  git("add", "public")
  expect((await doctor(folder, secret)).codes).toEqual(["env_published", "env_tracked"])
})

test("for an input that is not a file, says what it did not check", async () => {
  const { text, secret } = exampleFile()
  const { stdout, stderr } = await runCli(["doctor", "-"], { folder: scratch(), stdin: text })
  expect(stdout).toMatch(/^ {2}not checked +git +stdin is not a file\.$/m)
  expect(stdout).toMatch(/^ {2}not checked +development server /m)
  expect(stdout).toContain("Never checked: earlier commits")
  expect(stdout + stderr).not.toContain("Nothing exposes it")
  assertNoLeak([secret], { stdout, stderr })
})

test("honors the user's ignore file, at any path in git's configuration", async () => {
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

test("does not wait for a FIFO in place of one of git's files, and reports the check as not done", async () => {
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

test("a failure of git counts as unknown, not as no", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets.json": text, ".gitignore": "client_secret*.json\n" })
  gitIn(folder)("init", "-q")
  // git ends with 128 where it cannot read its index.
  writeFileSync(join(folder, ".git/index"), "broken")
  const { codes, outcomes } = await doctor(folder, secret)
  expect([outcomes["git"], codes.includes("git_unknown")]).toEqual(["not checked", true])
})

test("passes a path with pattern characters to git as a path", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({ "client_secrets[1].json": text, "client_secrets1.json": "{}" })
  chmodSync(join(folder, "client_secrets[1].json"), 0o600)
  const git = gitIn(folder)
  git("init", "-q")
  git("add", "client_secrets1.json")
  expect((await doctor(folder, secret, "client_secrets[1].json")).codes).toEqual(["not_ignored"])
})

test("finds a .env file with the secret that git tracks or would add, in any folder from the client file up to the project", async () => {
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

test("reads every kind of .env file in the whole project, and says which it could not read", async () => {
  const { text, secret } = exampleFile()
  const line = `GOOGLE_CLIENT_SECRET=${secret}\n`
  for (const [path, codes] of [
    ["apps/web/.env", ["env_not_ignored"]],
    ["deploy/production.env", ["env_not_ignored"]],
    [".envrc", ["env_not_ignored"]],
    [".dev.vars", ["env_not_ignored"]],
    ["worker/.dev.vars.staging", ["env_not_ignored"]],
    [".env-local", ["env_not_ignored"]],
    ["public/.env", ["env_published", "env_not_ignored"]],
    ["node_modules/a/.env", []],
    ["environment.txt", []],
  ] as const) {
    const folder = scratch({
      "client_secrets.json": text,
      "package.json": "{}",
      ".gitignore": "client_secret*.json\n",
      [path]: line,
    })
    chmodSync(join(folder, "client_secrets.json"), 0o600)
    gitIn(folder)("init", "-q")
    expect([path, (await doctor(folder, secret)).codes]).toEqual([path, codes])
  }
  const large = scratch({ "client_secrets.json": text, "package.json": "{}", ".env": "#".repeat(2 ** 20) + line })
  const fifo = scratch({ "client_secrets.json": text, "package.json": "{}" })
  execFileSync("mkfifo", [join(fifo, ".env")])
  for (const folder of [large, fifo]) {
    chmodSync(join(folder, "client_secrets.json"), 0o600)
    const { exitCode, codes, outcomes } = await doctor(folder, secret)
    expect([exitCode, codes, outcomes["env_files"]]).toEqual([5, ["env_unread"], "not checked"])
  }
})

test("does not say that .env files are in order if the secret cannot be searched for", async () => {
  const { text, secret } = exampleFile()
  for (const [file, outcome] of [
    [text, "error"],
    [text.replace("https://oauth2", "ftp://oauth2"), "not checked"],
    [text.replace(secret, "short"), "not checked"],
    [text.replace("client_secret", "x_secret"), "ok"],
  ] as const) {
    const folder = scratch({ "client_secrets.json": file, "package.json": "{}", ".env": `A=${secret}\nB=short\n` })
    gitIn(folder)("init", "-q")
    expect([file, (await doctor(folder, secret)).outcomes["env_files"]]).toEqual([file, outcome])
  }
})

test("knows the public folders and the development servers of the frameworks", async () => {
  const { text, secret } = exampleFile()
  const needs = (name: string) => JSON.stringify({ dependencies: { [name]: "1.0.0" } })
  // What the real servers and builds of these frameworks do with these files.
  const cases: readonly [dependency: string, path: string, codes: readonly string[]][] = [
    ["next", "client_secrets.json", []],
    ["next", "public/client_secrets.json", ["public_folder", "dev_server"]],
    ["nuxt", "client_secrets.json", ["dev_server"]],
    ["nuxt", "public/client_secrets.json", ["public_folder", "dev_server"]],
    ["astro", "client_secrets.json", ["dev_server"]],
    ["astro", "public/keys/client_secrets.json", ["public_folder", "dev_server"]],
    ["@sveltejs/kit", "client_secrets.json", []],
    ["@sveltejs/kit", "src/lib/server/client_secrets.json", ["dev_server"]],
    ["@sveltejs/kit", "static/client_secrets.json", ["public_folder", "dev_server"]],
    ["@sveltejs/kit", ".svelte-kit/client_secrets.json", ["build_output", "dev_server"]],
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
    const isExposed = codes.some(code => code !== "build_output")
    expect([dependency, path, report.exitCode]).toEqual([dependency, path, isExposed ? 4 : 0])
  }
})

test("reads the public folder from the configuration, and says when it cannot", async () => {
  const { text, secret } = exampleFile()
  for (const [config, outcome] of [
    [`export default { publicDir: "assets" }`, "error"],
    [`export default { publicDir: './assets' }`, "error"],
    [`export default { publicDir: "../here/assets/" }`, "error"],
    [`export default { "publicDir": "x/../assets" }`, "error"],
    [`export default { ["publicDir"] /* here */ : "assets" as string }`, "error"],
    ["export default { publicDir: `assets` }", "error"],
    [`const config = {}; config.publicDir = "assets"; export default config`, "error"],
    [`export default { root: ".", publicDir: "assets" }`, "error"],
    [`export default { root: "..", publicDir: "here/assets" }`, "error"],
    [`export default { root: __dirname, publicDir: "others" }`, "ok"],
    [`export default { publicDir: false }`, "ok"],
    [`export default { publicDirectory: somewhere }`, "ok"],
    [`export default { publicDir: somewhere }`, "not checked"],
    [`export default { publicDir: "as" + "sets" }`, "not checked"],
    ["export default { publicDir: `$" + "{name}` }", "not checked"],
    [`const publicDir = somewhere; export default { publicDir }`, "not checked"],
    [`export default { root: somewhere }`, "not checked"],
    [`//${"x".repeat(2 ** 20)}`, "not checked"],
    [`export default {}`, "ok"],
  ] as const) {
    const folder = join(scratch({ "here/assets/client_secrets.json": text, "here/vite.config.ts": config }), "here")
    writeFileSync(join(folder, "package.json"), "{}")
    chmodSync(join(folder, "assets/client_secrets.json"), 0o600)
    const { outcomes } = await doctor(folder, secret, "assets/client_secrets.json")
    expect([config.slice(0, 80), outcomes["public_folder"]]).toEqual([config.slice(0, 80), outcome])
  }
})

test("in a workspace, the server of each package can serve its files", async () => {
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

test("finds a project at any depth, and says when there are too many folders", async () => {
  const { text, secret } = exampleFile()
  const folder = scratch({
    "client_secrets.json": text,
    "pnpm-workspace.yaml": "packages: ['**']\n",
    "a/b/c/d/e/f/g/package.json": JSON.stringify({ devDependencies: { vite: "8.0.0" } }),
  })
  chmodSync(join(folder, "client_secrets.json"), 0o600)
  expect((await doctor(folder, secret)).codes).toEqual(["dev_server"])
  const many = scratch({ "client_secrets.json": text, "package.json": "{}" })
  for (let index = 0; index < 4_001; index++) mkdirSync(join(many, `${index}`))
  expect((await doctor(many, secret)).outcomes["dev_server"]).toBe("not checked")
})

test("does not call a file safe if the configuration lets Vite's server read more folders", async () => {
  const { text, secret } = exampleFile()
  for (const [config, outcome] of [
    ["export default {}", "ok"],
    [`export default { server: { fs: { allow: [".."] } } }`, "not checked"],
    ["export default { server: { fs: { strict: false } } }", "not checked"],
    [`export default { root: ".." }`, "error"],
  ] as const) {
    const folder = scratch({
      "client_secrets.json": text,
      "package.json": "{}",
      "site/package.json": "{}",
      "site/vite.config.mjs": config,
    })
    expect([config, (await doctor(folder, secret)).outcomes["dev_server"]]).toEqual([config, outcome])
  }
})

test("without a workspace, Vite's server reads from the folder of the nearest package.json", async () => {
  const { text, secret } = exampleFile()
  for (const [manifest, isHandedOut] of [
    ["package.json", true],
    ["site/package.json", false],
    ["site/web/package.json", false],
  ] as const) {
    const folder = scratch({
      "client_secrets.json": text,
      "site/web/vite.config.mjs": "export default {}",
      [manifest]: "{}",
      ".gitignore": "client_secret*.json\n",
    })
    chmodSync(join(folder, "client_secrets.json"), 0o600)
    gitIn(folder)("init", "-q")
    const root = join(folder, "site/web")
    expect(await withVite(root, ask => ask(`/@fs${folder}/client_secrets.json`, secret))).toBe(isHandedOut)
    expect([manifest, (await doctor(folder, secret)).codes]).toEqual([manifest, isHandedOut ? ["dev_server"] : []])
  }
})

test("finds secrets under a public prefix in .env files, next to the file and in the working directory", async () => {
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

test("does not mistake Nuxt's runtimeConfig.public for a public folder", async () => {
  const { text, secret } = exampleFile()
  for (const [config, outcome] of [
    ["export default { runtimeConfig: { public: { a: 1 } } }", "ok"],
    [`export default { dir: { public: "keys" } }`, "error"],
    ["export default { dir: { public: somewhere } }", "not checked"],
  ] as const) {
    const folder = scratch({ "keys/client_secrets.json": text, "nuxt.config.ts": config, "package.json": "{}" })
    const { outcomes } = await doctor(folder, secret, "keys/client_secrets.json")
    expect([config, outcomes["public_folder"]]).toEqual([config, outcome])
  }
})

test("reads folders from SvelteKit's configuration, and says when it cannot", async () => {
  const { text, secret } = exampleFile()
  for (const [config, outcome] of [
    [`export default { kit: { files: { lib: "library" } } }`, "error"],
    [`export default { kit: { files: { routes: "library/routes", src: 'library' } } }`, "error"],
    [`export default { kit: { files: { lib: somewhere } } }`, "not checked"],
    [`export default { kit: {} }`, "ok"],
  ] as const) {
    const folder = scratch({ "library/client_secrets.json": text, "svelte.config.js": config, "package.json": "{}" })
    chmodSync(join(folder, "library/client_secrets.json"), 0o600)
    const { outcomes } = await doctor(folder, secret, "library/client_secrets.json")
    expect([config, outcomes["dev_server"]]).toEqual([config, outcome])
  }
})

test("reports what Vite's development server really serves", async () => {
  const { text, secret } = exampleFile()
  const deny = `export default { server: { fs: { deny: ["client_secret*.json"] } } }`
  for (const [path, config, expected, isHandedOut] of [
    ["client_secrets.json", "export default {}", "dev_server", true],
    ["src/client_secrets.json", "export default {}", "dev_server", true],
    ["public/client_secrets.json", "export default {}", "public_folder dev_server", true],
    ["assets/client_secrets.json", `export default { publicDir: "assets" }`, "public_folder dev_server", true],
    [".env.json", "export default {}", "", false],
    // A denied file is still served from the public folder.
    ["public/.env.json", "export default {}", "public_folder dev_server", true],
    ["client_secrets.json", deny, "perhaps_denied", false],
    ["client_secrets.json", deny.replace("{ server", "{\n// server") + "\n}", "dev_server", true],
    ["client_secrets.json", `/*\n${deny}\n*/\nexport default {}`, "dev_server", true],
    ["client_secrets.json", `/* ours */ ${deny}`, "perhaps_denied", false],
    [
      "assets/client_secrets.json",
      `/*\nours */ export default { publicDir: "assets" }`,
      "public_folder dev_server",
      true,
    ],
    ["public/client_secrets.json", deny, "public_folder dev_server", true],
    ["google.json", deny, "dev_server", true],
    ["secrets/google.json", `export default { server: { fs: { deny: ["**/secrets/**"] } } }`, "perhaps_denied", false],
  ] as const) {
    const folder = scratch({ [path]: text, "vite.config.mjs": config })
    chmodSync(join(folder, path), 0o600)
    const { codes } = await doctor(folder, secret, path)
    const codesOfFile = codes.filter(code => !code.startsWith("env_"))
    expect([path, config, codesOfFile.join(" ")]).toEqual([path, config, expected])
    const address = `/${path.replace(/^(public|assets)\//, "")}`
    const answer = await withVite(
      folder,
      async ask => (await ask(address, secret)) || (await ask(`${address}?raw`, secret)),
    )
    expect([path, config, answer]).toEqual([path, config, isHandedOut])
  }
})

test("finds files of variables with the secret that Vite's development server really serves", async () => {
  const { text, secret } = exampleFile()
  const deny = `export default { server: { fs: { deny: ["client_secret*.json"] } } }`
  for (const [path, config, isServed] of [
    [".env", "export default {}", false],
    [".env.local", "export default {}", false],
    [".dev.vars", "export default {}", true],
    ["production.env", "export default {}", true],
    [".env", deny, true],
    [".env", deny.replace("client_secret*.json", ".env*"), false],
    [".env", `// import { clientSecrets } from "client-secrets/vite"\n${deny}`, true],
    ["public/.env", "export default {}", true],
  ] as const) {
    const folder = scratch({
      "client_secrets.json": text,
      "vite.config.mjs": config,
      "package.json": "{}",
      ".gitignore": "*",
      [path]: `A=${secret}\n`,
    })
    const { codes, exitCode } = await doctor(folder, secret)
    expect([path, config, codes.includes("env_served"), exitCode]).toEqual([path, config, isServed, 4])
    const answer = await withVite(folder, ask => ask(`/${path.replace("public/", "")}`, secret))
    expect([path, config, answer]).toEqual([path, config, isServed])
  }
})

/** Starts Vite's development server while requests are made; `ask` returns whether an answer contains a string. */
async function withVite<Result>(
  root: string,
  use: (ask: (path: string, text: string) => Promise<boolean>) => Promise<Result>,
): Promise<Result> {
  const server = await createServer({ root, logLevel: "silent", server: { port: 0, host: "127.0.0.1", ws: false } })
  await server.listen()
  try {
    const address = server.httpServer?.address()
    const port = typeof address === "object" ? address?.port : undefined
    return await use(async (path, text) =>
      (await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).includes(text),
    )
  } finally {
    await server.close()
  }
}

test("recognizes Vite by a dependency, and reports nothing without it", async () => {
  const { text, secret } = exampleFile()
  const manifest = JSON.stringify({ devDependencies: { vite: "^8.0.0" } })
  const folder = scratch({ "client_secrets.json": text, "package.json": manifest })
  chmodSync(join(folder, "client_secrets.json"), 0o600)
  expect((await doctor(folder, secret)).codes).toEqual(["dev_server"])
  writeFileSync(join(folder, "package.json"), "not JSON")
  expect((await doctor(folder, secret)).codes).toEqual([])
})

test("lists the readers that accept the file, and why the others do not", async () => {
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

test("for an invalid file, says what is wrong and which readers accept it", async () => {
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

test("does not wait for a configuration that is a FIFO, and quickly reads one full of `deny`", async () => {
  const { text, secret } = exampleFile()
  for (const name of ["vite.config.ts", "package.json"]) {
    const folder = scratch({ "client_secrets.json": text })
    execFileSync("mkfifo", [join(folder, name)])
    expect((await doctor(folder, secret)).readers.length).toBeGreaterThan(0)
  }
  // 200,000 of them used to take longer than the timeout of the test.
  const folder = scratch({ "client_secrets.json": text, "vite.config.ts": "deny".repeat(200_000) })
  expect((await doctor(folder, secret)).codes).toContain("dev_server")
})
