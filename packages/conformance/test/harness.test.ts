import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import type { Fixtures } from "./harness.cases.ts"

// Compares the table of drive/runtimes.ts with the runtimes themselves.
await testOnEveryRuntime<Fixtures>({
  cases: new URL("./harness.cases.ts", import.meta.url),
  async setUp() {
    const folder = mkdtempSync(join(tmpdir(), "conformance-fixture-"))
    const file = join(folder, "file.txt")
    writeFileSync(file, "readable")
    const server = createServer((_, response) => {
      // Also for a page on another port; the connection is not kept alive, so that the process can end.
      response.writeHead(200, { "access-control-allow-origin": "*", connection: "close" }).end("reachable")
    })
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    return {
      fixtures: {
        names: JSON.parse('{"__proto__":1,"constructor":2}'),
        file,
        address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      },
      environment: { CONFORMANCE_EXAMPLE: "set" },
      tearDown() {
        server.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
})
