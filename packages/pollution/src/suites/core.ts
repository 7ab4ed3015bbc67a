import { load } from "../entries.ts"
import { members, text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

/** `show` reads own properties, which do not include the extra members. */
function same(client: object): object {
  return { ...client, extra: undefined }
}

async function operations(): Promise<readonly Operation[]> {
  const core = await load("@client-secrets/core", import("@client-secrets/core"))
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
  const { auth_uri: _, token_uri: __, ...bare } = members
  const syncSource = { name: "a source", read: async () => ({ content: text }), readSync: () => ({ content: text }) }
  const warningsOf = (document: object) => {
    const warnings: unknown[] = []
    core.parseClientSecrets(document as never, { onWarning: warning => warnings.push(warning) })
    return warnings
  }
  const publicClient = { type: "web", clientId: members.client_id, redirectUris: members.redirect_uris } as const
  const whole = { ...publicClient, authUri: members.auth_uri, tokenUri: members.token_uri }
  return [
    { name: "parse a string", run: () => same(core.parseClientSecrets(text)) },
    { name: "parse an object", run: () => same(core.parseClientSecrets({ web: members })) },
    { name: "parse bytes", run: () => same(core.parseClientSecrets(new TextEncoder().encode(text))) },
    {
      name: "parse without a secret",
      run: () =>
        same(
          core.parseClientSecrets(JSON.stringify({ web: { ...members, client_secret: undefined } }), {
            optional: ["client_secret"],
          }),
        ),
    },
    { name: "issues of a broken file", run: () => issuesOf(broken) },
    { name: "issues of a truncated string", run: () => issuesOf("{") },
    { name: "issues of nothing", run: () => issuesOf({}) },
    {
      name: "plain http endpoints are refused",
      run: () => issuesOf({ web: { ...members, token_uri: "http://evil.example/t" } }),
    },
    { name: "the schema", run: () => core.clientSecretsSchema["~standard"].validate({ web: members }) },
    { name: "the schema, of a broken file", run: () => core.clientSecretsSchema["~standard"].validate(broken) },
    { name: "explanations", run: () => core.issueExplanations() },
    { name: "an error of a source", run: () => new core.SourceError("denied", "advice") },
    {
      name: "an error of ours",
      run: () => {
        const error = new core.ClientSecretsError("invalid", "message")
        return [error, core.ClientSecretsError.is(error), core.ClientSecretsError.is({})]
      },
    },
    {
      name: "Google's endpoints, filled in",
      run: () => same(core.parseClientSecrets({ web: bare }, { endpoints: core.googleEndpoints })),
    },
    {
      name: "extra members",
      run: () => core.parseClientSecrets({ web: { ...members, surplus: [1] } }).extra.get("surplus"),
    },
    {
      name: "two secrets",
      run: () => [core.createSecret("EXAMPLE").equals(core.createSecret("EXAMPLE")), core.createSecret("EXAMPLE")],
    },
    { name: "load synchronously", run: () => same(core.loadClientSecretsSync(syncSource)) },
    { name: "warnings", run: () => warningsOf({ web: { ...members, redirect_urls: [] } }) },
    { name: "back to JSON", run: () => core.toClientSecretsJson(core.parseClientSecrets(text)) },
    { name: "load content", run: async () => same(await core.loadClientSecrets(source(() => ({ content: text })))) },
    { name: "load members", run: async () => same(await core.loadClientSecrets(source(() => ({ members })))) },
    { name: "load nothing", run: () => core.loadClientSecrets(source(() => undefined)) },
    { name: "load something that is not a document", run: () => core.loadClientSecrets(source(() => ({}))) },
    { name: "load a failure with a status", run: () => core.loadClientSecrets(fails({ status: 403 })) },
    { name: "load an error", run: () => core.loadClientSecrets(fails(new Error("x"))) },
    {
      name: "a chain",
      run: async () =>
        same(
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
        same(
          await core.loadClientSecrets(
            core.secretSource(
              whole,
              source(() => ({ members: { client_secret: "EXAMPLE" } })),
            ),
          ),
        ),
    },
    { name: "a loader", run: async () => same(await core.createLoader(source(() => ({ content: text }))).get()) },
    { name: "a loader that fails", run: () => core.createLoader(fails({ status: 403 }), { retries: 0 }).get() },
    {
      name: "a loader that is told of a refused secret, and watched",
      run: async () => {
        const loader = core.createLoader(source(() => ({ content: text, version: "1" })))
        const events: unknown[] = []
        loader.subscribe(({ type, source, code }) => events.push([type, source, code]))
        loader.invalidate(await loader.get())
        await loader.get()
        const { age: _, ...status } = loader.status()
        return [events, status, loader.peek() !== undefined, loader.dispose(), loader.status().state]
      },
    },
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

export const core: Suite = { sources: ["core", "recognize"], operations }
