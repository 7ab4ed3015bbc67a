import { inspect } from "node:util"
import { expect, test } from "vitest"
import { findLeaks, freshSecret } from "../../../conformance/src/leaks.ts"
import type { ClientSecretsError } from "../../src/error.ts"
import { parseClientSecrets } from "../../src/format/parse.ts"
import { firstOf } from "../../src/source/first-of.ts"
import { loadClientSecrets, loadClientSecretsSync } from "../../src/source/load.ts"
import { secretSource } from "../../src/source/secret-source.ts"
import { exampleFile, exampleMembers, exampleSecret, sourceOf, syncSourceOf, thrownBy } from "../example-client.ts"

// The form in which the generator writes it.
const google = {
  type: "web",
  clientId: exampleMembers.client_id,
  redirectUris: ["https://app.example.com/callback"],
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
  projectId: "example",
  authProviderX509CertUrl: "https://www.googleapis.com/oauth2/v1/certs",
} as const

function sourceGiving(document: unknown) {
  return secretSource(
    google,
    syncSourceOf("store", () => document),
  )
}

test("joins the public part from code and the bare secret from a source", async () => {
  const source = sourceGiving({ content: exampleSecret })
  const secrets = await loadClientSecrets(source, { type: "web" })
  expect(secrets).toMatchObject({ ...google, redirectUris: [...google.redirectUris] })
  expect(secrets.clientSecret.reveal()).toBe(exampleSecret)
  expect(secrets.extra.names).toEqual([])
  expect(source.name).toBe("store")
  expect(source).not.toHaveProperty("sources")
})

test("returns a whole file, with the client's type", async () => {
  const { type: _, ...installed } = google
  const source = secretSource(
    { ...installed, type: "installed" },
    syncSourceOf("store", () => ({ content: "s3" })),
  )
  const document = (await source.read()) as { content: string }
  expect(JSON.parse(document.content)).toEqual({
    installed: {
      client_id: google.clientId,
      client_secret: "s3",
      redirect_uris: google.redirectUris,
      auth_uri: google.authUri,
      token_uri: google.tokenUri,
      project_id: google.projectId,
      auth_provider_x509_cert_url: google.authProviderX509CertUrl,
    },
  })
  expect(document).toMatchObject({ from: "store" })
})

test.each([
  [`${exampleSecret}\n`, exampleSecret],
  [`${exampleSecret}\r\n`, exampleSecret],
  [`\ufeff${exampleSecret}`, exampleSecret],
  ["[[a-real-one-may-begin-so", "[[a-real-one-may-begin-so"],
])("reads the bare secret %j", async (text, secret) => {
  for (const content of [text, new TextEncoder().encode(text)]) {
    expect((await loadClientSecrets(sourceGiving({ content }))).clientSecret.reveal()).toBe(secret)
  }
})

test("strips a single line break and nothing else", async () => {
  for (const content of [`${exampleSecret}\n\n`, ` ${exampleSecret}`, `${exampleSecret} `, "", "\n", "[redacted]"]) {
    const error = (await thrownBy(() => loadClientSecrets(sourceGiving({ content })))) as ClientSecretsError
    expect(error).toMatchObject({ code: "invalid", source: "store" })
    expect(error.issues.map(issue => issue.path)).toEqual([["web", "client_secret"]])
  }
})

test("reads only the secret from a whole file of the same client", async () => {
  const elsewhere = { auth_uri: "http://10.0.0.1/a", token_uri: "https://other.example/t", redirect_uris: undefined }
  for (const content of [
    exampleFile(elsewhere),
    `\ufeff \n${exampleFile(elsewhere)}`,
    new TextEncoder().encode(exampleFile(elsewhere)),
    JSON.parse(exampleFile(elsewhere)),
    JSON.stringify({ installed: {}, web: exampleMembers }),
  ]) {
    const secrets = await loadClientSecrets(sourceGiving({ content }))
    expect(secrets.clientSecret.reveal()).toBe(exampleSecret)
    expect(secrets).toMatchObject({ authUri: google.authUri, tokenUri: google.tokenUri })
  }
})

test("reads the secret from key/value members", async () => {
  for (const members of [{ client_secret: exampleSecret }, exampleMembers]) {
    expect((await loadClientSecrets(sourceGiving({ members }))).clientSecret.reveal()).toBe(exampleSecret)
  }
  const error = await thrownBy(() => loadClientSecrets(sourceGiving({ members: { client_id: google.clientId } })))
  expect(error).toMatchObject({ code: "invalid", issues: [{ code: "missing", path: ["web", "client_secret"] }] })
  const inherited = Object.create({ client_secret: exampleSecret })
  expect(await thrownBy(() => loadClientSecrets(sourceGiving({ members: inherited })))).toMatchObject({
    code: "invalid",
  })
})

test("rejects the secret of another client, without printing its id", async () => {
  const other = { ...exampleMembers, client_id: "other.apps.googleusercontent.com" }
  for (const document of [
    { content: JSON.stringify({ web: other }) },
    { content: { web: other } },
    { members: other },
  ]) {
    for (const read of [sourceGiving(document).read, sourceGiving(document).readSync]) {
      const error = (await thrownBy(() => read())) as ClientSecretsError
      expect(error).toMatchObject({
        code: "client_mismatch",
        message: expect.stringMatching(/^store holds the secret of another client: .*outdated\.$/),
        source: "store",
        transient: false,
      })
      expect(inspect(error)).not.toMatch(/googleusercontent/)
    }
  }
})

test("reports a file that is not valid, with the source's hint", async () => {
  const hint = () => "The value was cut at #."
  for (const content of [
    "{",
    '{"web": {}}',
    new Uint8Array([0xc3, 0x28]),
    JSON.stringify({ installed: exampleMembers }),
  ]) {
    const error = (await thrownBy(() => loadClientSecrets(sourceGiving({ content, hint })))) as Error
    expect(error).toMatchObject({ code: "invalid", source: "store" })
    expect(error.message).toContain("The value was cut at #.")
  }
  const error = (await thrownBy(() => loadClientSecrets(sourceGiving({ content: " ", hint })))) as Error
  expect(error.message).toContain("The value was cut at #.")
})

test("is not found if the secret is not, and a chain reads on", async () => {
  expect(await sourceGiving(undefined).read()).toBeUndefined()
  expect(sourceGiving(undefined).readSync()).toBeUndefined()
  const chain = firstOf(sourceGiving(undefined), sourceGiving({ content: exampleSecret }))
  expect((await loadClientSecrets(chain)).clientSecret.reveal()).toBe(exampleSecret)
})

test("accepts a chain, and passes on version, context and the link's name", async () => {
  const contexts: unknown[] = []
  const inner = sourceOf("b", context => {
    contexts.push(context?.previousVersion, context?.force)
    return Promise.resolve(
      context?.previousVersion === "v" ? ({ unchanged: true } as const) : { content: "s3", version: "v" },
    )
  })
  const source = secretSource(
    google,
    firstOf(
      sourceOf("a", () => undefined),
      inner,
    ),
  )
  const first = await source.read()
  expect(first).toMatchObject({ version: "1:v", from: "b" })
  expect(await source.read({ previousVersion: "1:v", force: true })).toMatchObject({ unchanged: true })
  expect(contexts).toEqual([undefined, undefined, "v", true])
  expect(source).not.toHaveProperty("readSync")
})

test("is synchronous if its source is", () => {
  expect(loadClientSecretsSync(sourceGiving({ content: exampleSecret })).clientSecret.reveal()).toBe(exampleSecret)
})

test("keeps neither the secret nor unknown properties of the public part", async () => {
  const secret = freshSecret()
  const withMore = { ...google, clientSecret: secret, extra: { secret }, hint: secret }
  const parsed = parseClientSecrets(exampleFile({ client_secret: secret, later: secret }))
  for (const client of [withMore, parsed]) {
    const source = secretSource(
      client,
      syncSourceOf("store", () => ({ content: "s3" })),
    )
    const printed = inspect(await source.read(), { depth: 9 })
    expect(findLeaks([secret], { printed })).toEqual([])
    expect((await loadClientSecrets(source)).clientSecret.reveal()).toBe("s3")
  }
})

test("copies the own properties of the public part when the source is created", async () => {
  const mutable = { ...google, projectId: "before" }
  const source = secretSource(
    mutable,
    syncSourceOf("store", () => ({ content: "s3" })),
  )
  mutable.projectId = "after"
  const polluted = Object.prototype as { revokeUri?: string }
  polluted.revokeUri = "https://attacker.example/revoke"
  try {
    const secrets = await loadClientSecrets(source)
    expect(secrets.projectId).toBe("before")
    expect(Object.hasOwn(secrets, "revokeUri")).toBe(false)
  } finally {
    delete polluted.revokeUri
  }
})

test("throws a TypeError for wrong arguments, before anything is read", () => {
  const store = syncSourceOf("store", () => undefined)
  expect(() => secretSource(google, {} as never)).toThrow(TypeError)
  for (const [client, message] of [
    [undefined, "The first argument must be the public part of a client, an object; received undefined."],
    [Promise.resolve(google), "The first argument must be the public part of a client, an object; received a Promise."],
    [{}, 'The public part of a client needs type: "web" or "installed"; received undefined.'],
    [{ clientId: "x" }, 'The public part of a client needs type: "web" or "installed"; received undefined.'],
    [
      { type: "native", clientId: "x" },
      'The public part of a client needs type: "web" or "installed"; received a string.',
    ],
    [{ type: "web" }, "The public part of a client needs a clientId, a string; received undefined."],
  ]) {
    expect(() => secretSource(client as never, store)).toThrow(new TypeError(message as string))
  }
})
