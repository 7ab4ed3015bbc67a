import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { runCli } from "./run-cli.ts"

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
