import { type AddressInfo, createServer } from "node:net"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { runScenarios } from "@client-secrets/conformance/frames"

let answer = ""
const server = createServer(socket => {
  socket.on("error", () => {})
  socket.on("data", () => socket.end(answer))
})
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
const { port } = server.address() as AddressInfo
process.env["AWS_TOKEN"] = "EXAMPLE_TOKEN"

await runScenarios(["/packages/aws-secrets-manager/dist/"], secret => {
  const document = JSON.stringify({ web: { client_secret: secret } })
  const sdk = (send: () => unknown, field?: string) => () =>
    awsSecretsManagerSource("prod/google", { client: { send: async () => send() } as never, field }).read()
  const throwing = (name: string, message: string, status?: number) =>
    sdk(() => {
      throw Object.assign(new Error(`${message} ${secret}`), { name, $metadata: { httpStatusCode: status } })
    })
  const agent = (status: number, body: unknown, field?: string) => () => {
    answer = `HTTP/1.1 ${status} OK\r\n\r\n${typeof body === "string" ? body : JSON.stringify(body)}`
    return awsSecretsAgentSource("prod/google", { port, field }).read()
  }
  return {
    "the SDK: no such field": sdk(() => ({ SecretString: document }), "none"),
    "the SDK: a field of something that is not an object": sdk(() => ({ SecretString: secret }), "none"),
    "the SDK: a field that is a number": sdk(
      () => ({ SecretString: JSON.stringify({ google: 7, a: secret }) }),
      "google",
    ),
    "the SDK: bytes without such a field": sdk(() => ({ SecretBinary: new TextEncoder().encode(document) }), "none"),
    "the SDK: no value": sdk(() => ({ Name: secret })),
    "the SDK: denied": throwing("AccessDeniedException", "no", 400),
    "the SDK: marked for deletion": throwing("InvalidRequestException", "it was marked for deletion", 400),
    "the SDK: no such version": throwing(
      "ResourceNotFoundException",
      "can't find the specified secret value for staging label",
      400,
    ),
    "the SDK: not JSON": throwing("SyntaxError", "Unexpected token", 200),
    "the SDK: unreachable": throwing("Error", "ECONNREFUSED"),
    "the agent: no such field": agent(200, { SecretString: document }, "none"),
    "the agent: a field of something that is not an object": agent(200, { SecretString: secret }, "none"),
    "the agent: no value": agent(200, { Name: secret }),
    "the agent: not JSON": agent(200, `{"SecretString":"${secret}`),
    "the agent: denied": agent(400, { __type: "AccessDeniedException", message: secret }),
    "the agent: marked for deletion": agent(400, {
      __type: "InvalidRequestException",
      message: `it was marked for deletion ${secret}`,
    }),
    "the agent: its own error": agent(500, secret),
    "the SDK: a client with its credentials, and a wrong option": () =>
      awsSecretsManagerSource("prod/google", {
        client: { config: { credentials: { secretAccessKey: secret } }, send: () => {} } as never,
        timeout: -1,
      }),
    "the SDK: something that is not a client": () =>
      awsSecretsManagerSource("prod/google", { client: { secretAccessKey: secret } as never }),
    "the SDK: the document in place of the id": () => awsSecretsManagerSource(document),
    "the agent: the document in place of the id": () => awsSecretsAgentSource(document),
    "the agent: a token in place of the options": () => awsSecretsAgentSource("prod/google", secret as never),
  }
})
server.close()
