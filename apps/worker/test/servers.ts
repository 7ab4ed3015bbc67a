import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"

export interface Client {
  readonly id: string
  readonly secret: string
}

/** A token endpoint that accepts one client at a time, and an address that returns a client file to a caller with the token. */
export interface Servers {
  readonly configUrl: string
  /** How often the file was requested; `/asked` next to it returns the number. */
  asked: number
  /** How often the token endpoint received a secret. */
  checked: number
  /** What the address does next: answers immediately, when told to, or not at all. */
  config: "answer" | "fail" | "hold"
  release(): void
  /** The client that the token endpoint accepts, whose file the address returns. */
  known: Client
  given: Client
  /** The file of a client of this token endpoint. */
  file(client: Client): string
  close(): void
}

export async function startServers(token: string, client: Client): Promise<Servers> {
  let held: (() => void)[] = []

  const endpoint = createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request.setEncoding("utf8")) body += chunk
    servers.checked++
    const form = new URLSearchParams(body)
    const isKnown = form.get("client_id") === servers.known.id && form.get("client_secret") === servers.known.secret
    response.writeHead(400, { "content-type": "application/json", connection: "close" })
    response.end(JSON.stringify({ error: isKnown ? "invalid_grant" : "invalid_client" }))
  })

  const config = createServer((request, response) => {
    if (request.url === "/asked") return void response.writeHead(200, { connection: "close" }).end(`${servers.asked}`)
    servers.asked++
    const answer = () => {
      const status = servers.config === "fail" ? 502 : request.headers.authorization === `Bearer ${token}` ? 200 : 401
      response.writeHead(status, { connection: "close" }).end(status === 200 ? servers.file(servers.given) : "")
    }
    if (servers.config === "hold") held.push(answer)
    else answer()
  })

  const [endpointUrl, configOrigin] = await Promise.all([endpoint, config].map(listen))
  const servers: Servers = {
    configUrl: `${configOrigin}/client_secrets.json`,
    asked: 0,
    checked: 0,
    config: "answer",
    release() {
      for (const answer of held) answer()
      held = []
    },
    known: client,
    given: client,
    file: ({ id, secret }) =>
      JSON.stringify({
        web: {
          client_id: id,
          client_secret: secret,
          redirect_uris: ["https://app.example.com/callback"],
          // Plain http is allowed if both are on this machine.
          auth_uri: `${endpointUrl}/auth`,
          token_uri: `${endpointUrl}/token`,
        },
      }),
    close() {
      for (const server of [endpoint, config]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
  return servers
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
