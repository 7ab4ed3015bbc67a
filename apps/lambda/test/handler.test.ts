import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager"
import { findLeaks, freshSecret } from "@client-secrets/conformance"
import { describeWithMoto, motoCredentials } from "@client-secrets/conformance/moto"
import { locateNode } from "@client-secrets/conformance/runtimes"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type CuttableProxy, startCuttableProxy } from "./cuttable-proxy.ts"
import { type Invocation, type LambdaFunction, startFunction } from "./start-function.ts"

const dist = fileURLToPath(new URL("../dist", import.meta.url))
const getSecretValue = "secretsmanager.GetSecretValue"

// Bundles are run from a folder that holds nothing else, as an uploaded archive; the other one needs its node_modules.
const deployments = [
  { name: "one CommonJS file", folder: "commonjs", alone: true },
  { name: "one ES module", folder: "module", alone: true },
  { name: "CommonJS beside a node_modules", folder: "unbundled", alone: false },
]
// Those that Lambda has.
const versions = [22, 24]

describeWithMoto("the function against moto", moto => {
  let tokenUri: string
  let accepted: string
  let proxy: CuttableProxy
  const secrets: string[] = []
  const stops: (() => void)[] = []

  beforeAll(async () => {
    // An authorization server's token endpoint: it knows one secret, and says 401 to any other.
    const server = createServer(async (request, response) => {
      let body = ""
      for await (const chunk of request.setEncoding("utf8")) body += chunk
      const isAccepted = new URLSearchParams(body).get("client_secret") === accepted
      response.writeHead(isAccepted ? 200 : 401, { "content-type": "application/json", connection: "close" })
      response.end(JSON.stringify(isAccepted ? { access_token: "EXAMPLE" } : { error: "invalid_client" }))
    })
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    tokenUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
    proxy = await startCuttableProxy(moto().endpoint)
    stops.push(() => server.close(), proxy.stop)
  })
  afterAll(() => {
    for (const stop of stops) stop()
  })

  const manager = () =>
    new SecretsManagerClient({ region: "eu-central-1", endpoint: moto().endpoint, credentials: motoCredentials })

  /** A new secret for the client, which the authorization server accepts from now on. */
  function nextFile(): string {
    accepted = freshSecret()
    secrets.push(accepted)
    return JSON.stringify({
      web: {
        client_id: "EXAMPLE.apps.googleusercontent.com",
        client_secret: accepted,
        redirect_uris: ["https://app.example.com/callback"],
        auth_uri: tokenUri.replace("/token", "/authorize"),
        token_uri: tokenUri,
      },
    })
  }
  const rotate = () => manager().send(new PutSecretValueCommand({ SecretId: "prod/google", SecretString: nextFile() }))

  describe.each(deployments)("$name", ({ folder: build, alone }) => {
    let folder: string
    beforeAll(() => {
      folder = alone ? mkdtempSync(join(tmpdir(), "function-")) : join(dist, build)
      if (alone) cpSync(join(dist, build), folder, { recursive: true })
    })
    afterAll(() => {
      if (alone) rmSync(folder, { recursive: true })
    })

    describe.each(versions)("on Node %i", version => {
      let fn: LambdaFunction
      beforeEach(async () => {
        await manager().send(new CreateSecretCommand({ Name: "prod/google", SecretString: nextFile() }))
        proxy.mend()
        proxy.takeRequests()
      })
      afterEach(async () => {
        const logs = fn.logs()
        await fn.stop()
        expect(findLeaks(secrets, { logs })).toEqual([])
      })

      async function start(environment: Record<string, string> = {}): Promise<void> {
        const node = locateNode(version)
        if (node === undefined) throw new Error(`Node ${version} is not on this machine.`)
        fn = await startFunction({
          node,
          folder,
          handler: "index.handler",
          environment: {
            AWS_ACCESS_KEY_ID: motoCredentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: motoCredentials.secretAccessKey,
            AWS_ENDPOINT_URL_SECRETS_MANAGER: proxy.address,
            ...environment,
          },
        })
      }
      const signIn = async () => outcomeOf(await fn.invoke({ queryStringParameters: { code: "EXAMPLE_CODE" } }))
      const shortLived = { SECRET_TTL_SECONDS: "1" }
      const age = () => new Promise(resolve => setTimeout(resolve, 1100))

      test("cold it reads once, warm not at all", async () => {
        await start()
        expect(outcomeOf(await fn.invoke({}))).toMatchObject({
          statusCode: 302,
          headers: { location: expect.stringContaining("client_id=EXAMPLE.apps.googleusercontent.com") },
        })
        expect(await signIn()).toEqual({ statusCode: 200 })
        expect(await signIn()).toEqual({ statusCode: 200 })
        expect(proxy.takeRequests()).toEqual([getSecretValue])
      })

      test("the environment comes first: nothing is asked of Secrets Manager", async () => {
        await start({ GOOGLE_CLIENT_SECRETS: nextFile() })
        expect(await signIn()).toEqual({ statusCode: 200 })
        expect(proxy.takeRequests()).toEqual([])
      })

      test("a rotation between two invocations is seen by the second, whatever the ttl", async () => {
        await start()
        expect(await signIn()).toEqual({ statusCode: 200 })
        fn.freeze()
        await rotate()
        expect(await signIn()).toEqual({ statusCode: 200 })
        expect(proxy.takeRequests()).toEqual([getSecretValue, getSecretValue])
      })

      test("during an outage it answers with what it has, and reads again afterwards", async () => {
        await start(shortLived)
        expect(await signIn()).toEqual({ statusCode: 200 })
        proxy.cut()
        proxy.takeRequests()
        fn.freeze()
        await age()
        expect(await signIn()).toEqual({ statusCode: 200 })
        expect(proxy.takeRequests(), "it did ask").toEqual([getSecretValue])
        expect(await signIn()).toEqual({ statusCode: 200 })
        proxy.mend()
        await rotate()
        await age()
        expect(await signIn()).toEqual({ statusCode: 200 })
      })

      test("a secret marked for deletion is not used any more", async () => {
        await start(shortLived)
        expect(await signIn()).toEqual({ statusCode: 200 })
        await manager().send(new DeleteSecretCommand({ SecretId: "prod/google" }))
        await age()
        expect(await signIn()).toMatchObject({
          errorType: "ClientSecretsError",
          errorMessage: expect.stringContaining("revoked"),
        })
      })

      test("without an answer from the start it fails, and tries again the next time", async () => {
        await start()
        proxy.cut()
        expect(await signIn()).toMatchObject({ errorType: "ClientSecretsError" })
        proxy.mend()
        // The error answers for a second, so that a crowd of invocations is none of requests.
        await age()
        expect(await signIn()).toEqual({ statusCode: 200 })
      })
    })
  })
})

function outcomeOf(invocation: Invocation): unknown {
  return "result" in invocation ? invocation.result : invocation.error
}
