import { createServer, type Server } from "node:http"
import { type AddressInfo, createServer as createNetServer } from "node:net"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { exampleMembers, findLeaks, freshSecret } from "@client-secrets/conformance"
import { observe } from "@client-secrets/conformance/observe"
import { createLoader, loadClientSecrets, type Source } from "@client-secrets/core"
import { afterAll, expect, test } from "vitest"
import { withEnvironment } from "./with-environment.ts"

// docs/security.md#message-content: no error, output or result contains a part of a secret or of a credential, whatever AWS,
// its SDK or the agent answers.

/** The values that must not be printed: the client's secret, and what the request carries or is signed with. */
interface Canaries {
  readonly secret: string
  readonly token: string
  readonly key: string
}

const canariesOf = (): Canaries => ({ secret: freshSecret(), token: freshSecret(), key: freshSecret() })

const documents: Readonly<Record<string, (secret: string) => string>> = {
  "a client": secret => JSON.stringify({ web: exampleMembers(secret) }),
  pairs: secret => JSON.stringify(exampleMembers(secret)),
  "a truncated client": secret => JSON.stringify({ web: exampleMembers(secret) }).slice(0, -4),
  "the bare secret": secret => secret,
  "the secret as a name": secret => JSON.stringify({ [secret]: secret, [`client_${secret.toLowerCase()}`]: [secret] }),
  "the secret as another member": secret =>
    JSON.stringify({ web: { ...exampleMembers(secret), project_id: secret, token_uri: `http://${secret}` } }),
}

/** The answer of a server: its status, and its body. */
type Said = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>]
type Answer = (heard: string, canaries: Canaries) => Said

/** The names of AWS's errors whose meanings differ, and some that are not names. */
const names: readonly ((canaries: Canaries) => string)[] = [
  ...[
    "ResourceNotFoundException",
    "InvalidRequestException",
    "InvalidParameterException",
    "AccessDeniedException",
    "ExpiredTokenException",
    "InvalidSignatureException",
    "ThrottlingException",
    "DecryptionFailure",
    "InternalServiceError",
    "UnrecognizedClientException",
  ].map(name => () => name),
  ({ token }) => token,
  ({ secret }) => `com.amazonaws#${secret}Exception`,
]

const answers: Readonly<Record<string, Answer>> = {
  ...Object.fromEntries(
    Object.entries(documents).flatMap(([name, document]) => [
      [name, (_, { secret }) => [200, JSON.stringify({ SecretString: document(secret), VersionId: secret })]],
      [
        `${name}, as bytes`,
        (_, { secret }) => [200, JSON.stringify({ SecretBinary: Buffer.from(document(secret)).toString("base64") })],
      ],
    ]) as [string, Answer][],
  ),
  ...Object.fromEntries(
    names.flatMap((nameOf, index) =>
      [400, 403, 500].map((status): [string, Answer] => [
        `error ${index} with status ${status}`,
        (heard, canaries) => [
          status,
          JSON.stringify({
            __type: nameOf(canaries),
            message: `${heard} ${canaries.secret} marked for deletion`,
            Message: canaries.token,
            SecretString: canaries.secret,
          }),
          { "x-amzn-requestid": canaries.token, "x-amzn-errortype": canaries.secret },
        ],
      ]),
    ),
  ),
  "no value": (_, { secret, token }) => [200, JSON.stringify({ Name: secret, VersionId: token })],
  "not JSON": (heard, { secret }) => [200, `<html>${heard} ${secret}`],
  "not JSON, with an error": (heard, { secret }) => [503, `<html>${heard} ${secret}`],
  "JSON that breaks off": (_, { secret }) => [200, `{"SecretString":"${secret}`],
  "a redirect": (heard, { token }) => [302, heard, { location: `http://${token}.example/` }],
  "an answer that is too long": (_, { secret }) => [200, secret.repeat(20_000)],
}

const servers: { close(): unknown }[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

let said: (heard: string) => Said = () => [500, ""]
const heard: string[] = []

async function listen(server: Server | ReturnType<typeof createNetServer>): Promise<number> {
  servers.push(server)
  await new Promise<void>(resolve => (server as Server).listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}

const awsPort = await listen(
  createServer(async (request, response) => {
    let body = ""
    for await (const chunk of request) body += chunk
    const all = JSON.stringify([request.headers, body])
    heard.push(all)
    const [status, text, headers] = said(all)
    response.writeHead(status, { ...headers, connection: "close" }).end(text)
  }),
)

const agentPort = await listen(
  createNetServer(socket => {
    socket.on("error", () => {})
    socket.on("data", chunk => {
      heard.push(String(chunk))
      const [status, text, headers = {}] = said(String(chunk))
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.end(`HTTP/1.1 ${status} ${headers["x-amzn-requestid"] ?? "OK"}\r\n${lines.join("")}\r\n${text}`)
    })
  }),
)

/** How each source is called, and which canary its request carries. */
const sources: Readonly<Record<string, { make(): Source; carries: keyof Canaries }>> = {
  "the SDK": {
    make: () =>
      awsSecretsManagerSource("prod/google", { region: "eu-central-1", endpoint: `http://127.0.0.1:${awsPort}` }),
    carries: "token",
  },
  "the SDK, a field": {
    make: () =>
      awsSecretsManagerSource("prod/google", {
        region: "eu-central-1",
        endpoint: `http://127.0.0.1:${awsPort}`,
        field: "google",
      }),
    carries: "token",
  },
  "the agent": { make: () => awsSecretsAgentSource("prod/google", { port: agentPort }), carries: "token" },
  "the agent, a field": {
    make: () => awsSecretsAgentSource("prod/google", { port: agentPort, field: "google" }),
    carries: "token",
  },
}

function environmentOf({ token, key }: Canaries): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: "EXAMPLE", AWS_SECRET_ACCESS_KEY: key, AWS_SESSION_TOKEN: token, AWS_TOKEN: token }
}

for (const [name, { make, carries }] of Object.entries(sources)) {
  test(`${name}: no answer leaks a secret or a credential`, async () => {
    const outcomes = new Set<string>()
    for (const [answerName, answer] of Object.entries(answers)) {
      const canaries = canariesOf()
      heard.length = 0
      said = all => answer(all, canaries)
      await withEnvironment(environmentOf(canaries), async () => {
        const source = make()
        const calls = [
          () => loadClientSecrets(source),
          () => source.read().then(() => "read"),
          () => createLoader(source, { retries: 0 }).get(),
        ]
        for (const call of calls) {
          const { outcome, value, printed } = await observe(call)
          outcomes.add(outcome === "threw" ? String((value as { code: unknown }).code) : outcome)
          expect(findLeaks(Object.values(canaries), { ...printed, source: source.name }), answerName).toEqual([])
        }
      })
      // The request did carry it, so that an answer could repeat it.
      expect(heard.join(), answerName).toContain(canaries[carries])
    }
    expect([...outcomes].sort()).toEqual(
      expect.arrayContaining(["denied", "invalid", "not_found", "returned", "throttled", "unavailable"]),
    )
  })
}

/** Errors that a client passed by the caller may throw. */
const thrown: readonly ((canaries: Canaries) => unknown)[] = [
  ({ secret }) => secret,
  ({ secret, token }) => new Error(`${secret} ${token}`, { cause: new Error(token) }),
  ({ secret, token }) =>
    Object.assign(new Error(secret), {
      name: token,
      code: secret,
      $metadata: { httpStatusCode: 400, requestId: token },
      $response: { body: secret, headers: { token } },
    }),
  ({ token }) => Object.assign(new Error(token), { name: "TimeoutError", code: "ECONNRESET", $response: token }),
  ({ token }) => Object.assign(new Error(`Deno ${token}`), { name: "NotCapable" }),
  () => null,
]

test("leaks nothing, whatever a client passed by the caller throws", async () => {
  for (const [index, make] of thrown.entries()) {
    const canaries = canariesOf()
    const client = { token: canaries.token, send: async () => Promise.reject(make(canaries)) }
    const source = awsSecretsManagerSource("prod/google", { client: client as never })
    const { outcome, printed } = await observe(() => loadClientSecrets(source))
    expect([index, outcome]).toEqual([index, "threw"])
    expect(findLeaks(Object.values(canaries), { ...printed, source: source.name }), `${index}`).toEqual([])
  }
})

const misuse: Readonly<Record<string, (canaries: Canaries) => unknown>> = {
  "an id": ({ secret }) => awsSecretsManagerSource(`${secret} x`),
  "an ARN": ({ secret }) => awsSecretsManagerSource(`arn:aws:${secret}`),
  "an endpoint": ({ token }) => awsSecretsManagerSource("prod/google", { endpoint: `http://${token}` }),
  "an endpoint with a password": ({ token }) =>
    awsSecretsManagerSource("prod/google", { endpoint: `https://user:${token}@store.example` }),
  "a client": ({ token }) => awsSecretsManagerSource("prod/google", { client: { token } as never }),
  "a region": ({ token }) => awsSecretsManagerSource("prod/google", { region: `${token}.x/y`, timeout: 1_000 }).read(),
  "options that are a string": ({ token }) => awsSecretsManagerSource("prod/google", token as never),
  "an id of the agent": ({ secret }) => awsSecretsAgentSource(`${secret} x`),
  "a port of the agent": ({ token }) => awsSecretsAgentSource("prod/google", { port: token as never }).read(),
}

test("no misuse of a source leaks a secret or a credential", async () => {
  for (const [name, use] of Object.entries(misuse)) {
    const canaries = canariesOf()
    await withEnvironment(environmentOf(canaries), async () => {
      const { outcome, printed } = await observe(() => use(canaries))
      expect([name, outcome]).toEqual([name, "threw"])
      expect(findLeaks(Object.values(canaries), printed), name).toEqual([])
    })
  }
})

test("does not leak a secret that is in the wrong variable of the environment", async () => {
  for (const name of ["AWS_TOKEN", "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "AWS_ENDPOINT_URL_SECRETS_MANAGER"]) {
    for (const spell of [
      (text: string) => `${text}\n${text}`,
      (text: string) => `http://${text}`,
      (text: string) => `file:///run/${text}`,
    ]) {
      const canaries = canariesOf()
      await withEnvironment({ ...environmentOf(canaries), [name]: spell(canaries.token) }, async () => {
        for (const source of [
          awsSecretsAgentSource("prod/google", { timeout: 500 }),
          awsSecretsManagerSource("prod/google", { region: "eu-central-1", timeout: 500 }),
        ]) {
          if (source.name.includes("Manager") !== (name === "AWS_ENDPOINT_URL_SECRETS_MANAGER")) continue
          const { outcome, printed } = await observe(() => loadClientSecrets(source))
          expect([name, outcome]).toEqual([name, "threw"])
          expect(findLeaks(Object.values(canaries), printed), name).toEqual([])
        }
      })
    }
  }
})
