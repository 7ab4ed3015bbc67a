import { runScenarios } from "@client-secrets/conformance/frames"
import { type FetchFunction, fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"

await runScenarios(["/packages/fetch/dist/"], secret => {
  const document = { web: { client_id: "a", client_secret: secret } }
  const answering = (status: number, body: unknown, headers: Record<string, string> = {}): FetchFunction => {
    const text = typeof body === "string" ? body : JSON.stringify(body)
    return async () => new Response(text, { status, headers })
  }
  const address = (fetch: FetchFunction, extract?: (body: never) => never) =>
    fetchSource("https://store.example/file", { fetch, extract, maxBytes: 2_000 })
  const google = (fetch: FetchFunction, field?: string) =>
    googleSecretManagerSource("projects/p/secrets/s", { token: "t", fetch, field })
  const vault = (fetch: FetchFunction, more: object = {}) =>
    vaultSource("https://vault.example", "apps/google", { token: "t", fetch, ...more })
  const azure = (fetch: FetchFunction, field?: string) =>
    azureKeyVaultSource("https://example.vault.azure.net/secrets/s", { token: "t", fetch, field })
  const cloudflare = (fetch: FetchFunction, field?: string) =>
    cloudflareKvSource("a", "n", "k", { token: "t", fetch, field })
  const broken = () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(secret))
        setTimeout(() => controller.error(new Error("reset")), 1)
      },
    })
    return new Response(body)
  }
  const scenarios = {
    "an address: refused": () => address(answering(403, document)).read(),
    "an address: too much": () => address(answering(200, secret.repeat(200))).read(),
    "an address: broken off": () => address(async () => broken()).read(),
    "an address: extract that throws": () =>
      address(answering(200, document), () => {
        throw new Error("x")
      }).read(),
    "an address: extract of what is not JSON": () => address(answering(200, `${secret} {`), body => body).read(),
    "an address: extract that returns a number": () => address(answering(200, document), () => 7 as never).read(),
    "Google: not base64": () => google(answering(200, { payload: { data: `${secret}!` } })).read(),
    "Google: another answer": () => google(answering(200, document)).read(),
    "Google: a wrong checksum": () =>
      google(answering(200, { payload: { data: btoa(secret), dataCrc32c: "1" }, note: secret })).read(),
    "Google: a disabled version": () =>
      google(answering(400, { error: { status: "FAILED_PRECONDITION", message: secret } })).read(),
    "Google: no such field": () =>
      google(answering(200, { payload: { data: btoa(JSON.stringify(document)) } }), "none").read(),
    "Google: a field of something that is not an object": () =>
      google(answering(200, { payload: { data: btoa(secret) } }), "none").read(),
    "Vault: not an answer of version 2": () => vault(answering(200, { data: document })).read(),
    "Vault: not JSON": () => vault(answering(200, `${secret} {`)).read(),
    "Vault: wrapped": () => vault(answering(200, { data: document, wrap_info: { token: secret } })).read(),
    "Vault: deleted": () => vault(answering(404, { data: { data: document, metadata: { version: 1 } } })).read(),
    "Vault: no such mount": () => vault(answering(404, { errors: [secret] })).read(),
    "Vault: no such field": () =>
      vault(answering(200, { data: { data: document, metadata: {} } }), { field: "none" }).read(),
    "Vault: a field that is a number": () =>
      vault(answering(200, { data: { data: { google: 7, other: secret }, metadata: {} } }), { field: "google" }).read(),
    "Vault 1: no such field": () => vault(answering(200, { data: document }), { kvVersion: 1, field: "none" }).read(),
    "Azure: no value": () => azure(answering(200, document)).read(),
    "Azure: no such field": () => azure(answering(200, { value: JSON.stringify(document) }), "none").read(),
    "Cloudflare: no such field": () => cloudflare(answering(200, document), "none").read(),
    "Cloudflare: no such namespace": () =>
      cloudflare(answering(404, { errors: [{ code: 1, message: secret }] })).read(),
  }
  // What a constructor refuses: the token, the headers and the address were passed to it.
  const token = secret
  const mistake = { token, timeout: "x" as never }
  const headers = { authorization: `Bearer ${secret}` }
  const refused = {
    "an address: headers, and a wrong option": () => fetchSource("https://a.example", { headers, maxBytes: -1 }),
    "an address: headers that are a Promise": () =>
      fetchSource("https://a.example", { headers: Object.assign(Promise.resolve(), headers) as never }),
    "an address: with a password": () => fetchSource(`https://a:${secret}@a.example`),
    "an address: the document in its place": () => fetchSource(document as never),
    "Google: a wrong option": () => googleSecretManagerSource("projects/p/secrets/s", mistake),
    "Google: a token in place of the name": () => googleSecretManagerSource(secret),
    "Vault: a wrong option": () => vaultSource("https://vault.example", "a", mistake),
    "Vault: a token that is wrapped": () => vaultSource("https://vault.example", "a", { token: { token } as never }),
    "Vault: a token in place of the options": () => vaultSource("https://vault.example", "a", secret as never),
    "Azure: a wrong option": () => azureKeyVaultSource("https://example.vault.azure.net/secrets/s", mistake),
    "Cloudflare: a wrong option": () => cloudflareKvSource("a", "n", "k", mistake),
    "Cloudflare: no key": () => cloudflareKvSource("a", "n", "", { token }),
  }
  return { ...scenarios, ...refused }
})
