import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import type { Fixtures } from "./runtimes.cases.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./runtimes.cases.ts", import.meta.url),
  setUp() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "file-runtimes-")))
    execFileSync("mkfifo", [join(folder, "fifo")])
    symlinkSync("loop", join(folder, "loop"))
    writeFileSync(join(folder, "client_secrets.json"), "planted")
    for (const name of ["project/src", "other/.git"]) mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, "project/package.json"), "{}")
    writeFileSync(join(folder, "project/client_secrets.json"), "found")
    return { fixtures: { folder }, tearDown: () => rmSync(folder, { recursive: true }) }
  },
})
