import { createServer, type Server } from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { locateBun, runProgram } from "@client-secrets/conformance/runtimes"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { createSelfSigned } from "../../source-kit/test/self-signed.ts"
import { clientFile, failureOf } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// Another host to which the SDK's own settings lead. 0.0.0.0 is this machine, but not a loopback address.
const requests: string[] = []
let server: Server
let port: number
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(String(request.headers["x-amz-security-token"]))
    response.end(JSON.stringify({ SecretString: clientFile, VersionId: "planted" }))
  })
  await new Promise<void>(resolve => server.listen(0, resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  requests.length = 0
})

const credentials = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "EXAMPLE_NOT_A_REAL_SECRET",
  AWS_SESSION_TOKEN: "EXAMPLE_SESSION_TOKEN",
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: undefined,
}

test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER"])(
  "refuses plain http to another machine in %s before anything is sent",
  async variable => {
    await withEnvironment({ ...credentials, [variable]: `http://0.0.0.0:${port}` }, async () => {
      const source = awsSecretsManagerSource("prod/google")
      for (const _ of [1, 2]) {
        const failure = await failureOf(source)
        expect(failure).toMatchObject({ code: "unsupported", transient: false })
        expect((failure as Error).message).toContain("AWS_ENDPOINT_URL_SECRETS_MANAGER")
      }
    })
    expect(requests).toEqual([])
  },
)

// The SDK copies its configuration into objects with a prototype, and reads these names of them.
test.each([
  ["endpoint", () => ({ protocol: "http:", hostname: "127.0.0.1", port, path: "/" })],
  ["credentials", () => ({ accessKeyId: "AKIAPLANTED", secretAccessKey: "planted", sessionToken: "planted" })],
  ["region", () => "planted"],
  ["profile", () => "planted"],
  ["tls", () => false],
  ["useFipsEndpoint", () => true],
  ["useDualstackEndpoint", () => true],
  ["signer", () => async () => ({ sign: async (request: object) => request })],
  [
    "extensions",
    () => [{ configure: (settings: { setRegion(region: string): void }) => settings.setRegion("planted") }],
  ],
  ["http_proxy", () => `http://127.0.0.1:${port}`],
  ["HTTP_PROXY", () => `http://127.0.0.1:${port}`],
])("the SDK takes no %s from Object.prototype", async (name, value) => {
  const authorizations: string[] = []
  const right = createServer((request, response) => {
    authorizations.push(String(request.headers.authorization))
    response.end(JSON.stringify({ SecretString: clientFile, VersionId: "right" }))
  })
  await new Promise<void>(resolve => right.listen(0, "127.0.0.1", resolve))
  const endpoint = `http://127.0.0.1:${(right.address() as AddressInfo).port}`
  const polluted = Object.prototype as Record<string, unknown>
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint }, async () => {
    polluted[name] = value()
    try {
      expect(await awsSecretsManagerSource("prod/google").read()).toMatchObject({ version: "right" })
    } finally {
      delete polluted[name]
    }
  })
  right.closeAllConnections()
  right.close()
  expect(requests).toEqual([])
  expect(authorizations[0]).toContain("Credential=AKIAEXAMPLE/")
  expect(authorizations[0]).toContain("/eu-central-1/")
})

test("the SDK sends nothing where Object.prototype has the address of another endpoint", async () => {
  const polluted = Object.prototype as { endpoint?: string }
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL_SECRETS_MANAGER: "http://127.0.0.1:9" }, async () => {
    polluted.endpoint = `http://127.0.0.1:${port}`
    try {
      await failureOf(awsSecretsManagerSource("prod/google"))
    } finally {
      delete polluted.endpoint
    }
  })
  expect(requests).toEqual([])
})

test("checks the endpoint of a passed client only if it comes from the environment", async () => {
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL: `http://0.0.0.0:${port}` }, async () => {
    const client = new SecretsManagerClient({ maxAttempts: 1 })
    expect(await failureOf(awsSecretsManagerSource("prod/google", { client }))).toMatchObject({ code: "unsupported" })
    expect(requests).toEqual([])
    const chosen = new SecretsManagerClient({ maxAttempts: 1, endpoint: `http://0.0.0.0:${port}` })
    expect(await awsSecretsManagerSource("prod/google", { client: chosen }).read()).toMatchObject({
      version: "planted",
    })
  })
  expect(requests).toEqual(["EXAMPLE_SESSION_TOKEN"])
})

test("accepts plain http to this machine in every spelling that the SDK passes on", async () => {
  for (const endpoint of ["http://[::1]:9", "http://127.0.0.1:9", "http://localhost:9"]) {
    await withEnvironment({ ...credentials, AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint }, async () => {
      // Nothing listens there, but the request was sent.
      expect(await failureOf(awsSecretsManagerSource("prod/google"))).toMatchObject({ code: "unavailable" })
    })
  }
})

test("accepts plain http on loopback, and https, from a variable as from the option", async () => {
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}` }, async () =>
    expect(await awsSecretsManagerSource("prod/google").read()).toMatchObject({ version: "planted" }),
  )
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL: `https://127.0.0.1:${port}` }, async () => {
    // The server does not speak TLS, but the request was sent.
    expect(await failureOf(awsSecretsManagerSource("prod/google"))).toMatchObject({ code: "unavailable" })
  })
})

describe("a server whose certificate is not trusted", () => {
  let tls: Server
  let endpoint: string
  beforeAll(async () => {
    tls = createTlsServer(createSelfSigned(), (request, response) => {
      requests.push(String(request.headers["x-amz-security-token"]))
      response.end(JSON.stringify({ SecretString: clientFile, VersionId: "planted" }))
    })
    await new Promise<void>(resolve => tls.listen(0, "127.0.0.1", resolve))
    endpoint = `https://127.0.0.1:${(tls.address() as AddressInfo).port}`
  })
  afterAll(() => {
    tls.closeAllConnections()
    tls.close()
  })

  test("is reported, with what to do", async () => {
    await withEnvironment(credentials, async () => {
      const failure = await failureOf(awsSecretsManagerSource("prod/google", { endpoint }))
      expect(failure).toMatchObject({ code: "unavailable", transient: false })
      expect((failure as Error).message).toMatch(/not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. .*NODE_EXTRA_CA_CERTS/)
    })
  })

  test("receives nothing, although an httpsAgent that accepts it is on Object.prototype", async () => {
    const polluted = Object.prototype as { httpsAgent?: object }
    await withEnvironment(credentials, async () => {
      polluted.httpsAgent = { rejectUnauthorized: false }
      try {
        await failureOf(awsSecretsManagerSource("prod/google", { endpoint }))
      } finally {
        delete polluted.httpsAgent
      }
    })
    expect(requests).toEqual([])
  })

  const bun = locateBun()
  test.skipIf(bun === undefined && process.env["CI"] !== "true")(
    "receives nothing from Bun, whatever a .env file says",
    async () => {
      if (bun === undefined) throw new Error("Bun is not on this machine, and with CI=true it must be.")
      const { AWS_ENDPOINT_URL: _, AWS_ENDPOINT_URL_SECRETS_MANAGER: __, ...environment } = credentials
      const code = `import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
      awsSecretsManagerSource("prod/google", { endpoint: ${JSON.stringify(endpoint)} }).read().then(
        document => console.log("READ", document?.version),
        error => console.log("FAILED", error.message),
      )`
      const { output } = await runProgram({
        file: bun,
        args: ["-e", code],
        folder: new URL("..", import.meta.url).pathname,
        // Bun's cache must not end up in the package.
        environment: { ...environment, NODE_TLS_REJECT_UNAUTHORIZED: "0", HOME: tmpdir() },
      })
      expect(output).toContain("FAILED The certificate of AWS Secrets Manager is not trusted")
      expect(requests).toEqual([])
    },
  )
})
