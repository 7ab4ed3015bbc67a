import { mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, sep } from "node:path"
import { loadNuxtConfig } from "nuxt/kit"
import { afterAll, expect, test } from "vitest"
import { secret } from "./fixture.ts"
import { askDoctor } from "./frameworks/ask-doctor.ts"
import { clientFileWith, write } from "./frameworks/project.ts"

const top = realpathSync(mkdtempSync(join(tmpdir(), "nuxt-workspace-")))
afterAll(() => rmSync(top, { recursive: true, force: true }))

// Nuxt's development server serves every file of its workspace, which it finds by its own rules.
test.each<[name: string, files: readonly string[]]>([
  ["the topmost workspace file", ["turbo.json", "site/pnpm-workspace.yaml"]],
  ["a workspace file, rather than the repository below it", ["lerna.json", "site/.git/config"]],
  ["the nearest repository", [".git/config", "site/.git/config", "package-lock.json"]],
  ["the topmost lockfile", ["site/pnpm-lock.yaml", "site/web/yarn.lock"]],
  ["the topmost manifest", ["site/package.json"]],
  ["not a file that only npm takes for a workspace", ["site/web/package-lock.json"]],
])("doctor finds the same workspace as Nuxt: %s", async (_, files) => {
  rmSync(top, { recursive: true, force: true })
  const project = join(top, "site/web")
  for (const path of ["package.json", "site/web/nuxt.config.ts", ...files]) write(join(top, path), "")
  write(join(top, "package.json"), '{"workspaces":["site/*"]}')
  const { workspaceDir } = await loadNuxtConfig({ cwd: project })
  for (const folder of [top, join(top, "site"), project]) {
    const path = join(folder, "client_secrets.json")
    write(path, clientFileWith(secret))
    const isServed = (path + sep).startsWith(workspaceDir + sep)
    expect([path, await askDoctor(path, "dev_server", top)]).toEqual([path, isServed ? "error" : "ok"])
  }
})
