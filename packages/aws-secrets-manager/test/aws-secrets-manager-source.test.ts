import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager"
import { awsSecretsManagerSource } from "@client-secrets/aws-secrets-manager"
import { describeWithMoto, motoCredentials } from "@client-secrets/conformance/moto"
import { createLoader, type LoaderEvent } from "@client-secrets/core"
import { expect, test } from "vitest"
import { clientFile, clientPairs, failureOf } from "./fixtures.ts"
import { withEnvironment } from "./with-environment.ts"

// Through the real SDK to a real server of AWS's protocol. Cases where moto is known to differ from AWS are not here:
// a missing stage, a stage moved to an older version, and the status of errors. fault-server.ts covers those.
describeWithMoto("awsSecretsManagerSource against moto", moto => {
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string } = motoCredentials) =>
    new SecretsManagerClient({ region: "eu-central-1", endpoint: moto().endpoint, credentials, maxAttempts: 1 })
  const sourceOf = (id: string, options = {}) => awsSecretsManagerSource(id, { client: clientOf(), ...options })
  const create = (SecretString: string, Name = "prod/google") =>
    clientOf().send(new CreateSecretCommand({ Name, SecretString }))

  test("reads a whole file, and its version", async () => {
    const { VersionId } = await create(clientFile)
    expect(await sourceOf("prod/google").read()).toMatchObject({ content: clientFile, version: VersionId })
  })

  test("reads a binary secret as bytes", async () => {
    const bytes = new TextEncoder().encode(clientFile)
    await clientOf().send(new CreateSecretCommand({ Name: "binary", SecretBinary: bytes }))
    const document = await sourceOf("binary").read()
    expect(document).toMatchObject({ version: expect.any(String) })
    expect(document !== undefined && "content" in document && document.content).toEqual(bytes)
  })

  test("reads the console's key/value pairs as members", async () => {
    const { VersionId } = await create(JSON.stringify(clientPairs))
    expect(await sourceOf("prod/google").read()).toEqual({ members: clientPairs, version: VersionId })
    const installed = await create(JSON.stringify({ ...clientPairs, type: "installed" }), "installed")
    expect(await sourceOf("installed").read()).toEqual({
      members: clientPairs,
      type: "installed",
      version: installed.VersionId,
    })
  })

  test("reads pairs as people type them, and a field that holds the file", async () => {
    await create(JSON.stringify({ "Client ID": "id", clientSecret: "EXAMPLE", type: "Installed" }))
    expect(await sourceOf("prod/google").read()).toMatchObject({
      members: { "Client ID": "id", clientSecret: "EXAMPLE" },
      type: "installed",
    })
    await create(JSON.stringify({ google: clientFile, other: "x" }), "several")
    expect(await sourceOf("several", { field: "google" }).read()).toMatchObject({ content: clientFile })
    expect((await sourceOf("several").read())?.hint?.()).toContain("field google")
    const failure = await failureOf(sourceOf("several", { field: "gogle" }))
    expect(failure).toMatchObject({
      code: "invalid",
      transient: false,
      message: "The secret has no field gogle. Its fields are: google, other.",
    })
  })

  test("reads an empty secret as an empty value", async () => {
    // The SDK does not send an empty string on creation; a version can hold one space.
    await create(" ")
    expect(await sourceOf("prod/google").read()).toMatchObject({ content: " " })
  })

  test("reads a stage and a version", async () => {
    const first = await create("first")
    const second = await clientOf().send(
      new PutSecretValueCommand({ SecretId: "prod/google", SecretString: "second", VersionStages: ["AWSPENDING"] }),
    )
    expect(await sourceOf("prod/google").read()).toMatchObject({ content: "first" })
    expect(await sourceOf("prod/google", { versionStage: "AWSPENDING" }).read()).toMatchObject({ content: "second" })
    expect(await sourceOf("prod/google", { versionId: first.VersionId }).read()).toMatchObject({ content: "first" })
    expect(await sourceOf("prod/google", { versionId: second.VersionId }).read()).toMatchObject({
      content: "second",
      version: second.VersionId,
    })
  })

  test("reads an ARN, and uses the region in it", async () => {
    const { ARN, VersionId } = await create(clientFile)
    expect(ARN).toContain(":eu-central-1:")
    const source = awsSecretsManagerSource(ARN as string, { endpoint: moto().endpoint })
    await withEnvironment(ambientCredentials, async () => {
      expect(await source.read()).toMatchObject({ content: clientFile, version: VersionId })
    })
    // Without the ARN's region: moto keeps separate stores per region, so another one does not have it.
    await withEnvironment({ ...ambientCredentials, AWS_REGION: "us-east-1" }, async () => {
      const elsewhere = awsSecretsManagerSource("prod/google", { endpoint: moto().endpoint })
      expect(await elsewhere.read()).toBe(undefined)
      expect(
        await awsSecretsManagerSource("prod/google", { endpoint: moto().endpoint, region: "eu-central-1" }).read(),
      ).toMatchObject({ content: clientFile })
    })
  })

  test("the version shows a rotation with AWS's four steps", async () => {
    const first = await create("first")
    const source = sourceOf("prod/google", { versionStage: "AWSCURRENT" })
    expect(await source.read()).toMatchObject({ content: "first", version: first.VersionId })
    const second = await clientOf().send(
      new PutSecretValueCommand({ SecretId: "prod/google", SecretString: "second", VersionStages: ["AWSPENDING"] }),
    )
    expect(await source.read()).toMatchObject({ version: first.VersionId })
    await clientOf().send(
      new UpdateSecretVersionStageCommand({
        SecretId: "prod/google",
        VersionStage: "AWSCURRENT",
        MoveToVersionId: second.VersionId,
        RemoveFromVersionId: first.VersionId,
      }),
    )
    expect(await source.read()).toMatchObject({ content: "second", version: second.VersionId })
    expect(await sourceOf("prod/google", { versionStage: "AWSPREVIOUS" }).read()).toMatchObject({ content: "first" })
  })

  test("a loader sees a rotation immediately after invalidate(), otherwise after the ttl", async () => {
    await create(fileOf("first"))
    const put = (clientId: string) =>
      clientOf().send(new PutSecretValueCommand({ SecretId: "prod/google", SecretString: fileOf(clientId) }))
    const start = Date.now()
    let passed = 0
    const clock = { now: () => start + passed, sleep: () => () => {} }
    const loader = createLoader(sourceOf("prod/google"), { clock })
    const events: LoaderEvent["type"][] = []
    const first = await loader.get()
    loader.subscribe(event => events.push(event.type))
    await put("second")
    expect((await loader.get()).clientId).toBe("first")
    loader.invalidate(first)
    expect((await loader.get()).clientId).toBe("second")
    await put("third")
    passed += 300_000
    expect((await loader.get()).clientId).toBe("third")
    expect(events).toEqual(["hit", "refresh", "rotated", "refresh", "rotated"])
  })

  test("returns undefined for a secret that does not exist", async () => {
    expect(await sourceOf("prod/google").read()).toBe(undefined)
  })

  test("reports a secret marked for deletion as revoked, reads it once restored, and returns undefined once deleted", async () => {
    await create(clientFile)
    const source = sourceOf("prod/google")
    await clientOf().send(new DeleteSecretCommand({ SecretId: "prod/google", RecoveryWindowInDays: 7 }))
    expect(await failureOf(source)).toMatchObject({ code: "revoked", transient: false })
    await clientOf().send(new RestoreSecretCommand({ SecretId: "prod/google" }))
    expect(await source.read()).toMatchObject({ content: clientFile })
    await clientOf().send(new DeleteSecretCommand({ SecretId: "prod/google", ForceDeleteWithoutRecovery: true }))
    expect(await source.read()).toBe(undefined)
  })

  test("reports a secret without a value, and a missing version, as not_found errors", async () => {
    await clientOf().send(new CreateSecretCommand({ Name: "empty" }))
    expect(await failureOf(sourceOf("empty"))).toMatchObject({ code: "not_found", transient: false })
    const { VersionId } = await create(clientFile)
    expect(
      await failureOf(sourceOf("prod/google", { versionId: "00000000-0000-0000-0000-000000000000" })),
    ).toMatchObject({ code: "not_found", transient: false })
    const mismatch = sourceOf("prod/google", { versionId: VersionId, versionStage: "AWSPENDING" })
    expect(await failureOf(mismatch)).toMatchObject({ code: "not_found", transient: false })
  })

  test("reports unknown keys, a wrong signature and a missing permission as denied", async () => {
    await create(clientFile)
    await iam("CreateUser", { UserName: "reader" })
    const answer = await iam("CreateAccessKey", { UserName: "reader" })
    const accessKeyId = /<AccessKeyId>(.+?)</.exec(answer)?.[1] ?? ""
    const secretAccessKey = /<SecretAccessKey>(.+?)</.exec(answer)?.[1] ?? ""
    await moto().requireAuthorizationAfter(0)
    try {
      // moto sends all three as XML and AWS sends JSON: here only the status counts.
      const read = (credentials: object) =>
        failureOf(sourceOf("prod/google", { client: clientOf({ ...motoCredentials, accessKeyId, ...credentials }) }))
      const denied = { code: "denied", transient: false, message: expect.stringContaining("status 403") }
      expect(await read({ accessKeyId: "AKIAEXAMPLEUNKNOWN00" })).toMatchObject(denied)
      expect(await read({})).toMatchObject(denied)
      expect(await read({ secretAccessKey })).toMatchObject(denied)
    } finally {
      await moto().requireAuthorizationAfter(Number.MAX_SAFE_INTEGER)
    }
  })

  async function iam(action: string, parameters: Record<string, string>): Promise<string> {
    const scope = "AKIAEXAMPLE/20260101/us-east-1/iam/aws4_request"
    const response = await fetch(moto().endpoint, {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
      body: new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters }),
    })
    return response.text()
  }
})

const fileOf = (clientId: string) => clientFile.replace(clientPairs.client_id, clientId)

const ambientCredentials = {
  AWS_ACCESS_KEY_ID: motoCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: motoCredentials.secretAccessKey,
  AWS_REGION: undefined,
}

test("reads no client type from Object.prototype", async () => {
  const polluted = Object.prototype as { type?: string; client_id?: string }
  polluted.type = "installed"
  polluted.client_id = "planted"
  try {
    const send = (SecretString: string) => ({ client: { send: async () => ({ SecretString }) } as never })
    const pairs = await awsSecretsManagerSource("a", send(JSON.stringify(clientPairs))).read()
    expect(Object.keys(pairs ?? {}).sort()).toEqual(["members"])
    const other = await awsSecretsManagerSource("a", send('{"username":"a"}')).read()
    expect(Object.keys(other ?? {})).toContain("content")
  } finally {
    delete polluted.type
    delete polluted.client_id
  }
})

test("reads a binary secret as bytes, even with a SecretString on Object.prototype", async () => {
  const bytes = new TextEncoder().encode(clientFile)
  const polluted = Object.prototype as { SecretString?: string }
  polluted.SecretString = "planted"
  try {
    const client = { send: async () => ({ SecretBinary: bytes }) } as never
    expect(await awsSecretsManagerSource("a", { client }).read()).toMatchObject({ content: bytes })
  } finally {
    delete polluted.SecretString
  }
})
