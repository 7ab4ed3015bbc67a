import { mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { startProvider } from "./fixtures/provider.ts"
import type { Fixtures } from "./local.cases.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./local.cases.ts", import.meta.url),
  // The runtimes on which programs listen and have files: Node, Deno and Bun.
  when: { fileSystem: "granted", network: "granted" },
  async setUp() {
    const provider = await startProvider()
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "authorize-locally-")))
    const { type, ...members } = provider.file("native")
    return {
      fixtures: { provider: provider.issuer, file: JSON.stringify({ [type]: members }), folder },
      secrets: [members.client_secret!],
      async tearDown() {
        await provider.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
})
