import { execFileSync, spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assertNoLeak } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli } from "./run-cli.ts"

test("writes a configuration and adds to .gitignore, once", async () => {
  const folder = scratch({ ".gitignore": "dist" })
  expect(await runCli(["init"], { folder })).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "client-secrets.config.mjs"])
  const ignore = "dist\nclient_secret*.json\n!client_secrets.public.json\n"
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(ignore)
  expect((await runCli(["init"], { folder })).stderr).toContain("unchanged .gitignore")
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(ignore)
})

test("leaves a configuration that exists alone", async () => {
  const folder = scratch({ "client-secrets.config.js": "mine" })
  await runCli(["init"], { folder })
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "client-secrets.config.js"])
})

test("says what to install, and the next command works before that: the configuration imports nothing", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text, "package.json": "{}", "pnpm-lock.yaml": "" })
  expect((await runCli(["init"], { folder })).stderr).toContain(
    "Next: pnpm add client-secrets && pnpm dlx client-secrets generate",
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
])("fits %s, and is loaded without a warning", async (_, manifest, ending, out) => {
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

test("imports defineConfig where the package is installed", async () => {
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
  // The server's module runs as it is, and in development the file is enough.
  const program = `import { googleSource } from "./src/google.server.ts"
    import { loadClientSecrets } from "client-secrets"
    const { clientId, clientSecret } = await loadClientSecrets(googleSource())
    console.log(clientId, String(clientSecret))`
  writeFileSync(join(folder, "main.mjs"), program)
  const { stdout } = spawnSync(process.execPath, ["main.mjs"], { cwd: folder, encoding: "utf8" })
  expect(stdout).toBe("1234-example.apps.googleusercontent.com [redacted]\n")
})

test("adds generated JSON to what Biome ignores, a script and a line of the pre-commit hook, each once", async () => {
  const folder = scratch({
    "package.json": '{\n\t"name": "x",\n\t"scripts": { "dev": "vite" }\n}\n',
    "biome.json": '{\n\t"files": { "includes": ["src/**"] }\n}\n',
  })
  spawnSync("git", ["init", "-q"], { cwd: folder })
  const read = (name: string) => readFileSync(join(folder, name), "utf8")
  const words = ["init", "--script", "--pre-commit"]
  expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
  const texts = ["package.json", "biome.json", ".git/hooks/pre-commit"].map(read)
  expect(JSON.parse(texts[0]!)).toEqual({
    name: "x",
    scripts: { dev: "vite", "client-secrets": "client-secrets generate" },
  })
  expect(texts[0]).toContain('\n\t"scripts"')
  expect(JSON.parse(texts[1]!).files.includes).toEqual([
    "src/**",
    "!**/*.client_secrets.public.json",
    "!**/*.schema.json",
  ])
  expect(texts[2]).toBe("#!/bin/sh\nnpx client-secrets scan --staged --if-present\n")
  expect(statSync(join(folder, ".git/hooks/pre-commit")).mode & 0o777).toBe(0o755)
  expect(await runCli(words, { folder })).toMatchObject({ exitCode: 0 })
  expect(["package.json", "biome.json", ".git/hooks/pre-commit"].map(read)).toEqual(texts)
})

test("does not wait for a .gitignore that is a FIFO", async () => {
  const folder = scratch()
  execFileSync("mkfifo", [join(folder, ".gitignore")])
  const { exitCode, stderr } = await runCli(["init"], { folder })
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining(".gitignore is not a regular file.")])
})
