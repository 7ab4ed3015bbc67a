import { createServer, request as sendRequest } from "node:http"
import { allowPage, listen } from "./fault-server.ts"
import type { RecordedRequest } from "./store.ts"

/**
 * A proxy that records each request that it should pass on, and answers with its own document. It passes on the requests
 * that control a test (`/script`, `/log`), and `/proxied` returns its record.
 */
export async function startRecordingProxy(): Promise<{ address: string; close(): void }> {
  const proxied: RecordedRequest[] = []

  const proxy = createServer((request, response) => {
    if (allowPage(request, response)) return
    const { method, headers } = request
    // The form of a request to a proxy, or that of a request within a tunnel.
    const url = new URL(request.url ?? "", `http://${headers.host}`)
    if (url.pathname.startsWith("/proxied")) {
      response.end(JSON.stringify(proxied))
    } else if (/^\/(script|log)\//.test(url.pathname)) {
      request.pipe(
        sendRequest(url, { method, headers }, answer => {
          response.statusCode = answer.statusCode ?? 502
          answer.pipe(response)
        }),
      )
    } else {
      proxied.push({ url: url.href, headers: headers as Record<string, string>, at: Date.now() })
      response.end('{"web":{"client_id":"the proxy\'s own"}}')
    }
  })

  // Node 22 and 24 request a tunnel for plain http too: this same server reads what goes through it.
  proxy.on("connect", (_, socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n")
    proxy.emit("connection", socket)
  })

  return {
    address: await listen(proxy),
    close() {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}
