import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { findFreePort } from "@client-secrets/conformance/free-port"

/** What a case tells the server about one secret, and asks about it. */
export interface FaultServer {
  /** The endpoint for the SDK; the cases send their instructions there, too. */
  readonly address: string
  /** The port for the agent's source. */
  readonly port: number
  /** A port on which nothing listens. */
  readonly closedPort: number
}

/** What the server has recorded about one secret. */
export interface Seen {
  readonly calls: number
  /** The query of the last call. */
  readonly query: Readonly<Record<string, string>>
  /** The `X-Amz-Target` or the path of the last call. */
  readonly target: string
}

interface Entry {
  calls: number
  query: Record<string, string>
  target: string
  value: string
  fault?: string | undefined
}

/** An answer of AWS's JSON protocol; the agent passes it on. */
const error = (status: number, name: string, message: string) => (value: string) => ({
  status,
  // The value is where a careless server would put it: none of it may be printed.
  body: JSON.stringify({ __type: name, message: `${message} ${value}` }),
})

/**
 * Both sides of AWS Secrets Manager as a reader sees them, with faults that a real server cannot be made to show.
 *
 * The id of a secret says what happens when it is read: `FAULT/anything`. `PUT /ID` stores its value, with `?fault=FAULT`
 * another fault; `GET /seen/ID` returns what was recorded.
 */
const answers: Record<
  string,
  (value: string, calls: number) => { status: number; body: string | Buffer; headers?: Record<string, string> }
> = {
  value: value => ({ status: 200, body: answerOf(value) }),
  binary: value => ({
    status: 200,
    body: JSON.stringify({ VersionId: versionId, SecretBinary: Buffer.from(value).toString("base64") }),
  }),
  "no-value": () => ({ status: 200, body: JSON.stringify({ VersionId: versionId }) }),
  missing: error(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
  "missing-stage": error(
    400,
    "ResourceNotFoundException",
    "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
  ),
  "stage-mismatch": error(
    400,
    "InvalidRequestException",
    "You provided a VersionStage that is not associated to the provided VersionId.",
  ),
  deleted: error(
    400,
    "InvalidRequestException",
    "You can't perform this operation on the secret because it was marked for deletion.",
  ),
  parameter: error(400, "InvalidParameterException", "Invalid name."),
  denied: error(400, "AccessDeniedException", "User is not authorized to perform: secretsmanager:GetSecretValue"),
  decryption: error(400, "DecryptionFailure", "Secrets Manager can't decrypt the protected secret text"),
  unrecognized: error(400, "UnrecognizedClientException", "The security token included in the request is invalid."),
  signature: error(400, "InvalidSignatureException", "The request signature we calculated does not match"),
  "expired-token": error(400, "ExpiredTokenException", "The security token included in the request is expired"),
  "too-many": error(429, "TooManyRequestsException", "Rate exceeded"),
  throttled: error(400, "ThrottlingException", "Rate exceeded"),
  internal: error(500, "InternalServiceError", "An error occurred on the server side."),
  unavailable: error(503, "ServiceUnavailable", "Slow down"),
  unknown: error(400, "SomethingNewException", "Something new"),
  html: value => ({ status: 502, body: `<html>${value}`, headers: { "content-type": "text/html" } }),
  "html-200": value => ({ status: 200, body: `${value} is not JSON`, headers: { "content-type": "text/html" } }),
  redirect: value => ({ status: 307, body: value, headers: { location: "/stolen" } }),
  // Lambda froze the process between signing and sending; the next request is fine.
  "lapsed-signature": (value, calls) =>
    calls > 1
      ? { status: 200, body: answerOf(value) }
      : error(400, "InvalidSignatureException", "Signature expired: 20261122T000000Z is now earlier than")(value),
  "lapsed-token": (value, calls) =>
    calls > 1 ? { status: 200, body: answerOf(value) } : error(400, "ExpiredTokenException", "expired")(value),
  // Only of the agent and the extension.
  "not-ready-twice": (value, calls) =>
    calls > 2
      ? { status: 200, body: answerOf(value) }
      : { status: 400, body: "not ready to serve traffic, please wait" },
  "never-ready": () => ({ status: 400, body: "not ready to serve traffic, please wait" }),
  "plain-400": value => ({ status: 400, body: `an error: ${value}` }),
  connections: () => ({ status: 429, body: "Connection limit exceeded" }),
  "agent-timeout": error(504, "TimeoutError", "Timeout"),
  oversized: value => ({ status: 200, body: answerOf(value.repeat(20_000)) }),
  bomb: () => ({ status: 200, body: gzipSync(Buffer.alloc(50_000_000)), headers: { "content-encoding": "gzip" } }),
}

const versionId = "6c1fd3f2-0b3b-4c6e-9a53-0d8f7b5f3a11"
const answerOf = (value: string) => JSON.stringify({ Name: "n", VersionId: versionId, SecretString: value })

/** The version that the server returns for every value. */
export const servedVersion = versionId

/** Milliseconds after which the server itself ends a request that it does not answer: longer than any reader waits. */
const patience = 20_000

/** The token that the agent's side requires. */
export interface FaultServerOptions {
  readonly token: string
}

export async function startFaultServer({ token }: FaultServerOptions): Promise<FaultServer & { stop(): void }> {
  const entries = new Map<string, Entry>()
  const entryOf = (id: string): Entry => {
    const entry = entries.get(id) ?? { calls: 0, query: {}, target: "", value: "" }
    entries.set(id, entry)
    return entry
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("access-control-allow-origin", "*")
    response.setHeader("access-control-allow-headers", "*")
    response.setHeader("access-control-allow-methods", "*")
    response.setHeader("connection", "close")
    const url = new URL(request.url ?? "/", "http://127.0.0.1")
    let body = ""
    for await (const chunk of request.setEncoding("utf8")) body += chunk
    if (request.method === "OPTIONS") return void response.end()
    if (request.method === "PUT") {
      const entry = entryOf(decodeURIComponent(url.pathname.slice(1)))
      entry.value = body
      entry.fault = url.searchParams.get("fault") ?? undefined
      return void response.end()
    }
    if (url.pathname.startsWith("/seen/")) {
      const { value: _, ...seen } = entryOf(decodeURIComponent(url.pathname.slice(6)))
      return void response.end(JSON.stringify(seen))
    }
    if (url.pathname === "/stolen") {
      entryOf("stolen").calls++
      return void response.end()
    }
    const fromSdk = request.method === "POST"
    const query = fromSdk ? JSON.parse(body) : Object.fromEntries(url.searchParams)
    const id = String(fromSdk ? query.SecretId : query.secretId)
    const entry = entryOf(id)
    entry.calls++
    entry.query = query
    entry.target = fromSdk ? String(request.headers["x-amz-target"]) : url.pathname
    if (!fromSdk && request.headers["x-aws-parameters-secrets-token"] !== token) {
      return void response.writeHead(403).end("Bad Token")
    }
    await answer(entry.fault ?? id.split("/")[0] ?? "", entry, request, response)
  }

  async function answer(fault: string, { value, calls }: Entry, request: IncomingMessage, response: ServerResponse) {
    if (fault === "hang" || fault === "slow") endWithin(patience, response)
    if (fault === "hang") return
    if (fault === "reset" || (fault === "reset-twice" && calls <= 2)) return void request.socket.destroy()
    if (fault === "slow") {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" })
      const timer = setInterval(() => response.write(" "), 20)
      return void response.once("close", () => clearInterval(timer))
    }
    if (fault === "truncated") {
      const whole = answerOf(value)
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1", "content-length": whole.length })
      return void response.write(whole.slice(0, -5), () => setTimeout(() => request.socket.destroy(), 20))
    }
    if (fault === "skewed") return answerSkewed(value, request, response)
    const { status, body, headers } = (answers[fault] ?? answers["value"]!)(value, calls)
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1", ...headers }).end(body)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}`, port, closedPort: await findFreePort(), stop: () => stop(server) }
}

/**
 * Closes the connection of an answer that never ends, like a real server.
 *
 * The SDK's handler for fetch makes a `Request` with the caller's signal and does not keep it. If Node collects this Request
 * before the signal is aborted, the abort reaches the caller, but not the connection, which stays open and would keep the
 * runtime's process alive. Seen in one of some hundred runs of edge-runtime.
 */
function endWithin(milliseconds: number, response: ServerResponse): void {
  const timer = setTimeout(() => response.destroy(), milliseconds)
  response.once("close", () => clearTimeout(timer))
}

/** A server whose clock is an hour ahead of the client's, as the header `Date` says, like AWS's. */
function answerSkewed(value: string, request: IncomingMessage, response: ServerResponse): void {
  const now = Date.now() + 3_600_000
  const signed = String(request.headers["x-amz-date"]).replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    "$1-$2-$3T$4:$5:$6Z",
  )
  const inTime = Math.abs(Date.parse(signed) - now) < 300_000
  const { status, body } = inTime
    ? { status: 200, body: answerOf(value) }
    : error(400, "InvalidSignatureException", "Signature expired")(value)
  response.sendDate = false
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.1",
    date: new Date(now).toUTCString(),
    "access-control-expose-headers": "date",
  })
  response.end(body)
}

function stop(server: ReturnType<typeof createServer>): void {
  server.closeAllConnections()
  server.close()
}
