import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { startFaultServer } from "./fault-server.ts"
import type { Fixtures } from "./store.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./loader.cases.ts", import.meta.url),
  async setUp() {
    const { fixtures, close } = await startFaultServer()
    return { fixtures, tearDown: close }
  },
})
