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

// Another place to which the SDK's own settings lead. 0.0.0.0 is this machine, but no address of loopback.
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
  "plain http to another machine in %s is refused before anything is sent",
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

test("a client without an endpoint is held to it, one with an endpoint is not", async () => {
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

test("plain http to [::1] is this machine in every spelling that the SDK hands on", async () => {
  for (const endpoint of ["http://[::1]:9", "http://127.0.0.1:9", "http://localhost:9"]) {
    await withEnvironment({ ...credentials, AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint }, async () => {
      // Nobody listens there, but the request was on its way.
      expect(await failureOf(awsSecretsManagerSource("prod/google"))).toMatchObject({ code: "unavailable" })
    })
  }
})

test("plain http on loopback and https are accepted from a variable as from the option", async () => {
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}` }, async () =>
    expect(await awsSecretsManagerSource("prod/google").read()).toMatchObject({ version: "planted" }),
  )
  await withEnvironment({ ...credentials, AWS_ENDPOINT_URL: `https://127.0.0.1:${port}` }, async () => {
    // It does not speak TLS, but the request was on its way.
    expect(await failureOf(awsSecretsManagerSource("prod/google"))).toMatchObject({ code: "unavailable" })
  })
})

describe("a server whose certificate nobody trusts", () => {
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

  test("is named, with what to do", async () => {
    await withEnvironment(credentials, async () => {
      const failure = await failureOf(awsSecretsManagerSource("prod/google", { endpoint }))
      expect(failure).toMatchObject({ code: "unavailable", transient: false })
      expect((failure as Error).message).toMatch(/not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. .*NODE_EXTRA_CA_CERTS/)
    })
  })

  const bun = locateBun()
  test.skipIf(bun === undefined && process.env["CI"] !== "true")(
    "gets nothing on Bun, whatever a .env says",
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
        // Bun's cache goes elsewhere, not into the package.
        environment: { ...environment, NODE_TLS_REJECT_UNAUTHORIZED: "0", HOME: tmpdir() },
      })
      expect(output).toContain("FAILED The certificate of AWS Secrets Manager is not trusted")
      expect(requests).toEqual([])
    },
  )
})
