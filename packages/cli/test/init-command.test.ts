import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { exampleFile, runCli } from "./run-cli.ts"

test("writes a configuration and adds to .gitignore, once", async () => {
  const folder = scratch({ ".gitignore": "dist" })
  expect(await runCli(["init"], { folder })).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "client-secrets.config.ts"])
  const ignore = "dist\nclient_secret*.json\n!client_secrets.public.json\n"
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(ignore)
  expect((await runCli(["init"], { folder })).stderr).toContain("unchanged .gitignore")
  expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(ignore)
})

test("leaves a configuration that is there alone", async () => {
  const folder = scratch({ "client-secrets.config.js": "mine" })
  await runCli(["init"], { folder })
  expect(readdirSync(folder).sort()).toEqual([".gitignore", "client-secrets.config.js"])
})

test("what it writes is what generate and check then take, once the package is installed; before, that is said", async () => {
  const folder = scratch({ "client_secrets.json": exampleFile().text })
  const install = "npm install --save-dev client-secrets"
  expect((await runCli(["init"], { folder })).stderr).toContain(`Next: ${install}, which`)
  expect(await runCli(["generate"], { folder })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(install),
  })
  mkdirSync(join(folder, "node_modules"))
  symlinkSync(join(import.meta.dirname, ".."), join(folder, "node_modules/client-secrets"))
  expect((await runCli(["init"], { folder })).stderr).toContain("Next: npx client-secrets generate")
  expect(await runCli(["generate"], { folder })).toMatchObject({ exitCode: 0 })
  expect(readdirSync(join(folder, "src")).sort()).toEqual([
    "google.client_secrets.public.json",
    "google.public.ts",
    "google.server.ts",
  ])
  expect(await runCli(["check"], { folder })).toMatchObject({ exitCode: 0 })
})

test("does not wait for a .gitignore that is a FIFO", async () => {
  const folder = scratch()
  execFileSync("mkfifo", [join(folder, ".gitignore")])
  const { exitCode, stderr } = await runCli(["init"], { folder })
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining(".gitignore is not a regular file.")])
})
