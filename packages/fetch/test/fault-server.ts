import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { createSelfSigned } from "../../source-kit/test/self-signed.ts"
import type { Answer, Fixtures, RecordedRequest } from "./store.ts"

/** A server that answers as instructed, if need be with faults, and one that is the target of redirects. Both record requests. */
export async function startFaultServer(): Promise<{ fixtures: Fixtures; close(): void }> {
  const answers = new Map<string, Answer[]>()
  const requests = new Map<string, RecordedRequest[]>()

  // /script/ID receives the answers, /log/ID returns the requests, /store/ID returns one answer after another, then always the last.
  const store = createServer(async (request, response) => {
    const [, verb = "", id = ""] = (request.url ?? "").split(/[/?]/)
    if (allowPage(request, response)) return
    if (verb === "script") {
      answers.set(id, JSON.parse(await textOf(request)))
      response.end()
    } else if (verb === "log") {
      response.end(JSON.stringify(requests.get(id) ?? []))
    } else {
      record(requests, id, request)
      const left = answers.get(id) ?? []
      const answer = left.length > 1 ? left.shift() : left[0]
      give(answer ?? { status: 404 }, request, response)
    }
  })

  // Every request here was sent to the wrong place.
  const elsewhere = createServer((request, response) => {
    if (allowPage(request, response)) return
    record(requests, request.url?.split("/")[1] ?? "", request)
    response.end(exampleDocument)
  })

  const untrusted = createTlsServer(createSelfSigned(), (_, response) => response.end(exampleDocument))
  const closed = createServer()
  const servers = [store, elsewhere, closed, untrusted]
  const [storeAddress, elsewhereAddress, refusedAddress, untrustedAddress] = await Promise.all(servers.map(listen))
  closed.close()

  return {
    fixtures: {
      store: storeAddress!,
      elsewhere: elsewhereAddress!,
      refused: refusedAddress!,
      untrusted: untrustedAddress!.replace("http:", "https:"),
    },
    close() {
      for (const server of [store, elsewhere, untrusted]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

const exampleDocument = '{"web":{}}'

export async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Allows a page of another origin to send requests, and answers its preflight. */
export function allowPage(request: IncomingMessage, response: ServerResponse): boolean {
  // Every process that sends requests has to end by itself.
  response.setHeader("connection", "close")
  response.setHeader("access-control-allow-origin", "*")
  response.setHeader("access-control-expose-headers", "*")
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*")
  if (request.method !== "OPTIONS") return false
  response.end()
  return true
}

function record(requests: Map<string, RecordedRequest[]>, id: string, { url = "", headers }: IncomingMessage): void {
  requests.set(id, [...(requests.get(id) ?? []), { url, headers: headers as Record<string, string>, at: Date.now() }])
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ""
  for await (const chunk of request.setEncoding("utf8")) text += chunk
  return text
}

function give(
  { status = 200, headers = {}, body = "", fault }: Answer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const etag = headers["etag"]
  if (etag !== undefined && request.headers["if-none-match"] === etag) {
    response.writeHead(304, { etag }).end()
    return
  }
  const begin = (more: Record<string, string>) => response.writeHead(status, { ...headers, ...more })
  switch (fault) {
    case undefined:
      begin({}).end(body)
      return
    case "hang":
      return
    case "reset":
      request.socket.resetAndDestroy()
      return
    case "drip": {
      begin({}).write(body)
      const timer = setInterval(() => response.write(" "), 20)
      response.on("close", () => clearInterval(timer))
      return
    }
    case "cut":
      // Less of the body than was declared.
      begin({ "content-length": String(Buffer.byteLength(body) + 1_000) }).write(body, () => request.socket.end())
      return
    case "cut chunked":
      begin({}).write(body, () => request.socket.end())
      return
    case "bomb":
      begin({ "content-encoding": "gzip" }).end(bomb)
      return
    case "over declared":
      begin({ "content-length": "70000" }).flushHeaders()
      return
    case "over chunked":
      begin({}).end(" ".repeat(70_000))
      return
    case "gzip":
      begin({ "content-encoding": "gzip" }).end(gzipSync(body))
  }
}

// 32 MiB in 32 kB.
const bomb = gzipSync(Buffer.alloc(2 ** 25))
