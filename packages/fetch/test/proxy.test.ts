import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { describe } from "vitest"
import { startFaultServer } from "./fault-server.ts"
import type { ProxyFixtures } from "./proxy.cases.ts"
import { startRecordingProxy } from "./recording-proxy.ts"

const node = ["node 22", "node 24", "node 26"]
const proxyVariables = ["http_proxy", "https_proxy", "all_proxy"].flatMap(name => [name, name.toUpperCase()])
// It uses the fetch of its host, and its environment does not show whether that fetch uses a proxy.
const edge = "edge-runtime"

await describeProxy("HTTP_PROXY", "on", { diverted: [...node, "deno", "bun", edge], refusing: [...node, "deno", edge] })
await describeProxy("HTTP_PROXY", "off", { diverted: ["deno", "bun"], refusing: ["deno", edge] })
await describeProxy("ALL_PROXY", "on", { diverted: ["deno", "bun"], refusing: ["deno", edge] })
await describeProxy("every proxy variable", "on", {
  diverted: [...node, "deno", "bun", edge],
  refusing: [...node, "deno", edge],
})
await describeProxy("HTTP_PROXY", "on", { diverted: [], refusing: [] }, { NO_PROXY: "127.0.0.1,169.254.169.254" })

async function describeProxy(
  variable: "HTTP_PROXY" | "ALL_PROXY" | "every proxy variable",
  nodeUses: "on" | "off",
  expected: Pick<ProxyFixtures, "diverted" | "refusing">,
  exempt: Record<string, string> = {},
): Promise<void> {
  const title = [variable, `NODE_USE_ENV_PROXY ${nodeUses}`, ...Object.keys(exempt)].join(", ")
  await describe(title, async () => {
    await testOnEveryRuntime<ProxyFixtures>({
      cases: new URL("./proxy.cases.ts", import.meta.url),
      async setUp() {
        const store = await startFaultServer()
        const proxy = await startRecordingProxy()
        const names = variable === "every proxy variable" ? proxyVariables : [variable]
        return {
          // With several variables the first one is named.
          fixtures: { ...store.fixtures, ...expected, variable: names[0]!, proxy: proxy.address },
          environment: {
            ...Object.fromEntries(names.map(name => [name, proxy.address])),
            ...(nodeUses === "on" && { NODE_USE_ENV_PROXY: "1" }),
            ...exempt,
          },
          tearDown() {
            store.close()
            proxy.close()
          },
        }
      },
    })
  })
}
