import { assert, assertEqual, assertNoLeak, type Case, printingRoutes } from "@client-secrets/conformance"
import { type AnyClientSecrets, ClientSecretsError, loadClientSecrets, type Source } from "@client-secrets/core"
import { type FetchFunction, fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import { crc32c } from "../src/stores/crc32c.ts"
import { type Answer, type Fixtures, type RecordedRequest, scriptStore, standIn } from "./store.ts"

// The answers have the shapes that each store documents (the source has the addresses); no real store receives a request.

const when = { network: "granted" } as const
const clientId = "example.apps.googleusercontent.com"
const redirectUri = "https://app.example.com/callback"

interface RecipeCase {
  readonly name: string
  readonly answers: (document: string, token: string) => Answer[]
  readonly source: (fetch: FetchFunction, token: string) => Source
  /** The expected requests, in order, with their headers. */
  readonly asks?: (token: string) => Record<string, Record<string, string>>
  readonly want: { readonly version: string | undefined } | { readonly code: string; readonly transient?: boolean }
  readonly when?: Case["when"]
  readonly variables?: (token: string) => Record<string, string>
  /** Whether `read` resolves with undefined, so that a chain reads on. @default not checked */
  readonly isAbsent?: boolean
}

const json = (body: unknown, more: Answer = {}): Answer => ({ body: JSON.stringify(body), ...more })

// Google Secret Manager

const googleName = "projects/example-project/secrets/google-client"
const googleUrl = `https://secretmanager.googleapis.com/v1/${googleName}/versions/latest:access`
const resolvedName = "projects/123456/secrets/google-client/versions/7"
const metadataUrl = "http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token"
const metadataFlavor = { headers: { "metadata-flavor": "Google" } }

function googleAnswer(document: string, checksum = String(crc32c(new TextEncoder().encode(document)))): Answer {
  return json({ name: resolvedName, payload: { data: btoa(document), dataCrc32c: checksum } })
}

const googleCases: RecipeCase[] = [
  {
    name: "the latest version, with the service account's token",
    answers: (document, token) => [
      json({ access_token: token, expires_in: 3599, token_type: "Bearer" }, metadataFlavor),
      googleAnswer(document),
    ],
    source: fetch => googleSecretManagerSource(googleName, { fetch }),
    asks: token => ({
      [metadataUrl]: { "metadata-flavor": "Google" },
      [googleUrl]: { authorization: `Bearer ${token}` },
    }),
    want: { version: resolvedName },
  },
  {
    name: "a version of a region, with a token that was passed in",
    answers: document => [googleAnswer(document)],
    source: (fetch, token) =>
      googleSecretManagerSource("projects/p/locations/europe-west1/secrets/s/versions/7", {
        token: () => token,
        fetch,
      }),
    asks: token => ({
      "https://secretmanager.europe-west1.rep.googleapis.com/v1/projects/p/locations/europe-west1/secrets/s/versions/7:access":
        { authorization: `Bearer ${token}` },
    }),
    want: { version: resolvedName },
  },
  {
    name: "a value that does not match its checksum",
    answers: document => [googleAnswer(document, "1")],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { code: "unavailable", transient: true },
  },
  {
    name: "another server in place of the metadata server",
    answers: (document, token) => [json({ access_token: token }), googleAnswer(document)],
    source: fetch => googleSecretManagerSource(googleName, { fetch }),
    asks: () => ({ [metadataUrl]: {} }),
    want: { code: "unavailable", transient: true },
  },
  {
    name: "a metadata server that returns no token",
    answers: (_, token) => [json({ note: token }, metadataFlavor)],
    source: fetch => googleSecretManagerSource(googleName, { fetch }),
    asks: () => ({ [metadataUrl]: {} }),
    want: { code: "unavailable", transient: true },
  },
  {
    name: "a machine without a service account",
    answers: () => [{ status: 404 }],
    source: fetch => googleSecretManagerSource(googleName, { fetch }),
    asks: () => ({ [metadataUrl]: {} }),
    want: { code: "unavailable", transient: true },
  },
  {
    name: "a version that is disabled",
    answers: () => [json({ error: { code: 400, status: "FAILED_PRECONDITION" } }, { status: 400 })],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { code: "revoked", transient: false },
  },
  {
    name: "an emulator at another address",
    answers: document => [googleAnswer(document)],
    source: (fetch, token) =>
      googleSecretManagerSource(googleName, { token, fetch, endpoint: "http://127.0.0.1:8080/emulator/" }),
    asks: token => ({
      [`http://127.0.0.1:8080/emulator/v1/${googleName}/versions/latest:access`]: { authorization: `Bearer ${token}` },
    }),
    want: { version: resolvedName },
  },
  {
    name: "key/value pairs",
    answers: document => [googleAnswer(pairsOf(document))],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { version: resolvedName },
  },
  {
    name: "a field that holds the file",
    answers: document => [googleAnswer(JSON.stringify({ google: document }))],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch, field: "google" }),
    want: { version: resolvedName },
  },
  {
    name: "an answer whose value is not base64",
    answers: (_, token) => [json({ name: resolvedName, payload: { data: `%${token}` } })],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { code: "invalid", transient: false },
  },
  {
    name: "an invalid request",
    answers: () => [json({ error: { code: 400, status: "INVALID_ARGUMENT" } }, { status: 400 })],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { code: "unavailable", transient: false },
  },
  {
    name: "a secret that does not exist",
    answers: () => [json({ error: { code: 404, status: "NOT_FOUND" } }, { status: 404 })],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { code: "not_found" },
  },
  {
    name: "a service account without the permission",
    answers: () => [json({ error: { code: 403, status: "PERMISSION_DENIED" } }, { status: 403 })],
    source: (fetch, token) => googleSecretManagerSource(googleName, { token, fetch }),
    want: { code: "denied", transient: false },
  },
]

// Vault

const vaultUrl = "https://vault.example.com:8200/v1/secret/data/google/client"
const metadata = { created_time: "2026-11-01T00:00:00Z", deletion_time: "", destroyed: false, version: 3 }

const vaultCases: RecipeCase[] = [
  {
    name: "keys that make up the file",
    answers: document => [json({ data: { data: JSON.parse(document), metadata } })],
    source: (fetch, token) => vaultSource("https://vault.example.com:8200", "google/client", { token, fetch }),
    asks: token => ({ [vaultUrl]: { "x-vault-token": token, "x-vault-request": "true" } }),
    want: { version: "3" },
  },
  {
    name: "keys that are the members",
    answers: document => {
      const { client_id, client_secret, redirect_uris } = JSON.parse(document).web
      return [json({ data: { data: { client_id, client_secret, redirect_uris }, metadata } })]
    },
    source: (fetch, token) => vaultSource("https://vault.example.com:8200/", "google/client", { token, fetch }),
    asks: () => ({ [vaultUrl]: {} }),
    want: { version: "3" },
  },
  {
    name: "a key that holds the file, at a version, a mount and a namespace, with a token from a function",
    answers: document => [json({ data: { data: { "client_secrets.json": document, note: "x" }, metadata } })],
    source: (fetch, token) =>
      vaultSource("https://example.com/vault", "a b/c?d", {
        token: async () => token,
        namespace: "team",
        mount: "kv/apps",
        version: 2,
        field: "client_secrets.json",
        fetch,
      }),
    asks: token => ({
      "https://example.com/vault/v1/kv/apps/data/a%20b/c%3Fd?version=2": {
        "x-vault-token": token,
        "x-vault-namespace": "team",
      },
    }),
    want: { version: "3" },
  },
  {
    name: "a field that the secret does not have",
    answers: document => [json({ data: { data: { other: document }, metadata } })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, field: "toString", fetch }),
    want: { code: "invalid", transient: false },
  },
  {
    name: "pairs as people type them",
    answers: document => [json({ data: { data: JSON.parse(pairsOf(document)), metadata } })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { version: "3" },
  },
  {
    name: "a wrapped answer",
    answers: (_, token) => [json({ data: null, wrap_info: { token, ttl: 300 } })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "unsupported", transient: false },
  },
  {
    name: "a mount of KV version 1",
    answers: () => [json({ errors: [] }, { status: 404 }), json({ data: { type: "kv", options: null } })],
    source: (fetch, token) => vaultSource("https://vault.example.com/v", "x", { token, mount: "a/kv", fetch }),
    asks: token => ({
      "https://vault.example.com/v/v1/a/kv/data/x": { "x-vault-token": token },
      "https://vault.example.com/v/v1/sys/internal/ui/mounts/a/kv": { "x-vault-token": token },
    }),
    want: { code: "unsupported", transient: false },
  },
  {
    name: "a secret of KV version 1",
    answers: document => [json({ data: JSON.parse(document) })],
    source: (fetch, token) =>
      vaultSource("https://vault.example.com", "x", { token, mount: "kv", kvVersion: 1, fetch }),
    asks: token => ({ "https://vault.example.com/v1/kv/x": { "x-vault-token": token } }),
    want: { version: undefined },
  },
  {
    name: "a mount of KV version 2 read as version 1",
    answers: () => [json({ warnings: ["Invalid path for a versioned K/V secrets engine."] }, { status: 404 })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, kvVersion: 1, fetch }),
    want: { code: "unsupported", transient: false },
  },
  {
    name: "a mount that does not exist, for a token that may read mounts",
    answers: () => [json({ errors: ['no handler for route "x". route entry not found.'] }, { status: 404 })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, mount: "none", fetch }),
    want: { code: "unsupported", transient: false },
  },
  {
    name: "a page of something that is not Vault",
    answers: (_, token) => [{ status: 404, body: `<html>${token}` }],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "invalid", transient: false },
  },
  {
    name: "a version that was deleted",
    answers: () => [
      json({ data: { data: null, metadata: { ...metadata, deletion_time: "2026-11-02T00:00:00Z" } } }, { status: 404 }),
    ],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "revoked", transient: false },
  },
  {
    name: "a secret that never existed",
    answers: () => [json({ errors: [] }, { status: 404 }), json({ data: { type: "kv", options: { version: "2" } } })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "not_found" },
  },
  {
    name: "a secret that never existed, for a token that may not read the mount",
    answers: () => [json({ errors: [] }, { status: 404 }), json({ errors: ["permission denied"] }, { status: 403 })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "not_found" },
  },
  {
    name: "a token that may not read it",
    answers: () => [json({ errors: ["permission denied"] }, { status: 403 })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "denied", transient: false },
  },
  {
    name: "a Vault that is sealed",
    answers: () => [json({ errors: ["Vault is sealed"] }, { status: 503 })],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "unavailable", transient: true },
  },
  {
    name: "a standby node that redirects",
    answers: () => [{ status: 307, headers: { location: "https://active.example.com/v1/secret/data/x" } }],
    source: (fetch, token) => vaultSource("https://vault.example.com", "x", { token, fetch }),
    want: { code: "redirected", transient: false },
  },
]

// Azure Key Vault

const azureIdentifier = "https://example.vault.azure.net/secrets/google-client"
const azureUrl = `${azureIdentifier}?api-version=7.4`
const azureVersion = `${azureIdentifier}/4387e9f3d6e14c459867679a90fd0f79`
const azureAnswer = (document: string): Answer =>
  json({ value: document, id: azureVersion, attributes: { enabled: true } })
const imdsUrl =
  "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net"

const azureCases: RecipeCase[] = [
  {
    name: "the latest version, with the virtual machine's identity",
    answers: (document, token) => [json({ access_token: token, expires_in: "3599" }), azureAnswer(document)],
    source: fetch => azureKeyVaultSource(azureIdentifier, { fetch }),
    asks: token => ({ [imdsUrl]: { metadata: "true" }, [azureUrl]: { authorization: `Bearer ${token}` } }),
    want: { version: azureVersion },
  },
  {
    name: "a version in another cloud, with one identity of several",
    answers: (document, token) => [json({ access_token: token }), azureAnswer(document)],
    source: fetch => azureKeyVaultSource("https://v.vault.azure.cn/secrets/s/1a", { clientId: "11-22", fetch }),
    asks: token => ({
      [`${imdsUrl.replace("azure.net", "azure.cn")}&client_id=11-22`]: { metadata: "true" },
      "https://v.vault.azure.cn/secrets/s/1a?api-version=7.4": { authorization: `Bearer ${token}` },
    }),
    want: { version: azureVersion },
  },
  {
    name: "the identity of App Service",
    when: { environment: "granted" },
    variables: token => ({ IDENTITY_ENDPOINT: "http://169.254.130.9:8081/msi/token", IDENTITY_HEADER: token }),
    answers: (document, token) => [json({ access_token: token }), azureAnswer(document)],
    source: fetch => azureKeyVaultSource(azureIdentifier, { fetch }),
    asks: token => ({
      "http://169.254.130.9:8081/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net": {
        "x-identity-header": token,
      },
      [azureUrl]: { authorization: `Bearer ${token}` },
    }),
    want: { version: azureVersion },
  },
  ...[
    "https://example.com/msi/token",
    "http://example.com:8081/msi/token",
    "http://127.0.0.1:80@example.com/token",
  ].map(
    (endpoint): RecipeCase => ({
      name: `an identity service at ${endpoint}`,
      when: { environment: "granted" },
      variables: token => ({ IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: token }),
      answers: () => [{ status: 500 }],
      source: fetch => azureKeyVaultSource(azureIdentifier, { fetch }),
      asks: () => ({}),
      want: { code: "unsupported", transient: false },
    }),
  ),
  {
    name: "a token that was passed in",
    answers: document => [azureAnswer(document)],
    source: (fetch, token) => azureKeyVaultSource(azureIdentifier, { token, fetch }),
    asks: token => ({ [azureUrl]: { authorization: `Bearer ${token}` } }),
    want: { version: azureVersion },
  },
  ...[404, 410, 429, 500].map(
    (status): RecipeCase => ({
      name: `a metadata service that answers ${status}`,
      answers: () => [{ status }],
      source: fetch => azureKeyVaultSource(azureIdentifier, { fetch }),
      asks: () => ({ [imdsUrl]: {} }),
      // Also 404 and 410, with which it answers during an update: they say nothing about the secret.
      want: { code: status === 429 ? "throttled" : "unavailable", transient: true },
    }),
  ),
  {
    name: "a secret that does not exist",
    answers: () => [json({ error: { code: "SecretNotFound" } }, { status: 404 })],
    source: (fetch, token) => azureKeyVaultSource(azureIdentifier, { token, fetch }),
    want: { code: "not_found" },
  },
  {
    name: "key/value pairs",
    answers: document => [azureAnswer(pairsOf(document))],
    source: (fetch, token) => azureKeyVaultSource(azureIdentifier, { token, fetch }),
    want: { version: azureVersion },
  },
  {
    name: "an answer without a value",
    answers: (_, token) => [json({ note: token })],
    source: (fetch, token) => azureKeyVaultSource(azureIdentifier, { token, fetch }),
    want: { code: "invalid", transient: false },
  },
  {
    name: "a secret that is disabled",
    answers: () => [json({ error: { code: "Forbidden", innererror: { code: "SecretDisabled" } } }, { status: 403 })],
    source: (fetch, token) => azureKeyVaultSource(azureIdentifier, { token, fetch }),
    want: { code: "denied", transient: false },
  },
]

// Cloudflare KV

const cloudflareUrl =
  "https://api.cloudflare.com/client/v4/accounts/0a1b/storage/kv/namespaces/2c3d/values/google%2Fclient%3F"

const cloudflareCases: RecipeCase[] = [
  {
    name: "a key",
    answers: document => [{ body: document, headers: { etag: '"7"' } }],
    source: (fetch, token) => cloudflareKvSource("0a1b", "2c3d", "google/client?", { token, fetch }),
    asks: token => ({ [cloudflareUrl]: { authorization: `Bearer ${token}` } }),
    want: { version: '"7"' },
  },
  {
    name: "a key that does not exist",
    answers: () => [
      json({ success: false, errors: [{ code: 10009, message: "get: 'key not found'" }] }, { status: 404 }),
    ],
    source: (fetch, token) => cloudflareKvSource("0a1b", "2c3d", "x", { token, fetch }),
    want: { code: "not_found" },
    isAbsent: true,
  },
  {
    name: "a namespace that does not exist",
    answers: () => [
      json({ success: false, errors: [{ code: 10013, message: "get: 'namespace not found'" }] }, { status: 404 }),
    ],
    source: (fetch, token) => cloudflareKvSource("0a1b", "2c3d", "x", { token, fetch }),
    want: { code: "not_found" },
    isAbsent: false,
  },
  {
    name: "key/value pairs",
    answers: document => [{ body: pairsOf(document) }],
    source: (fetch, token) => cloudflareKvSource("0a1b", "2c3d", "x", { token, fetch }),
    want: { version: undefined },
  },
]

/** The members as people type them into a store's console. */
function pairsOf(document: string): string {
  const { client_id, client_secret, redirect_uris } = JSON.parse(document).web
  return JSON.stringify({ client_id, client_secret, redirect_uris: redirect_uris.join(" "), type: "Web" })
}

// There workerd refuses a timer, a signal, a random number and a request.
const madeWithTheModule = [
  fetchSource("https://config.example.com/client_secrets.json"),
  googleSecretManagerSource(googleName),
  vaultSource("https://vault.example.com", "x"),
  azureKeyVaultSource(azureIdentifier),
  cloudflareKvSource("0a1b", "2c3d", "x", { token: "EXAMPLE_TOKEN" }),
]

export const cases: readonly Case<Fixtures>[] = [
  {
    name: "each can be created outside a request, as in the module of a Worker",
    run: async () => assertEqual(new Set(madeWithTheModule.map(source => source.name)).size, 5),
  },
  ...caseOf("googleSecretManagerSource", googleCases),
  ...caseOf("vaultSource", vaultCases),
  ...caseOf("azureKeyVaultSource", azureCases),
  ...caseOf("cloudflareKvSource", cloudflareCases),
]

function caseOf(title: string, recipeCases: readonly RecipeCase[]): Case<Fixtures>[] {
  return recipeCases.map(({ name, answers, source, asks, want, variables, isAbsent, when: where }) => ({
    name: `${title}: ${name}`,
    when: { ...when, ...where },
    async run({ fixtures, freshSecret }) {
      const [token, clientSecret] = [freshSecret(), freshSecret()]
      const members = {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        auth_uri: "https://accounts.google.com/o/oauth2/auth",
        token_uri: "https://oauth2.googleapis.com/token",
      }
      const store = await scriptStore(fixtures, ...answers(JSON.stringify({ web: members }), token))
      const { fetch, asked } = standIn(store)
      const made = source(fetch, token)
      let version: string | undefined
      const outcome = await withVariables(variables?.(token) ?? {}, () =>
        loadClientSecrets({
          ...made,
          async read(context) {
            const document = await made.read(context)
            version = document?.version
            return document
          },
        }).catch((error: unknown) => error),
      )
      if ("version" in want) {
        if (outcome instanceof Error) throw outcome
        const { clientId: readId, clientSecret: readSecret, redirectUris } = outcome as AnyClientSecrets
        assertEqual([readId, redirectUris], [clientId, [redirectUri]])
        assert(readSecret?.reveal() === clientSecret, "the secret is the one that was stored")
        assertEqual(version, want.version, "version")
      } else {
        assert(ClientSecretsError.is(outcome), `fails with our error, not ${String(outcome)}`)
        assertEqual(outcome.code, want.code)
        if (want.transient !== undefined) assertEqual(outcome.transient, want.transient, "transient")
      }
      for (const value of [outcome, made]) assertNoLeak([token, clientSecret], printingRoutes(value))
      if (isAbsent !== undefined) {
        const read = await made.read().then(
          document => document === undefined,
          () => false,
        )
        assertEqual(read, isAbsent, "a chain goes on")
      }
      if (asks !== undefined) assertAsked(await asked(), asks(token))
    },
  }))
}

function assertAsked(requests: RecordedRequest[], wanted: Record<string, Record<string, string>>): void {
  assertEqual(
    requests.map(request => request.url),
    Object.keys(wanted),
    "requests",
  )
  for (const { url, headers } of requests) {
    for (const [name, value] of Object.entries(wanted[url] ?? {})) {
      assert(headers[name] === value, `the header ${name} of ${url}`)
    }
  }
}

async function withVariables<Result>(variables: Record<string, string>, work: () => Promise<Result>): Promise<Result> {
  const { process } = globalThis as { process?: { env?: Record<string, string> } }
  const env = process?.env ?? {}
  Object.assign(env, variables)
  try {
    return await work()
  } finally {
    for (const name of Object.keys(variables)) delete env[name]
  }
}
