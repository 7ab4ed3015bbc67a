import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

/** The events of each user, by subject. */
export interface TestCalendar {
  readonly url: string
  readonly events: Map<string, object[]>
  close(): Promise<void>
}

/** A calendar service with Google's paths, whose users are those of an authorization server. */
export async function startCalendar(userOf: (token: string) => Promise<string | undefined>): Promise<TestCalendar> {
  const events = new Map<string, object[]>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const json = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(body))
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1]
    const user = token === undefined ? undefined : await userOf(token)
    if (user === undefined) return json(401, {})
    if (request.url !== "/calendars/primary/events") return json(404, {})
    const own = events.get(user) ?? []
    events.set(user, own)
    if (request.method === "POST") own.push(JSON.parse(Buffer.concat(chunks).toString()) as object)
    return json(200, request.method === "POST" ? own.at(-1)! : { items: own })
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
