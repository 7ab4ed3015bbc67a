import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ClientSecretsError, loadClientSecrets } from "@client-secrets/core"
import type { Subject } from "./demonstration.ts"
import { fromEnvironment } from "./from-environment.ts"
import { fromFiles } from "./from-files.ts"
import { fromGenerated } from "./from-generated.ts"
import { fromStores } from "./from-stores.ts"
import type { Finding } from "./print-findings.ts"
import { startStores } from "./start-stores.ts"

/** Puts a client in a place for every source, and loads it from each. */
export async function loadEverywhere(subject: Subject): Promise<Finding[]> {
  // Only this user may enter it, and it is removed at the end of the process.
  const folder = mkdtempSync(join(tmpdir(), "client-secrets-quickstart-"))
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130))
  const stores = await startStores(subject)
  const findings: Finding[] = []
  try {
    const demonstrations = [
      ...fromFiles(subject, folder),
      ...fromEnvironment(subject, folder),
      ...fromGenerated(subject, folder),
      ...fromStores(stores.origin, stores.port),
    ]
    for (const { place, source } of demonstrations) {
      try {
        findings.push({ place, client: await loadClientSecrets(source) })
      } catch (error) {
        if (!ClientSecretsError.is(error)) throw error
        findings.push({ place, error })
      }
    }
  } finally {
    stores.close()
  }
  return findings
}
