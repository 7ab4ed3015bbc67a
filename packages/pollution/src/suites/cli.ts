import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { load } from "../entries.ts"
import { text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const url = new URL("../../../cli/src/run-command-line.ts", import.meta.url).href
  const { runCommandLine } = (await import(url)) as {
    runCommandLine(words: readonly string[], surroundings: object): Promise<unknown>
  }
  const { defineConfig } = await load("client-secrets/config", import("client-secrets/config"))
  const folder = mkdtempSync(join(tmpdir(), "pollution-"))
  // A project of its own: doctor would look at the folders above it, which other programs change.
  writeFileSync(join(folder, "package.json"), "{}")
  writeFileSync(join(folder, "client_secrets.json"), text, { mode: 0o600 })
  writeFileSync(join(folder, "broken.json"), text.replace("client_id", "client_identity"), { mode: 0o600 })
  mkdirSync(join(folder, "dist"))
  writeFileSync(join(folder, "dist", "clean.js"), "nothing")
  writeFileSync(join(folder, "dist", "leak.js"), "x EXAMPLE_NOT_A_REAL y")
  mkdirSync(join(folder, "project"))
  writeFileSync(join(folder, "project", "client_secrets.json"), text, { mode: 0o600 })
  const config = 'export default { clients: { google: { input: "client_secrets.json" } }, out: "src" }'
  writeFileSync(join(folder, "project", "client-secrets.config.mjs"), config)
  process.env["XDG_STATE_HOME"] = join(folder, "state")
  process.env["XDG_CONFIG_HOME"] = join(folder, "config")
  mkdirSync(join(folder, "config", "client-secrets"), { recursive: true })
  writeFileSync(join(folder, "config", "client-secrets", "client_secrets.json"), text, { mode: 0o600 })
  const run =
    (words: readonly string[], place = folder) =>
    async () => {
      let output = ""
      const stream = { write: (chunk: string) => (output += chunk) }
      const surroundings = {
        folder: place,
        stdin: () => Readable.from([]),
        stdout: stream,
        stderr: stream,
        environment: {},
        stopSignal: () => new AbortController().signal,
      }
      const code = await runCommandLine(words, surroundings)
      return [code, output]
    }
  const project = join(folder, "project")
  // Node's own work when it loads a module.
  let loads = 0
  const importAgain = async () =>
    (await import(`${pathToFileURL(join(project, "client-secrets.config.mjs"))}?x=${++loads}`)).default
  // Once, so that the outputs exist: the operations then find them unchanged.
  await run(["generate"], project)()
  const commands: readonly (readonly string[])[] = [
    ["inspect", "client_secrets.json"],
    ["inspect", "broken.json"],
    ["inspect", "broken.json", "--format", "github"],
    ["inspect", "broken.json", "--format", "sarif"],
    ["inspect", "env:NOT_SET"],
    ["scan", "dist"],
    ["scan", "dist", "--json"],
    ["scan", "dist", "--format", "sarif"],
    ["check", "client_secrets.json", "--out", "elsewhere"],
    ["explain", "placeholder"],
    ["schema"],
    ["accounts"],
    ["token"],
    ["logout"],
    ["login", "broken.json"],
    ["setup"],
    ["keychain"],
    ["--help"],
    ["generate", "--help"],
    ["inspect", "--unknown"],
    ["inspect", "nowhere.json"],
  ]
  // Node's own work with the output of another program.
  const runGit = () => promisify(execFile)("git", ["--version"])
  return [
    { name: "doctor", run: run(["doctor"]), control: runGit },
    ...commands.map(words => ({ name: words.join(" "), run: run(words) })),
    { name: "generate, with a configuration", run: run(["generate", "--json"], project), control: importAgain },
    { name: "check, with a configuration", run: run(["check"], project), control: importAgain },
    { name: "a configuration", run: () => defineConfig({ clients: { google: { input: "client_secrets.json" } } }) },
  ]
}

export const cli: Suite = { sources: ["cli", "recognize"], operations }
