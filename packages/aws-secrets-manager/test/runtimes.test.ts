import { randomUUID } from "node:crypto"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { servedVersion, startFaultServer } from "./fault-server.ts"
import type { Fixtures } from "./runtimes.cases.ts"

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./runtimes.cases.ts", import.meta.url),
  async setUp() {
    const [token, secretAccessKey] = [randomUUID(), randomUUID()]
    const { stop, ...server } = await startFaultServer({ token })
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey }
    return {
      fixtures: { ...server, version: servedVersion, credentials },
      environment: {
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_TOKEN: token,
      },
      secrets: [token, secretAccessKey],
      tearDown: stop,
    }
  },
})
