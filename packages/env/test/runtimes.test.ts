import { execFileSync } from "node:child_process"
import { mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { base64, members, text } from "./example.ts"
import type { Fixtures } from "./runtimes.cases.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./runtimes.cases.ts", import.meta.url),
  setUp() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "env-runtimes-")))
    execFileSync("mkfifo", [join(folder, "fifo")])
    return {
      fixtures: { clientId: members.client_id, fifo: join(folder, "fifo"), folder },
      environment: { GOOGLE_CLIENT_SECRETS: base64(text) },
      secrets: [members.client_secret],
      tearDown: () => rmSync(folder, { recursive: true }),
    }
  },
})
