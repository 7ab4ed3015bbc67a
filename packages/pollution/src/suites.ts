import { chmodSync, mkdtempSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { members, text } from "./example.ts"
import type { Operation } from "./run-operations.ts"

/** The operations of one package, and the packages whose identifiers are tried on them. */
interface Suite {
  readonly sources: readonly string[]
  readonly operations: () => Promise<readonly Operation[]>
}

/** A client with its secret as a string. */
function plain(client: object): object {
  const secret = Object.hasOwn(client, "clientSecret")
    ? (client as { clientSecret: { reveal(): string } }).clientSecret
    : undefined
  return { ...client, clientSecret: secret?.reveal(), extra: undefined }
}

async function coreOperations(): Promise<readonly Operation[]> {
  const core = await import("@client-secrets/core")
  const broken = JSON.stringify({ web: { ...members, client_id: "", redirect_uris: ["nonsense"], surplus: 1 } })
  const source = (read: () => unknown) => ({ name: "a source", read: async () => read() }) as never
  const fails = (thrown: unknown) =>
    source(() => {
      throw thrown
    })
  const issuesOf = (document: unknown) => {
    const result = core.safeParseClientSecrets(document as string) as unknown as Record<string, unknown>
    const error = Object.hasOwn(result, "error") ? (result["error"] as { issues: unknown }) : undefined
    return [result["success"], error?.issues, result["warnings"]]
  }
  const publicClient = { type: "web", clientId: members.client_id, redirectUris: members.redirect_uris } as const
  const whole = { ...publicClient, authUri: members.auth_uri, tokenUri: members.token_uri }
  return [
    { name: "parse a string", run: () => plain(core.parseClientSecrets(text)) },
    { name: "parse an object", run: () => plain(core.parseClientSecrets({ web: members })) },
    { name: "parse bytes", run: () => plain(core.parseClientSecrets(new TextEncoder().encode(text))) },
    {
      name: "parse without a secret",
      run: () =>
        plain(
          core.parseClientSecrets(JSON.stringify({ web: { ...members, client_secret: undefined } }), {
            optional: ["client_secret"],
          }),
        ),
    },
    { name: "issues of a broken file", run: () => issuesOf(broken) },
    { name: "issues of a broken text", run: () => issuesOf("{") },
    { name: "issues of nothing", run: () => issuesOf({}) },
    {
      name: "plain http endpoints are refused",
      run: () => issuesOf({ web: { ...members, token_uri: "http://evil.example/t" } }),
    },
    { name: "back to JSON", run: () => core.toClientSecretsJson(core.parseClientSecrets(text)) },
    { name: "load content", run: async () => plain(await core.loadClientSecrets(source(() => ({ content: text })))) },
    { name: "load members", run: async () => plain(await core.loadClientSecrets(source(() => ({ members })))) },
    { name: "load nothing", run: () => core.loadClientSecrets(source(() => undefined)) },
    { name: "load what is no document", run: () => core.loadClientSecrets(source(() => ({}))) },
    { name: "load a failure with a status", run: () => core.loadClientSecrets(fails({ status: 403 })) },
    { name: "load an error", run: () => core.loadClientSecrets(fails(new Error("x"))) },
    {
      name: "a chain",
      run: async () =>
        plain(
          await core.loadClientSecrets(
            core.firstOf(
              source(() => undefined),
              source(() => ({ content: text })),
            ),
          ),
        ),
    },
    {
      name: "a secret for a public client",
      run: async () =>
        plain(
          await core.loadClientSecrets(
            core.secretSource(
              whole,
              source(() => ({ members: { client_secret: "EXAMPLE" } })),
            ),
          ),
        ),
    },
    { name: "a loader", run: async () => plain(await core.createLoader(source(() => ({ content: text }))).get()) },
    { name: "a loader that fails", run: () => core.createLoader(fails({ status: 403 }), { retries: 0 }).get() },
    {
      name: "a loader whose source refuses it later",
      run: async () => {
        let isDenied = false
        const loader = core.createLoader(
          source(() => {
            if (isDenied) throw { status: 403 }
            return { content: text }
          }),
          { retries: 0 },
        )
        await loader.get()
        isDenied = true
        return loader.refresh().catch((error: { code: string }) => [error.code, loader.status().state])
      },
    },
  ]
}

async function envOperations(): Promise<readonly Operation[]> {
  const { bindingSource, envSource } = await import("@client-secrets/env")
  const { dotenvSource } = await import("@client-secrets/env/dotenv")
  const folder = mkdtempSync(join(tmpdir(), "pollution-"))
  const path = join(folder, "google.json")
  const env = join(folder, ".env")
  writeFileSync(path, text)
  writeFileSync(env, "GOOGLE_CLIENT_ID=a\nGOOGLE_CLIENT_SECRET=b\n")
  const split = { GOOGLE_CLIENT_ID: members.client_id, GOOGLE_CLIENT_SECRET: members.client_secret }
  const other = JSON.stringify({ web: { ...members, token_uri: "https://other.example/t" } })
  const read =
    (variables: object, options: object = {}) =>
    () =>
      envSource({ env: variables, ...options }).readSync()
  return [
    { name: "the whole file", run: read({ GOOGLE_CLIENT_SECRETS: text }) },
    { name: "the split form", run: read(split) },
    { name: "half of it", run: read({ GOOGLE_CLIENT_SECRET: "x" }) },
    { name: "nothing", run: read({}) },
    { name: "a hint about nothing", run: () => envSource({ env: { AUTH_GOOGLE_ID: "x" } }).hint?.() },
    { name: "a named file", run: read({ GOOGLE_CLIENT_SECRETS_FILE: path }) },
    { name: "a named file that does not exist", run: read({ GOOGLE_CLIENT_SECRETS_FILE: `${path}.absent` }) },
    { name: "forms that agree", run: read({ ...split, GOOGLE_CLIENT_SECRETS: text }) },
    { name: "forms that differ in an endpoint", run: read({ ...split, GOOGLE_CLIENT_SECRETS: other }) },
    {
      name: "forms that differ in the secret",
      run: read({ ...split, GOOGLE_CLIENT_SECRET: "x", GOOGLE_CLIENT_SECRETS: text }),
    },
    { name: "a stray endpoint", run: read({ ...split, GOOGLE_TOKEN_URI: "https://evil.example" }) },
    { name: "a public prefix", run: read({ VITE_GOOGLE_CLIENT_SECRET: "x" }) },
    { name: "a wrong option", run: read({}, { type: "desktop" }) },
    { name: "the process's own", run: () => envSource({ name: "NOT_SET_CLIENT_SECRETS" }).readSync() },
    { name: "a .env file", run: () => dotenvSource(env).read(), control: () => readFile(env) },
    { name: "a binding", run: () => bindingSource(text).read() },
    { name: "a binding with get()", run: () => bindingSource({ get: async () => text }, "k").read() },
    {
      name: "pairs of a binding",
      run: () => bindingSource({ get: async () => ({ clientId: "a", clientSecret: "b" }) }, "k").read(),
    },
    { name: "a binding that has nothing", run: () => bindingSource({ get: async () => null }, "k").read() },
  ]
}

async function fileOperations(): Promise<readonly Operation[]> {
  const { fileSource, userConfigSource } = await import("@client-secrets/file")
  const folder = mkdtempSync(join(tmpdir(), "pollution-"))
  const path = join(folder, "client_secrets.json")
  writeFileSync(path, text)
  const empty = mkdtempSync(join(tmpdir(), "pollution-"))
  writeFileSync(join(empty, "credentials.json"), "not read")
  const open = mkdtempSync(join(tmpdir(), "pollution-"))
  writeFileSync(join(open, "client_secrets.json"), text, { mode: 0o666 })
  chmodSync(join(open, "client_secrets.json"), 0o666)
  const control = () => readFile(path)
  return [
    { name: "a path", run: () => fileSource(path).readSync() },
    { name: "a path, asynchronously", run: () => fileSource(path).read(), control },
    { name: "a folder", run: () => fileSource(folder).readSync() },
    { name: "a file that others can write", run: () => fileSource(open).readSync() },
    { name: "nothing, and why", run: () => hintAfter(fileSource(empty)) },
    {
      name: "a program's configuration that does not exist",
      run: () => userConfigSource("no-such-program").readSync(),
    },
  ]
}

function hintAfter(source: { readSync(): unknown; hint?(): string | undefined }): unknown {
  return [source.readSync(), source.hint?.()]
}

async function fetchOperations(): Promise<readonly Operation[]> {
  const { fetchSource } = await import("@client-secrets/fetch")
  const { vaultSource } = await import("@client-secrets/fetch/vault")
  // Not the runtime's `fetch`: what undici reads from a polluted prototype is not ours.
  const answer = (status: number, body: string, headers: Record<string, string> = {}) => ({
    fetch: async () => ({ status, headers: new Headers(headers), body: new Blob([body]).stream() }) as never,
  })
  const control = () => new Response(new Blob([text]).stream(), { headers: { a: "b" } }).text()
  const at = "https://store.example/client"
  const vault = (body: object, status = 200) =>
    vaultSource("https://vault.example", "apps/google", { token: "t", ...answer(status, JSON.stringify(body)) }).read()
  const requests: unknown[] = []
  const recording = async (url: string, init: object) => {
    requests.push([url, Object.keys(init).sort(), (init as { headers: unknown }).headers])
    return { status: 200, headers: new Headers(), body: new Blob([text]).stream() } as never
  }
  return [
    { name: "a document", run: () => fetchSource(at, answer(200, text)).read(), control },
    { name: "an ETag", run: () => fetchSource(at, answer(200, text, { etag: '"1"' })).read(), control },
    { name: "404", run: () => fetchSource(at, answer(404, "")).read(), control },
    { name: "403", run: () => fetchSource(at, answer(403, "")).read(), control },
    {
      name: "a redirect",
      run: () => fetchSource(at, answer(302, "", { location: "https://evil.example" })).read(),
      control,
    },
    {
      name: "extract",
      run: () =>
        fetchSource<{ x: string }>(at, { ...answer(200, JSON.stringify({ x: text })), extract: body => body.x }).read(),
      control,
    },
    { name: "Vault", run: () => vault({ data: { data: { web: members }, metadata: { version: 1 } } }), control },
    {
      name: "pairs of Vault",
      run: () => vault({ data: { data: { client_id: "a", client_secret: "b" }, metadata: { version: 1 } } }),
      control,
    },
    { name: "nothing in Vault", run: () => vault({ errors: [] }, 404), control },
    {
      name: "what is sent",
      run: async () => {
        requests.length = 0
        await fetchSource(at, { fetch: recording, headers: { authorization: "x" } }).read()
        return requests
      },
      control,
    },
  ]
}

async function awsOperations(): Promise<readonly Operation[]> {
  const { awsSecretsManagerSource } = await import("@client-secrets/aws-secrets-manager")
  const client = (answer: () => unknown) => ({ client: { send: async () => answer() } as never })
  const fails = (name: string) => () => {
    throw Object.assign(new Error("x"), { name })
  }
  const read =
    (answer: () => unknown, options: object = {}) =>
    () =>
      awsSecretsManagerSource("prod/google", { ...client(answer), ...options }).read()
  // Loads the SDK before anything is polluted.
  await read(() => ({ SecretString: text }))()
  return [
    { name: "a string", run: read(() => ({ SecretString: text, VersionId: "1" })) },
    { name: "bytes", run: read(() => ({ SecretBinary: new TextEncoder().encode(text) })) },
    { name: "pairs", run: read(() => ({ SecretString: '{"client_id":"a","client_secret":"b"}' })) },
    { name: "a field", run: read(() => ({ SecretString: JSON.stringify({ google: text }) }), { field: "google" }) },
    { name: "no value", run: read(() => ({})) },
    { name: "no such secret", run: read(fails("ResourceNotFoundException")) },
    { name: "no permission", run: read(fails("AccessDeniedException")) },
    { name: "a wrong option", run: () => awsSecretsManagerSource("prod/google", { timeout: "1" as never }) },
  ]
}

async function oauthOperations(): Promise<readonly Operation[]> {
  const { createFlow } = await import("@client-secrets/oauth")
  const { createSecret, parseClientSecrets } = await import("@client-secrets/core")
  const own = { ...members, auth_uri: "https://as.example/a", token_uri: "https://as.example/t" }
  const sent: unknown[] = []
  const answer = (status: number, body: object) => async (url: string | URL, init: RequestInit) => {
    sent.push([String(url), init.method, String(init.body), init.redirect])
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } })
  }
  const flowOf = (status = 200, body: object = { access_token: "A", token_type: "bearer", expires_in: 60 }) =>
    createFlow(parseClientSecrets({ web: own }), {
      scope: ["read"],
      redirectUri: own.redirect_uris[0]!,
      fetch: answer(status, body) as never,
    } as never)
  const refresh = async (status?: number, body?: object) => {
    sent.length = 0
    const old = {
      accessToken: createSecret("old"),
      refreshToken: createSecret("r"),
      tokenType: "bearer",
      scope: "read",
    }
    const tokens = await (flowOf(status, body) as { refresh(tokens: unknown): Promise<object> }).refresh(old)
    const { accessToken } = tokens as { accessToken: { reveal(): string } }
    return [
      sent,
      accessToken.reveal(),
      Object.keys(tokens)
        .filter(name => name !== "expiresAt")
        .sort(),
    ]
  }
  const control = () => new Response(new Blob([text]), { headers: { a: "b" } }).text()
  await refresh()
  return [
    {
      name: "an authorization URL",
      run: async () => {
        const request = await flowOf().authorizationRequest()
        const url = new URL((request as { url: string }).url)
        for (const name of ["state", "code_challenge", "nonce"])
          if (url.searchParams.has(name)) url.searchParams.set(name, "x")
        return [url.href, Object.keys(request).sort()]
      },
      control: () => crypto.subtle.digest("SHA-256", new Uint8Array(1)),
    },
    { name: "a refresh", run: () => refresh(), control },
    { name: "a refusal", run: () => refresh(400, { error: "invalid_grant" }), control },
    { name: "a failure", run: () => refresh(500, {}), control },
    { name: "a wrong option", run: () => createFlow(parseClientSecrets({ web: own }), { scope: 7 } as never) },
    { name: "a client without a secret", run: () => createFlow({} as never, { scope: [] } as never) },
  ]
}

async function codegenOperations(): Promise<readonly Operation[]> {
  const { findSecret, generate } = await import("@client-secrets/codegen")
  const broken = JSON.stringify({ web: { ...members, client_id: "" } })
  return [
    { name: "generate", run: () => generate(text) },
    {
      name: "generate for two environments",
      run: () =>
        generate([
          { content: text, environment: "dev", name: "google" },
          { content: text, environment: "prod", name: "google" },
        ] as never),
    },
    { name: "a broken file", run: () => generate(broken) },
    { name: "a search", run: () => findSecret(`x EXAMPLE_NOT_A_REAL y`, "EXAMPLE_NOT_A_REAL") },
  ]
}

async function cliOperations(): Promise<readonly Operation[]> {
  const url = new URL("../../cli/src/run-command-line.ts", import.meta.url).href
  const { runCommandLine } = (await import(url)) as {
    runCommandLine(words: readonly string[], surroundings: object): Promise<unknown>
  }
  const folder = mkdtempSync(join(tmpdir(), "pollution-"))
  writeFileSync(join(folder, "client_secrets.json"), text, { mode: 0o600 })
  const run =
    (...words: string[]) =>
    async () => {
      let output = ""
      const stream = { write: (chunk: string) => (output += chunk) }
      const surroundings = {
        folder,
        stdin: () => Readable.from([]),
        stdout: stream,
        stderr: stream,
        environment: {},
        stopSignal: () => new AbortController().signal,
      }
      const code = await runCommandLine(words, surroundings)
      return [code, output]
    }
  return [
    { name: "inspect", run: run("inspect", "client_secrets.json") },
    { name: "help", run: run("--help") },
    { name: "an unknown option", run: run("inspect", "--unknown") },
    { name: "a file that does not exist", run: run("inspect", "nowhere.json") },
  ]
}

export const suites: Readonly<Record<string, Suite>> = {
  core: { sources: ["core"], operations: coreOperations },
  env: { sources: ["env", "source-kit"], operations: envOperations },
  file: { sources: ["file", "source-kit"], operations: fileOperations },
  fetch: { sources: ["fetch", "source-kit"], operations: fetchOperations },
  "aws-secrets-manager": { sources: ["aws-secrets-manager", "source-kit"], operations: awsOperations },
  oauth: { sources: ["oauth"], operations: oauthOperations },
  codegen: { sources: ["codegen"], operations: codegenOperations },
  cli: { sources: ["cli"], operations: cliOperations },
}
