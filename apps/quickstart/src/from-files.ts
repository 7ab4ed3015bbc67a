import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { firstOf } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { fileSource } from "@client-secrets/file"
import type { Demonstration, Subject } from "./demonstration.ts"

/** Files, and bytes that are not UTF-8. */
export function fromFiles({ path, text }: Subject, folder: string): Demonstration[] {
  const project = join(folder, "project")
  mkdirSync(join(project, "src/server"), { recursive: true })
  writeFileSync(join(project, "package.json"), "{}")
  writeFileSync(join(project, "client_secrets.json"), text, { mode: 0o600 })
  const bytes = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"))
  return [
    { place: "file, by its path", source: fileSource(path) },
    { place: "file, searched from src/server", source: fileSource(join(project, "src/server")) },
    { place: "your own bytes, UTF-16", source: { name: "bytes", read: async () => ({ content: bytes }) } },
    { place: "chain: environment, then file", source: firstOf(envSource({ env: {} }), fileSource(path)) },
  ]
}
