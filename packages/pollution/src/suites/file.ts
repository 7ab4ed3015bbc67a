import { chmodSync, mkdtempSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { load } from "../entries.ts"
import { text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const { fileSource, userConfigPath, userConfigSource } = await load(
    "@client-secrets/file",
    import("@client-secrets/file"),
  )
  const folder = mkdtempSync(join(tmpdir(), "pollution-"))
  const path = join(folder, "client_secrets.json")
  writeFileSync(path, text)
  const empty = mkdtempSync(join(tmpdir(), "pollution-"))
  writeFileSync(join(empty, "credentials.json"), "not read")
  const open = mkdtempSync(join(tmpdir(), "pollution-"))
  writeFileSync(join(open, "client_secrets.json"), text, { mode: 0o666 })
  chmodSync(join(open, "client_secrets.json"), 0o666)
  const control = () => readFile(path)
  return [
    { name: "a path", run: () => fileSource(path).readSync() },
    { name: "a path, asynchronously", run: () => fileSource(path).read(), control },
    { name: "a folder", run: () => fileSource(folder).readSync() },
    { name: "a file that others can write", run: () => fileSource(open).readSync() },
    { name: "nothing, and why", run: () => hintAfter(fileSource(empty)) },
    { name: "the path of a program's configuration", run: () => userConfigPath("no-such-program") },
    {
      name: "a program's configuration that does not exist",
      run: () => userConfigSource("no-such-program").readSync(),
    },
  ]
}

function hintAfter(source: { readSync(): unknown; absence?(): object | undefined }): unknown {
  return [source.readSync(), source.absence?.()]
}

export const file: Suite = { sources: ["file", "source-kit", "recognize"], operations }
