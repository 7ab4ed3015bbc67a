import { type AddressInfo, connect, createServer } from "node:net"
import { load } from "../entries.ts"
import { text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

/** An agent that answers like AWS's. */
async function startAgent() {
  const answers: readonly (readonly [name: string, status: string, body: object])[] = [
    ["none", "400 Bad Request", { __type: "ResourceNotFoundException", message: "x" }],
    ["fields", "200 OK", { SecretString: JSON.stringify({ google: text }) }],
    ["", "200 OK", { SecretString: text }],
  ]
  const server = createServer(socket => {
    socket.on("error", () => {})
    socket.on("data", chunk => {
      const request = String(chunk)
      const [, status, body] = answers.find(([name]) => request.includes(name))!
      // The received request is part of the outcome.
      socket.end(`HTTP/1.1 ${status}\r\n\r\n${JSON.stringify({ ...body, VersionId: request })}`)
    })
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  server.unref()
  const { port } = server.address() as AddressInfo
  const control = () =>
    new Promise((resolve, reject) => {
      let answer = ""
      // As careful as our own: what breaks it has nothing to do with the options of `connect`.
      const socket = connect(Object.assign(Object.create(null), { port, host: "127.0.0.1" }))
      socket.setEncoding("utf8").on("data", chunk => (answer += chunk))
      socket.on("end", () => resolve(answer)).on("error", reject)
      socket.write("GET / HTTP/1.0\r\n\r\n")
    })
  return { port, control }
}

async function operations(): Promise<readonly Operation[]> {
  const { awsSecretsManagerSource } = await load(
    "@client-secrets/aws-secrets-manager",
    import("@client-secrets/aws-secrets-manager"),
  )
  const { awsSecretsAgentSource } = await load(
    "@client-secrets/aws-secrets-manager/agent",
    import("@client-secrets/aws-secrets-manager/agent"),
  )
  const agent = await startAgent()
  process.env["AWS_TOKEN"] = "EXAMPLE_TOKEN"
  const client = (answer: () => unknown) => ({ client: { send: async () => answer() } as never })
  const fails = (name: string) => () => {
    throw Object.assign(new Error("x"), { name })
  }
  const read =
    (answer: () => unknown, options: object = {}) =>
    () =>
      awsSecretsManagerSource("prod/google", { ...client(answer), ...options }).read()
  // Loads the SDK before anything is polluted.
  await read(() => ({ SecretString: text }))()
  return [
    { name: "a string", run: read(() => ({ SecretString: text, VersionId: "1" })) },
    { name: "bytes", run: read(() => ({ SecretBinary: new TextEncoder().encode(text) })) },
    { name: "pairs", run: read(() => ({ SecretString: '{"client_id":"a","client_secret":"b"}' })) },
    { name: "a field", run: read(() => ({ SecretString: JSON.stringify({ google: text }) }), { field: "google" }) },
    { name: "no value", run: read(() => ({})) },
    { name: "no such secret", run: read(fails("ResourceNotFoundException")) },
    { name: "no permission", run: read(fails("AccessDeniedException")) },
    {
      name: "the agent",
      run: () => awsSecretsAgentSource("prod/google", { port: agent.port }).read(),
      control: agent.control,
    },
    {
      name: "the agent, a field",
      run: () => awsSecretsAgentSource("prod/fields", { port: agent.port, field: "google" }).read(),
      control: agent.control,
    },
    {
      name: "the agent, no such secret",
      run: () => awsSecretsAgentSource("prod/none", { port: agent.port }).read(),
      control: agent.control,
    },
    { name: "the agent, a wrong port", run: () => awsSecretsAgentSource("prod/google", { port: 0 }).read() },
    { name: "a wrong option", run: () => awsSecretsManagerSource("prod/google", { timeout: "1" as never }) },
  ]
}

export const awsSecretsManager: Suite = { sources: ["aws-secrets-manager", "source-kit", "recognize"], operations }
