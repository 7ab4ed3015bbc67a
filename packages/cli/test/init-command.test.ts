import { execFileSync, spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli, runHere } from "./run-cli.ts"

const prettier = join(dirname(createRequire(import.meta.url).resolve("prettier/package.json")), "bin/prettier.cjs")
const biome = fileURLToPath(new URL("../../../tools/node_modules/.bin/biome", import.meta.url))

test("writes a configuration and adds to .gitignore, only once", async () => {
  const folder = scratch({ ".gitignore": "dist" })
  expect(await runCli(["init"], { folder })).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "client-secrets.config.mjs"])
  const ignore = "dist\nclient_secret*.json\n!client_secrets.public.json\n"
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(ignore)
  expect((await runCli(["init"], { folder })).stderr).toContain("unchanged .gitignore")
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(ignore)
})

test("does not change an existing configuration", async () => {
  const folder = scratch({ "client-secrets.config.js": "mine" })
  await runCli(["init"], { folder })
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "client-secrets.config.js"])
})

test("says what to install, and the next command works without it: the configuration imports nothing", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text, "package.json": "{}", "pnpm-lock.yaml": "" })
  expect((await runCli(["init"], { folder })).stderr).toContain(
    "Next: pnpm add client-secrets && pnpm exec client-secrets generate\nIn CI: pnpm exec client-secrets check",
  )
  const generated = await runCli(["generate"], { folder })
  expect(generated).toMatchObject({ exitCode: 0 })
  expect(generated.stderr).not.toContain("Warning")
  expect(generated.stderr).toContain('On the server: import { googleSource } from "./src/google.server.mjs"')
  expect(generated.stderr).toContain("Install:       pnpm add client-secrets")
  expect(readdirSync(join(folder, "src")).sort()).toEqual([
    "google.client_secrets.public.json",
    "google.public.d.mts",
    "google.public.mjs",
    "google.server.d.mts",
    "google.server.mjs",
  ])
  expect(await runCli(["check"], { folder })).toMatchObject({ exitCode: 0 })
})

test.each([
  ["a package of CommonJS with TypeScript", { dependencies: { next: "16" } }, "mts", 'out: "src"'],
  ["SvelteKit", { type: "module", devDependencies: { "@sveltejs/kit": "3" } }, "ts", '"src/lib/server"'],
  ["Nuxt", { type: "module", devDependencies: { nuxt: "4" } }, "ts", '"server/utils"'],
])("fits %s, and loads without a warning", async (_, manifest, ending, out) => {
  const { text, secret } = exampleFile({ auth_uri: "https://github.com/login/oauth/authorize" })
  const folder = scratch({
    "client_secrets.json": text,
    "package.json": JSON.stringify(manifest),
    "tsconfig.json": "{}",
  })
  const { exitCode, stderr } = await runCli(["init"], { folder })
  expect([exitCode, stderr.includes("client-secrets/vite")]).toEqual([0, ending === "ts"])
  const config = readFileSync(join(folder, `client-secrets.config.${ending}`), "utf8")
  for (const part of [out, "github: {", '"env:GITHUB_CLIENT_SECRET", "file:client_secrets.json"']) {
    expect(config).toContain(part)
  }
  const generated = await runCli(["generate"], { folder })
  expect(generated.stderr).not.toContain("Warning")
  assertNoLeak([secret], { config, stderr: generated.stderr })
})

test("imports defineConfig if the package is installed", async () => {
  const folder = scratch({
    "client_secrets.json": exampleFile().text,
    "package.json": '{ "type": "module", "dependencies": { "client-secrets": "0.0.0" } }',
    "tsconfig.json": "{}",
  })
  mkdirSync(join(folder, "node_modules"))
  symlinkSync(join(import.meta.dirname, ".."), join(folder, "node_modules/client-secrets"))
  expect((await runCli(["init"], { folder })).stderr).toContain("Next: npx client-secrets generate")
  const config = readFileSync(join(folder, "client-secrets.config.ts"), "utf8")
  expect(config).toContain('import { defineConfig } from "client-secrets/config"')
  expect(await runCli(["generate"], { folder })).toMatchObject({ exitCode: 0 })
  // The server's module runs unchanged, and in development the file is enough.
  const program = `import { googleSource } from "./src/google.server.ts"
    import { loadClientSecrets } from "client-secrets"
    const { clientId, clientSecret } = await loadClientSecrets(googleSource())
    console.log(clientId, String(clientSecret))`
  writeFileSync(join(folder, "main.mjs"), program)
  const { stdout } = spawnSync(process.execPath, ["main.mjs"], { cwd: folder, encoding: "utf8" })
  expect(stdout).toBe("1234-example.apps.googleusercontent.com [redacted]\n")
})

test("adds generated JSON to what Biome ignores, a script and a line of the pre-commit hook, each only once", async () => {
  const folder = scratch({
    "package.json": '{\n\t"name": "x",\n\t"scripts": { "dev": "vite" }\n}\n',
    "biome.json": '{\n\t"files": { "includes": ["src/**"] }\n}\n',
  })
  spawnSync("git", ["init", "-q"], { cwd: folder })
  const read = (name: string) => readFileSync(join(folder, name), "utf8")
  const words = ["init", "--script", "--pre-commit"]
  expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
  const contents = ["package.json", "biome.json", ".git/hooks/pre-commit"].map(read)
  expect(JSON.parse(contents[0]!)).toEqual({
    name: "x",
    scripts: { dev: "vite", "client-secrets": "client-secrets generate" },
  })
  expect(contents[0]).toContain('\n\t"scripts"')
  expect(JSON.parse(contents[1]!).files.includes).toEqual([
    "src/**",
    "!**/*.client_secrets.public.json",
    "!**/*.schema.json",
  ])
  expect(contents[2]).toBe("#!/bin/sh\nnpx client-secrets scan --staged --if-present || exit 1\n")
  expect(statSync(join(folder, ".git/hooks/pre-commit")).mode & 0o777).toBe(0o755)
  expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
  expect(["package.json", "biome.json", ".git/hooks/pre-commit"].map(read)).toEqual(contents)
})

test.each([
  ["npm", {}, ""],
  ["SvelteKit", { "package.json": JSON.stringify({ type: "module", devDependencies: { "@sveltejs/kit": "3" } }) }, ""],
  ["a long name", {}, "https://a-provider-with-a-name-that-is-longer-than-the-usual-ones.example/authorize"],
])("the configuration for %s pleases Prettier and Biome with their defaults", async (_, files, endpoint) => {
  const { text } = exampleFile(endpoint === "" ? {} : { auth_uri: endpoint })
  for (const [command, parameters, more] of [
    [process.execPath, [prettier, "--check", "."], {}],
    [biome, ["ci", "."], { "biome.json": "{}\n" }],
    [biome, ["ci", "."], { "biome.json": '{ "formatter": { "indentStyle": "space" } }\n' }],
  ] as const) {
    const folder = scratch({ ...files, ...more, ".editorconfig": "root = true\n", "client_secrets.json": text })
    await runHere(["init"], { folder })
    for (const name of ["client_secrets.json", "package.json", "biome.json", ".editorconfig"]) {
      if (name !== "biome.json" || command !== biome) rmSync(join(folder, name), { force: true })
    }
    if (command === biome) execFileSync(biome, ["format", "--write", "biome.json"], { cwd: folder, stdio: "ignore" })
    const { status, stdout, stderr } = spawnSync(command, parameters, { cwd: folder, encoding: "utf8" })
    expect([status, stdout, stderr]).toEqual([0, expect.any(String), expect.any(String)])
  }
})

test("adds a script to a package.json of any editor, and says what is wrong with one that npm cannot read", async () => {
  const added = '"scripts": {\r\n    "client-secrets": "client-secrets generate"\r\n  }\r\n}\r\n'
  for (const [text, expected] of [
    ['\ufeff{\r\n  "name": "x"\r\n}\r\n', `\ufeff{\r\n  "name": "x",\r\n  ${added}`],
    ['{"scripts":{"client-secrets":"mine"}}', '{"scripts":{"client-secrets":"mine"}}'],
  ] as const) {
    const folder = scratch({ "package.json": text })
    expect(await runHere(["init", "--script"], { folder })).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(folder, "package.json"), "utf8")).toBe(expected)
  }
  for (const [files, message] of [
    [{}, "There is no package.json to add a script to."],
    [{ "package.json": "{" }, "package.json is not a JSON object."],
    [{ "package.json": "[]" }, "package.json is not a JSON object."],
  ] as const) {
    const folder = scratch(files)
    const { exitCode, stderr } = await runHere(["init", "--script"], { folder })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(readdirSync(folder)).toEqual(Object.keys(files))
  }
})

test("imports nothing if package.json names the package and it is not installed yet", async () => {
  const folder = scratch({
    "client_secrets.json": exampleFile().text,
    "package.json": '{ "type": "module", "devDependencies": { "client-secrets": "0.0.0" } }',
    "bun.lock": "",
  })
  expect((await runCli(["init"], { folder })).stderr).toContain("Next: bun install && bunx client-secrets generate")
  expect(await runCli(["generate"], { folder })).toMatchObject({ exitCode: 0 })
  writeFileSync(join(folder, "client-secrets.config.mjs"), 'import "client-secrets/config"')
  const { exitCode, stderr } = await runCli(["generate"], { folder })
  expect([exitCode, stderr]).toEqual([
    2,
    "error: client-secrets.config.mjs could not be loaded: ERR_MODULE_NOT_FOUND.\n  It imports client-secrets, which is not installed: bun add --dev client-secrets\n",
  ])
})

test.each([
  [{ packageManager: "pnpm@11.0.0" }, "", "pnpm add "],
  [{ packageManager: "yarn@4.1.0+sha224.abc" }, "package-lock.json", "yarn add "],
  [{ devEngines: { packageManager: { name: "bun" } } }, "", "bun add "],
  [{ packageManager: 1 }, "yarn.lock", "yarn add "],
  [{ packageManager: "unknown@1" }, "", "npm install "],
  [{}, "deno.jsonc", "deno add npm:"],
  [{}, "npm-shrinkwrap.json", "npm install "],
] as const)("finds the package manager of %j and %s", async (manifest, lockFile, install) => {
  const folder = scratch({ "package.json": JSON.stringify(manifest), ...(lockFile !== "" && { [lockFile]: "" }) })
  expect((await runHere(["init"], { folder })).stderr).toContain(`Next: ${install}client-secrets && `)
})

test("writes for Biome 1 what it knows, for Prettier what has other settings, and keeps line ends", async () => {
  const biome = '{ "$schema": "https://biomejs.dev/schemas/1.9.4/schema.json", "files": { "ignore": ["dist"] } }\n'
  const folder = scratch({
    "client_secrets.json": exampleFile().text,
    "biome.json": biome,
    ".gitignore": "dist\r\n",
    ".prettierrc.json": "{}",
    ".prettierignore": "dist",
  })
  const read = (name: string) => readFileSync(join(folder, name), "utf8")
  const names = ["biome.json", ".gitignore", ".prettierignore"]
  expect(await runHere(["init"], { folder })).toMatchObject({ exitCode: 0 })
  const contents = names.map(read)
  expect(JSON.parse(contents[0]!).files).toEqual({
    ignore: ["dist", "**/*.client_secrets.public.json", "**/*.schema.json"],
  })
  expect(contents[1]).toBe("dist\r\nclient_secret*.json\r\n!client_secrets.public.json\r\n")
  expect(contents[2]).toBe("dist\ngoogle.public.*\ngoogle.server.*\n*.client_secrets.public.json\n")
  expect(await runHere(["init"], { folder })).toMatchObject({ exitCode: 0 })
  expect(names.map(read)).toEqual(contents)
  const plain = scratch({ "package.json": "{}" })
  await runHere(["init"], { folder: plain })
  expect(readdirSync(plain)).not.toContain(".prettierignore")
})

test("the line of the pre-commit hook counts, whatever the hook does otherwise", async () => {
  for (const hook of ["#!/bin/sh\nexec true\n", "#!/usr/bin/env bash\nfalse\ntrue\n", "true"]) {
    const folder = scratch({ "bin/npx": "#!/bin/sh\nexit 4\n" })
    spawnSync("git", ["init", "-q"], { cwd: folder })
    const file = join(folder, ".git/hooks/pre-commit")
    mkdirSync(join(folder, ".git/hooks"), { recursive: true })
    writeFileSync(file, hook)
    expect(await runCli(["init", "--pre-commit"], { folder })).toMatchObject({ exitCode: 0 })
    chmodSync(join(folder, "bin/npx"), 0o755)
    const environment = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` }
    expect([hook, spawnSync(file, { env: environment, shell: true }).status]).toEqual([hook, 1])
  }
})

test("changes no hook that git would not run, or that is not a script of a shell", async () => {
  const other = scratch({ "hooks/": "" })
  spawnSync("git", ["init", "-q"], { cwd: other })
  spawnSync("git", ["config", "core.hooksPath", "hooks"], { cwd: other })
  const python = scratch()
  spawnSync("git", ["init", "-q"], { cwd: python })
  mkdirSync(join(python, ".git/hooks"), { recursive: true })
  writeFileSync(join(python, ".git/hooks/pre-commit"), "#!/usr/bin/env python3\nprint(1)\n")
  const worktree = scratch({ ".git": "gitdir: /nowhere\n" })
  for (const folder of [other, python, worktree]) {
    const { exitCode, stderr } = await runCli(["init", "--pre-commit"], { folder })
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("yourself: npx client-secrets scan --staged --if-present || exit 1"),
    ])
    expect(readdirSync(folder)).not.toContain(".gitignore")
  }
  expect(readFileSync(join(python, ".git/hooks/pre-commit"), "utf8")).toBe("#!/usr/bin/env python3\nprint(1)\n")
})

test("does not wait for a .gitignore that is a FIFO", async () => {
  const folder = scratch()
  execFileSync("mkfifo", [join(folder, ".gitignore")])
  const { exitCode, stderr } = await runCli(["init"], { folder })
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining(".gitignore is not a regular file.")])
})

test("adds no line to a pre-commit hook where git does not say that it uses that folder", async () => {
  const folder = scratch({ "package.json": "{}", ".git/hooks/": "" })
  const { exitCode, stderr } = await runCli(["init", "--pre-commit"], { folder, environment: { PATH: folder } })
  expect([exitCode, stderr]).toEqual([
    5,
    "error: git could not be asked where its hooks are.\n  Add this line to the pre-commit hook yourself: npx client-secrets scan --staged --if-present || exit 1\n",
  ])
  expect(readdirSync(join(folder, ".git/hooks"))).toEqual([])
})
