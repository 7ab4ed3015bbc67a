import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"

await testOnEveryRuntime({ cases: new URL("./core.cases.ts", import.meta.url) })
