import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findLeaks } from "@client-secrets/conformance"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { entriesOf } from "../drive/entries.ts"
import { installProject, type Project } from "../drive/install-project.ts"
import { type Packed, packPackages } from "../drive/pack-packages.ts"
import { packageManagers } from "../drive/package-managers.ts"
import { type Registry, startRegistry } from "../drive/start-registry.ts"

const work = realpathSync(mkdtempSync(join(tmpdir(), "packed-matrix-")))
const rows: Record<string, Record<string, string>> = {}
let packages: Packed[] = []
let registry: Registry

beforeAll(async () => {
  packages = packPackages(work)
  registry = await startRegistry(packages)
})

afterAll(() => {
  registry?.close()
  rmSync(work, { recursive: true, force: true })
  console.log("The packed packages, installed by each package manager:")
  console.table(rows)
})

describe.each(packageManagers)("$name", manager => {
  const row: Record<string, string> = {}
  let project: Project | undefined

  beforeAll(async () => {
    const folder = join(work, manager.name.replaceAll(/[^a-zA-Z]/g, "-"))
    const names = packages.map(({ manifest }) => manifest.name)
    project = await installProject(folder, manager, registry.address, names)
    rows[manager.name] = row
    row["installs"] = project === undefined ? "SKIPPED: not on this machine" : "failed"
  }, 180_000)

  test("installs every package", ({ skip }) => {
    if (project === undefined) return skip("this machine does not have it")
    const { status, stdout, stderr } = project.installation
    expect(status, stdout + stderr).toBe(0)
    row["installs"] = `${packages.length} packages`
  })

  test("imports every entry", async ({ skip }) => {
    if (project === undefined) return skip("this machine does not have it")
    const entries = entriesOf(packages)
    expect(await project.load("import", entries)).toEqual({})
    row["import"] = `${entries.length} of ${entries.length}`
  })

  if (manager.requires === "nothing") row["require"] = "not a way of its programs"
  else
    test("requires every entry that it can", async ({ skip }) => {
      if (project === undefined) return skip("this machine does not have it")
      const entries = entriesOf(packages).filter(({ shipsCommonJs }) => manager.requires === "all" || shipsCommonJs)
      expect(await project.load("require", entries)).toEqual({})
      row["require"] = `${entries.length} of ${entriesOf(packages).length}`
    })

  test("runs the command", async ({ skip }) => {
    if (project === undefined) return skip("this machine does not have it")
    writeFileSync(join(project.folder, "client_secrets.json"), JSON.stringify({ web }))
    const command = [...manager.bin("client-secrets"), "inspect", "client_secrets.json"]
    const { status, stdout, stderr } = await project.execute(command)
    expect(status, stdout + stderr).toBe(0)
    expect(findLeaks([web.client_secret], { stdout, stderr })).toEqual([])
    row["client-secrets inspect"] = "ok"
  })

  test("runs a program that loads a client and prints no secret", async ({ skip }) => {
    if (project === undefined) return skip("this machine does not have it")
    writeFileSync(join(project.folder, "use.mjs"), program)
    const variables = { GOOGLE_CLIENT_SECRETS: JSON.stringify({ web }) }
    const { stdout, stderr } = await project.execute(manager.run("use.mjs"), variables)
    expect(stdout, stderr).toBe(`[redacted] ${web.client_secret.length}\n`)
    row["program"] = "ok"
  })
})

const web = {
  client_id: "1234567890-example.apps.googleusercontent.com",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

const program = `import { loadClientSecretsSync } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
const client = loadClientSecretsSync(envSource())
console.log(String(client.clientSecret), client.clientSecret.reveal().length)
`
