import { createServer, request as forward } from "node:http"
import type { AddressInfo } from "node:net"

/** A proxy for a server that counts its requests, and can be cut: then every connection is reset. */
export interface CuttableProxy {
  readonly address: string
  /** The requests since the last call: `X-Amz-Target` or method and path. */
  takeRequests(): string[]
  cut(): void
  mend(): void
  stop(): void
}

export async function startCuttableProxy(target: string): Promise<CuttableProxy> {
  let requests: string[] = []
  let isCut = false
  const server = createServer((request, response) => {
    requests.push(String(request.headers["x-amz-target"] ?? `${request.method} ${request.url}`))
    if (isCut) return void request.socket.destroy()
    const { method, headers, url = "/" } = request
    const onward = forward(new URL(url, target), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on("error", () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeRequests() {
      const taken = requests
      requests = []
      return taken
    },
    cut() {
      isCut = true
    },
    mend() {
      isCut = false
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
