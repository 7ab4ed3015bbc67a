import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"

await testOnEveryRuntime({ cases: new URL("./printing.cases.ts", import.meta.url) })
