import { createHash } from "node:crypto"
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

// Bundles are run from a folder that contains nothing else, like an uploaded archive; the other one needs its node_modules.
const deployments = [
  { name: "one CommonJS file", folder: "commonjs", alone: true },
  { name: "one ES module", folder: "module", alone: true },
  { name: "CommonJS next to a node_modules", folder: "unbundled", alone: false },
]
// The versions that Lambda has.
const versions = [22, 24]

describeWithMoto("the function against moto", moto => {
  let tokenUri: string
  let accepted: string
  let tokenRequests = 0
  let proxy: CuttableProxy
  const secrets: string[] = []
  const stops: (() => void)[] = []

  beforeAll(async () => {
    // An authorization server's token endpoint: it accepts one secret, and answers 401 to any other. A code is the challenge
    // of its request (RFC 7636), so that the verifier can be checked.
    const server = createServer(async (request, response) => {
      let body = ""
      for await (const chunk of request.setEncoding("utf8")) body += chunk
      tokenRequests++
      const form = new URLSearchParams(body)
      const challenge = createHash("sha256")
        .update(`${form.get("code_verifier")}`)
        .digest("base64url")
      const isKnown = form.get("client_secret") === accepted
      const isOfRequest = challenge === form.get("code")
      const status = isKnown ? (isOfRequest ? 200 : 400) : 401
      response.writeHead(status, { "content-type": "application/json", connection: "close" })
      const error = isKnown ? "invalid_grant" : "invalid_client"
      response.end(JSON.stringify(status === 200 ? { access_token: "EXAMPLE", token_type: "Bearer" } : { error }))
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

  /** Rotates the secret of the client; the authorization server accepts the new one from now on. */
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
      /** What the browser receives, and what it brings back from the authorization server. */
      async function begin(): Promise<Begun | { readonly errorType: string }> {
        const outcome = outcomeOf(await fn.invoke({})) as { headers?: { location: string }; cookies?: string[] }
        if (outcome.headers === undefined) return outcome as { errorType: string }
        const query = new URL(outcome.headers.location).searchParams
        const [cookie = ""] = outcome.cookies ?? []
        const answer = new URLSearchParams({
          code: `${query.get("code_challenge")}`,
          state: `${query.get("state")}`,
        })
        return { outcome, cookie, answer }
      }
      const finish = async (answer: URLSearchParams, cookies: string[]) =>
        outcomeOf(await fn.invoke({ rawQueryString: `${answer}`, cookies: cookies.map(text => text.split(";")[0]) }))
      async function signIn(): Promise<unknown> {
        const begun = await begin()
        return "answer" in begun ? finish(begun.answer, [begun.cookie]) : begun
      }
      const shortLived = { SECRET_TTL_SECONDS: "1" }
      const age = () => new Promise(resolve => setTimeout(resolve, 1100))

      test("reads once when cold, and not at all when warm", async () => {
        await start()
        expect(outcomeOf(await fn.invoke({}))).toMatchObject({
          statusCode: 302,
          headers: { location: expect.stringContaining("client_id=EXAMPLE.apps.googleusercontent.com") },
          cookies: [
            expect.stringMatching(/^__Host-sign-in=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/),
          ],
        })
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        expect(proxy.takeRequests()).toEqual([getSecretValue])
      })

      test("a callback that this browser did not begin gets no token, and sends nothing", async () => {
        await start()
        const [own, other] = [await begin(), await begin()] as Begun[]
        tokenRequests = 0
        const noState = new URLSearchParams({ code: "EXAMPLE_CODE" })
        for (const [answer, cookies] of [
          [own!.answer, []],
          [own!.answer, [other!.cookie]],
          [noState, [own!.cookie]],
          [own!.answer, ["__Host-sign-in=e30"]],
          [own!.answer, ["__Host-sign-in=%%%"]],
          [new URLSearchParams({ error: "access_denied", state: `${own!.answer.get("state")}` }), [own!.cookie]],
        ] as [URLSearchParams, string[]][]) {
          expect(await finish(answer, cookies)).toMatchObject({
            statusCode: 400,
            body: expect.stringMatching(/Start again\.$/),
            cookies: [expect.stringContaining("Max-Age=0")],
          })
        }
        expect(tokenRequests).toBe(0)
        expect(await finish(own!.answer, [own!.cookie])).toMatchObject({ statusCode: 200, body: "You are signed in." })
        expect(tokenRequests).toBe(1)
      })

      test("the environment takes precedence: no request is sent to Secrets Manager", async () => {
        await start({ GOOGLE_CLIENT_SECRETS: nextFile() })
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        expect(proxy.takeRequests()).toEqual([])
      })

      test("the second invocation sees a rotation that happened after the first, whatever the ttl", async () => {
        await start()
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        fn.freeze()
        await rotate()
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        expect(proxy.takeRequests()).toEqual([getSecretValue, getSecretValue])
      })

      test("answers with its copy during an outage, and reads again afterwards", async () => {
        await start(shortLived)
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        proxy.cut()
        proxy.takeRequests()
        fn.freeze()
        await age()
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        // Once for each of the two invocations if more than the wait after a failure passes between them.
        expect([...new Set(proxy.takeRequests())], "it did ask").toEqual([getSecretValue])
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        proxy.mend()
        await rotate()
        await age()
        expect(await signIn()).toMatchObject({ statusCode: 200 })
      })

      test("no longer uses a secret that was marked for deletion", async () => {
        await start(shortLived)
        expect(await signIn()).toMatchObject({ statusCode: 200 })
        await manager().send(new DeleteSecretCommand({ SecretId: "prod/google" }))
        await age()
        expect(await signIn()).toMatchObject({
          errorType: "ClientSecretsError",
          errorMessage: expect.stringContaining("marked for deletion"),
        })
      })

      test("fails if the first read fails, and tries again on a later invocation", async () => {
        await start()
        proxy.cut()
        expect(await signIn()).toMatchObject({ errorType: "ClientSecretsError" })
        proxy.mend()
        // The error is remembered for a second, so that many invocations do not cause many requests.
        await age()
        expect(await signIn()).toMatchObject({ statusCode: 200 })
      })
    })
  })
})

/** A sign-in that a browser has begun. */
interface Begun {
  readonly outcome: unknown
  readonly cookie: string
  /** What the authorization server sends back through the browser. */
  readonly answer: URLSearchParams
}

function outcomeOf(invocation: Invocation): unknown {
  return "result" in invocation ? invocation.result : invocation.error
}
