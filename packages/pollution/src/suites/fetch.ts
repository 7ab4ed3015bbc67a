import { load } from "../entries.ts"
import { members, text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const { fetchSource } = await load("@client-secrets/fetch", import("@client-secrets/fetch"))
  const { vaultSource } = await load("@client-secrets/fetch/vault", import("@client-secrets/fetch/vault"))
  const { googleSecretManagerSource } = await load(
    "@client-secrets/fetch/google-secret-manager",
    import("@client-secrets/fetch/google-secret-manager"),
  )
  const { azureKeyVaultSource } = await load(
    "@client-secrets/fetch/azure-key-vault",
    import("@client-secrets/fetch/azure-key-vault"),
  )
  const { cloudflareKvSource } = await load(
    "@client-secrets/fetch/cloudflare-kv",
    import("@client-secrets/fetch/cloudflare-kv"),
  )
  // Not the runtime's `fetch`: values that undici reads from a polluted prototype are not our concern.
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
  /** Answers in turn, and records the requests. */
  const inTurn = (...bodies: readonly object[]) => {
    const sent: unknown[] = []
    const left = [...bodies]
    const fetch = async (url: string, init: object) => {
      const { headers, redirect } = init as { headers: object; redirect: string }
      sent.push([url, Object.keys(init).sort(), headers, redirect])
      const body = new Blob([JSON.stringify(left.shift() ?? {})]).stream()
      return { status: 200, headers: new Headers({ "metadata-flavor": "Google" }), body } as never
    }
    return { sent, fetch }
  }
  const payload = { name: "n", payload: { data: btoa(text) } }
  const token = { access_token: "EXAMPLE_TOKEN", expires_in: 60 }
  const reading = (answers: readonly object[], source: (fetch: never) => { read(): Promise<unknown> }) => async () => {
    const { sent, fetch } = inTurn(...answers)
    return [await source(fetch as never).read(), sent]
  }
  const secret = "projects/p/secrets/s"
  const vaultName = "https://v.vault.azure.net/secrets/s"
  return [
    {
      name: "Google Secret Manager, with the machine's own token",
      run: reading([token, payload], fetch => googleSecretManagerSource(secret, { fetch })),
      control,
    },
    {
      name: "Google Secret Manager, with a token",
      run: reading([payload], fetch => googleSecretManagerSource(secret, { token: "t", fetch })),
      control,
    },
    {
      name: "Google Secret Manager, an answer that is not one",
      run: reading([{}], fetch => googleSecretManagerSource(secret, { token: "t", fetch })),
      control,
    },
    {
      name: "Azure Key Vault, with the machine's own token",
      run: reading([token, { value: text }], fetch => azureKeyVaultSource(vaultName, { fetch })),
      control,
    },
    {
      name: "Azure Key Vault, a token that is not one",
      run: reading([{}], fetch => azureKeyVaultSource(vaultName, { fetch })),
      control,
    },
    {
      name: "Azure Key Vault, with a token",
      run: reading([{ value: text, id: "1" }], fetch => azureKeyVaultSource(vaultName, { token: "t", fetch })),
      control,
    },
    {
      name: "Cloudflare KV",
      run: reading([{ web: members }], fetch => cloudflareKvSource("a", "n", "k", { token: "t", fetch })),
      control,
    },
    {
      name: "Cloudflare KV, a key that does not exist",
      run: () =>
        cloudflareKvSource("a", "n", "k", { token: "t", ...answer(404, '{"errors":[{"code":10009}]}') }).read(),
      control,
    },
    {
      name: "Cloudflare KV, a namespace that does not exist",
      run: () => cloudflareKvSource("a", "n", "k", { token: "t", ...answer(404, '{"errors":[{"code":1}]}') }).read(),
      control,
    },
    {
      name: "Vault of version 1",
      run: reading([{ data: { client_id: "a", client_secret: "b" } }], fetch =>
        vaultSource("https://vault.example", "apps/google", { token: "t", kvVersion: 1, fetch }),
      ),
      control,
    },
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

export const fetch: Suite = { sources: ["fetch", "source-kit", "recognize"], operations }
