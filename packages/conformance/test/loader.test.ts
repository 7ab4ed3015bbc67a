import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"

await testOnEveryRuntime({ cases: new URL("./loader.cases.ts", import.meta.url) })
