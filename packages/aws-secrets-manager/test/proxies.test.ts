import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { testOnEveryRuntime } from "@client-secrets/conformance/runtimes"
import { expect, test } from "vitest"
import { startFaultServer } from "./fault-server.ts"
import type { Fixtures } from "./proxies.cases.ts"

const recorded: string[] = []

await testOnEveryRuntime<Fixtures>({
  cases: new URL("./proxies.cases.ts", import.meta.url),
  async setUp() {
    const token = "EXAMPLE_AGENT_TOKEN"
    const server = await startFaultServer({ token })
    await fetch(`${server.address}/${encodeURIComponent("value/proxied")}`, { method: "PUT", body: "direct" })
    const proxy = createServer((request, response) => {
      recorded.push(`${request.method} ${request.url}`)
      response.end(JSON.stringify({ SecretString: "from the proxy" }))
    })
    proxy.on("connect", (request, socket) => {
      recorded.push(`CONNECT ${request.url}`)
      socket.destroy()
    })
    await new Promise<void>(resolve => proxy.listen(0, "127.0.0.1", resolve))
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap(name => [name, name.toLowerCase()])
    return {
      fixtures: { port: server.port },
      environment: {
        ...Object.fromEntries(names.map(name => [name, address])),
        // Without it Node ignores all of them.
        NODE_USE_ENV_PROXY: "1",
        AWS_TOKEN: token,
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "EXAMPLE_NOT_A_REAL_SECRET",
      },
      tearDown() {
        server.stop()
        proxy.closeAllConnections()
        proxy.close()
      },
    }
  },
})

test("no proxy received a request", () => expect(recorded).toEqual([]))
