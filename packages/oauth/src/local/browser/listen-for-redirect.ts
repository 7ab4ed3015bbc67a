import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { ClientSecretsError } from "@client-secrets/core"
import { setPort } from "../../client/redirect-uri.ts"
import { parseUri } from "../../client/uri.ts"
import { ownProperties } from "../../flow/options.ts"
import { type Page, pagePolicy, refusedPage } from "./pages.ts"

/** A listener on this machine that waits for one redirect. */
export interface Listener {
  /** Where it listens: the registered URI, with the port that it got. */
  readonly redirectUri: string
  /** The first redirect with this state. Requests before or after it are refused. */
  waitFor(state: string): Promise<Arrival>
  close(): void
}

/** The browser has come back, and waits for its page. */
export interface Arrival {
  readonly url: string
  finish(page: Page): Promise<void>
}

const freePortAttempts = 10

/**
 * Listens where a loopback redirect URI points to, and on no other address of this machine.
 *
 * `localhost` is two addresses, and the browser picks one: both are taken on the same port, or it fails, since another
 * program could listen on the one that is left.
 *
 * @param port 0 for any free one
 * @param address another one to listen on; requests must still name the redirect URI's host
 */
export async function listenForRedirect(registered: string, port: number, address?: string): Promise<Listener> {
  const { hostname, pathname } = parseUri(registered)!
  let handle = (_: IncomingMessage, response: ServerResponse) => answer(response, refusedPage)
  const servers = await bind(address ?? hostname, port, (request, response) => handle(request, response))
  const actual = (servers[0]!.address() as AddressInfo).port
  const redirectUri = setPort(registered, `:${actual}`)
  const { host } = parseUri(redirectUri)!
  return {
    redirectUri,
    waitFor: state =>
      new Promise(resolve => {
        handle = (request, response) => {
          const problem = findProblem(request, host, pathname, state)
          if (problem !== undefined) return answer(response, { ...refusedPage, status: problem })
          // From here on nothing else is accepted, not even the same redirect again.
          handle = (_, late) => answer(late, refusedPage)
          const finish = (page: Page) => flush(response, page)
          return resolve({ url: new URL(request.url!, redirectUri).href, finish })
        }
      }),
    close() {
      for (const server of servers) {
        server.close()
        server.closeAllConnections?.()
      }
    },
  }
}

/** Why a request is not the redirect, as an HTTP status; another Host is another site that resolves to this machine. */
function findProblem(request: IncomingMessage, host: string, pathname: string, state: string): number | undefined {
  const [path, query = ""] = (request.url ?? "").split("?", 2)
  if (hostOf(request) !== host) return 421
  if (path !== pathname) return 404
  if (request.method !== "GET") return 405
  const states = new URLSearchParams(query).getAll("state")
  return states.length === 1 && states[0] === state ? undefined : 400
}

/** As it was sent: Node keeps a polluted `Object.prototype.host` in its place in `headers`. Two of them count as none. */
function hostOf({ rawHeaders }: IncomingMessage): string | undefined {
  const hosts = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "host")
  return hosts.length === 1 ? hosts[0]?.toLowerCase() : undefined
}

function answer(response: ServerResponse, { status, text }: Page): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": pagePolicy,
    "x-content-type-options": "nosniff",
    connection: "close",
  })
  response.end(text)
}

/** Resolves when the page has left, or the browser has. */
async function flush(response: ServerResponse, page: Page): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  await new Promise<void>(resolve => {
    response.once("close", resolve)
    timer = setTimeout(resolve, 1_000)
    answer(response, page)
  })
  clearTimeout(timer)
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

async function bind(hostname: string, port: number, handle: Handler): Promise<Server[]> {
  const addresses = hostname === "localhost" ? ["127.0.0.1", "::1"] : [hostname.replace(/^\[|\]$/g, "")]
  for (let attempt = 1; ; attempt++) {
    const servers: Server[] = []
    try {
      for (const address of addresses) {
        const wanted = servers.length === 0 ? port : (servers[0]!.address() as AddressInfo).port
        const server = await listen(address, wanted, handle)
        if (server !== undefined) servers.push(server)
      }
      return servers
    } catch (error) {
      for (const server of servers) server.close()
      const code = String((Object(error) as { code?: unknown }).code)
      // It is free only on this address: another port will do, unless one was requested.
      if (code === "EADDRINUSE" && port === 0 && attempt < freePortAttempts) continue
      throw explainRefusal(code, hostname, port)
    }
  }
}

/** Undefined where this machine has no such address: without IPv6 nobody listens there. */
async function listen(host: string, port: number, handle: Handler): Promise<Server | undefined> {
  const server = createServer(handle)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(ownProperties({ host, port, exclusive: true }), resolve)
    })
    return server
  } catch (error) {
    const code = String((Object(error) as { code?: unknown }).code)
    if (host === "::1" && /^(?:EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(code)) return undefined
    throw error
  }
}

function explainRefusal(code: string, hostname: string, port: number): ClientSecretsError {
  const place = port === 0 ? hostname : `port ${port} of ${hostname}`
  if (code === "EADDRINUSE") return new ClientSecretsError("unavailable", `Another program listens on ${place}.`)
  return new ClientSecretsError(
    "denied",
    `This program may not listen on ${place}${/^E[A-Z]+$/.test(code) ? ` (${code})` : ""}.`,
  )
}
