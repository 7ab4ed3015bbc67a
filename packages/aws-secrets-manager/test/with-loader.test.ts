import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { awsSecretsAgentSource } from "@client-secrets/aws-secrets-manager/agent"
import { createLoader, firstOf, type LoaderEvent, loadClientSecrets, type Source } from "@client-secrets/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type FaultServer, type Seen, startFaultServer } from "./fault-server.ts"
import { clientFile, clientPairs } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// Both sources, used through core.
const token = "EXAMPLE_AGENT_TOKEN"
const environment = {
  AWS_TOKEN: token,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "EXAMPLE_SECRET_ACCESS_KEY",
}

let server: FaultServer & { stop(): void }
beforeAll(async () => {
  server = await startFaultServer({ token })
})
afterAll(() => server.stop())

const sources: Record<string, (id: string) => Source> = {
  awsSecretsManagerSource: id => awsSecretsManagerSource(id, { endpoint: server.address }),
  awsSecretsAgentSource: id => awsSecretsAgentSource(id, { port: server.port }),
}

async function store(id: string, value: string, fault = "value"): Promise<void> {
  await fetch(`${server.address}/${encodeURIComponent(id)}?fault=${fault}`, { method: "PUT", body: value })
}
async function seen(id: string): Promise<Seen> {
  return (await fetch(`${server.address}/seen/${encodeURIComponent(id)}`)).json() as Promise<Seen>
}

describe.each(Object.entries(sources))("%s", (name, create) => {
  test("a hundred cold callers cause one call, and a caller that aborts ends only its own wait", async () => {
    await withEnvironment(environment, async () => {
      const id = `crowd/${name}`
      await store(id, clientFile)
      const loader = createLoader(create(id))
      const controller = new AbortController()
      const reason = new Error("the caller's own")
      const left = expect(loader.get({ signal: controller.signal })).rejects.toBe(reason)
      const others = Promise.all(Array.from({ length: 100 }, () => loader.get()))
      controller.abort(reason)
      await left
      expect(new Set(await others).size).toBe(1)
      expect((await seen(id)).calls).toBe(1)
    })
  })

  test("the copy bridges throttling and outages, but not a deletion", async () => {
    await withEnvironment(environment, async () => {
      const id = `bridge/${name}`
      await store(id, clientFile)
      // Every get() reads, and no failure is remembered: this shows the effect of each answer.
      const loader = createLoader(create(id), { ttl: 0, backoff: 0 })
      const events: LoaderEvent[] = []
      loader.subscribe(event => events.push(event))
      const secrets = await loader.get()
      for (const fault of ["throttled", "unavailable", "html", "expired-token"]) {
        await store(id, clientFile, fault)
        expect(await loader.get()).toBe(secrets)
      }
      expect(events.filter(({ type }) => type === "refresh-failed").map(({ code }) => code)).toEqual([
        "throttled",
        "unavailable",
        "unavailable",
        "denied",
      ])
      await store(id, clientFile, "deleted")
      await expect(loader.get()).rejects.toMatchObject({ code: "revoked", transient: false })
      await store(id, clientFile)
      expect((await loader.get()).clientId).toBe(secrets.clientId)
    })
  })

  test("a secret whose store hangs does not delay another secret", async () => {
    await withEnvironment(environment, async () => {
      const id = `beside/${name}`
      await store(id, clientFile)
      const hanging = createLoader(create(`hang/${name}`))
      const waiting = hanging.get()
      expect((await createLoader(create(id)).get()).clientId).toBe(clientPairs.client_id)
      hanging.dispose()
      await expect(waiting).rejects.toMatchObject({ code: "aborted" })
    })
  })

  test("a document that is too long is refused, and does not replace a valid one", async () => {
    await withEnvironment(environment, async () => {
      const id = `long/${name}`
      await store(id, clientFile)
      const loader = createLoader(create(id), { ttl: 0, backoff: 0 })
      const secrets = await loader.get()
      await store(id, `${clientFile}${" ".repeat(65_536)}`)
      expect(await loader.get()).toBe(secrets)
      expect(loader.status()).toMatchObject({ code: "too_large", failures: 1 })
      await expect(loader.refresh()).rejects.toMatchObject({ code: "too_large", transient: false })
    })
  })

  test("reads base64, also folded and of key/value pairs, and explains a truncated one", async () => {
    await withEnvironment(environment, async () => {
      const id = `carried/${name}`
      const base64 = (value: string) => Buffer.from(value).toString("base64")
      for (const value of [
        base64(clientFile),
        base64(clientFile).replace(/.{76}/g, "$& "),
        base64(JSON.stringify({ ...clientPairs, redirect_uris: "https://a.example.com/" })),
      ]) {
        await store(id, value)
        expect((await createLoader(create(id)).get()).clientId).toBe(clientPairs.client_id)
      }
      await store(id, base64(clientFile).slice(0, 76))
      await expect(createLoader(create(id)).get()).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringContaining("only its first line arrived"),
      })
      const secret = base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET")
      await store(
        id,
        JSON.stringify({ ...clientPairs, client_secret: secret, redirect_uris: "https://a.example.com/" }),
      )
      await expect(createLoader(create(id)).get()).rejects.toMatchObject({ issues: [{ code: "encoded_value" }] })
    })
  })

  test("reads key/value pairs as a web client with Google's endpoints", async () => {
    await withEnvironment(environment, async () => {
      const id = `pairs/${name}`
      await store(
        id,
        JSON.stringify({ ...clientPairs, redirect_uris: "https://a.example.com/, https://b.example.com/" }),
      )
      expect(await loadClientSecrets(create(id), { type: "web" })).toMatchObject({
        clientId: clientPairs.client_id,
        redirectUris: ["https://a.example.com/", "https://b.example.com/"],
        tokenUri: "https://oauth2.googleapis.com/token",
      })
    })
  })

  test("accepts every spelling of the names of key/value pairs", async () => {
    await withEnvironment(environment, async () => {
      const id = `spelled/${name}`
      const pairs = {
        "Client ID": "spelled",
        ClientSecret: "EXAMPLE",
        REDIRECT_URIS: "http://localhost",
        Type: "Installed",
      }
      await store(id, JSON.stringify(pairs))
      expect(await loadClientSecrets(create(id))).toMatchObject({ type: "installed", clientId: "spelled" })
    })
  })

  test("only an id and a secret are a client without redirect URIs; with a misspelled list they are an error", async () => {
    await withEnvironment(environment, async () => {
      const id = `pair/${name}`
      const pair = { client_id: "pair", client_secret: "EXAMPLE_NOT_A_REAL_SECRET" }
      await store(id, JSON.stringify(pair))
      expect(await loadClientSecrets(create(id))).toMatchObject({ clientId: "pair", redirectUris: [] })
      await store(id, JSON.stringify({ ...pair, redirectURLs: "https://app.example.com/callback" }))
      await expect(loadClientSecrets(create(id))).rejects.toMatchObject({ issues: [{ code: "misnamed" }] })
    })
  })

  test("a chain reads on if the secret does not exist, and in no other case", async () => {
    await withEnvironment(environment, async () => {
      const behind: Source = { name: "behind", read: async () => ({ content: clientFile }) }
      expect(await loadClientSecrets(firstOf(create(`missing/${name}`), behind))).toMatchObject({ type: "web" })
      for (const [fault, code] of [
        ["missing-stage", "not_found"],
        ["denied", "denied"],
        ["deleted", "revoked"],
      ]) {
        const chain = firstOf(create(`${fault}/${name}`), behind)
        await expect(loadClientSecrets(chain)).rejects.toMatchObject({ code })
      }
    })
  })

  test("if nothing is found, names an id that is incomplete", async () => {
    await withEnvironment(environment, async () => {
      const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:nothing"
      await store(arn, "", "missing")
      await expect(loadClientSecrets(create(arn))).rejects.toMatchObject({
        code: "not_found",
        message: expect.stringContaining("The ARN is incomplete"),
      })
    })
  })
})

test("refresh() reads past the agent's cache", async () => {
  await withEnvironment(environment, async () => {
    await store("forced", clientFile)
    const loader = createLoader(awsSecretsAgentSource("forced", { port: server.port }))
    await loader.get()
    expect((await seen("forced")).query).toEqual({ secretId: "forced" })
    await loader.refresh()
    expect((await seen("forced")).query).toEqual({ secretId: "forced", refreshNow: "true" })
  })
})
