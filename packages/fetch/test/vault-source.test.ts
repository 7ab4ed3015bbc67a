import { findLeaks, freshSecret, printingRoutes } from "@client-secrets/conformance"
import { describeWithOpenBao } from "@client-secrets/conformance/openbao"
import { type ClientSecretsError, createLoader, type LoaderEvent, loadClientSecrets } from "@client-secrets/core"
import type { FetchFunction } from "@client-secrets/fetch"
import { type VaultSourceOptions, vaultSource } from "@client-secrets/fetch/vault"
import { expect, test } from "vitest"

// A real server of Vault's protocol; the same answers from a script, on every runtime, are in recipes.cases.ts.
describeWithOpenBao("vaultSource against OpenBao", bao => {
  const secret = freshSecret()
  const fileOf = (clientId: string) => ({
    web: {
      client_id: clientId,
      client_secret: secret,
      redirect_uris: ["https://app.example.com/callback"],
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    },
  })
  const sourceOf = (path: string, options: VaultSourceOptions = {}) =>
    vaultSource(bao().address, path, { token: bao().token, ...options })
  const put = (path: string, data: object, mount = "secret", namespace?: string) =>
    bao().ask("POST", `${mount}/data/${path}`, { data }, namespace)

  /** The result of a load: the client's id, or the error's code. */
  async function load(path: string, options?: VaultSourceOptions): Promise<string> {
    const source = sourceOf(path, options)
    try {
      const client = await loadClientSecrets(source)
      expect(client.clientSecret.reveal()).toBe(secret)
      return client.clientId
    } catch (error) {
      expect(findLeaks([secret, bao().token], { ...printingRoutes(error), ...printingRoutes(source) })).toEqual([])
      const { code, transient } = error as ClientSecretsError
      return transient ? `${code}, may pass` : code
    }
  }

  test("reads keys that make up the file, keys that are its members, and a key that holds the file", async () => {
    await put("apps/file", fileOf("file"))
    await put("apps/members", {
      ...fileOf("members").web,
      redirect_uris: "https://a.example.com https://b.example.com",
    })
    await put("apps/field", { "client_secrets.json": JSON.stringify(fileOf("field")), note: "x" })
    expect(await load("apps/file")).toBe("file")
    expect(await load("apps/members", { token: async () => bao().token })).toBe("members")
    expect(await load("apps/field", { field: "client_secrets.json" })).toBe("field")
    expect(await load("apps/field", { field: "another" })).toBe("invalid")
    await put("apps/people", { "Client ID": "people", clientSecret: secret, REDIRECT_URIS: "https://a.example.com" })
    expect(await load("apps/people")).toBe("people")
  })

  test("names a mount of KV version 1, and reads it with the option", async () => {
    await bao().ask("POST", "sys/mounts/old", { type: "kv", options: { version: "1" } })
    await bao().ask("POST", "old/apps/google", fileOf("old"))
    expect(await load("apps/google", { mount: "old" })).toBe("unsupported")
    expect(await load("apps/google", { mount: "old", kvVersion: 1 })).toBe("old")
    expect(await sourceOf("none", { mount: "old", kvVersion: 1 }).read()).toBeUndefined()
    await put("apps/google", fileOf("new"))
    expect(await load("apps/google", { kvVersion: 1 })).toBe("unsupported")
  })

  test("names a mount that does not exist, and one of another engine", async () => {
    expect(await load("x", { mount: "nowhere" })).toBe("unsupported")
    expect(await load("x", { mount: "cubbyhole" })).toBe("unsupported")
  })

  test("names a wrapped answer", async () => {
    await put("wrapped", fileOf("wrapped"))
    const wrap: FetchFunction = (url, init) =>
      fetch(url, { ...init, headers: { ...init.headers, "x-vault-wrap-ttl": "60s" } })
    expect(await load("wrapped", { fetch: wrap })).toBe("unsupported")
  })

  test("names a path that contains its mount or data/ if nothing is found", async () => {
    for (const path of ["data/apps/google", "secret/apps/google"]) {
      const failure = await loadClientSecrets(sourceOf(path)).catch(error => error)
      expect(failure.code).toBe("not_found")
      expect(failure.message).toMatch(/The path begins with /)
    }
  })

  test("reads at another mount, in a namespace, and a path that must be encoded", async () => {
    await bao().ask("POST", "sys/mounts/kv/apps", { type: "kv", options: { version: "2" } })
    await expect.poll(() => put("a%20b/c%3Fd", fileOf("mount"), "kv/apps").then(() => true)).toBe(true)
    expect(await load("a b/c?d", { mount: "kv/apps" })).toBe("mount")
    await bao().ask("POST", "sys/namespaces/team", {})
    await bao().ask("POST", "sys/mounts/secret", { type: "kv", options: { version: "2" } }, "team")
    await expect.poll(() => put("x", fileOf("namespace"), "secret", "team").then(() => true)).toBe(true)
    expect(await load("x", { namespace: "team" })).toBe("namespace")
    expect(await load("x")).toBe("not_found")
  })

  test("a loader sees a new version immediately after invalidate(); the old one is read by its number", async () => {
    await put("rotated", fileOf("first"))
    const loader = createLoader(sourceOf("rotated"))
    const events: LoaderEvent["type"][] = []
    const first = await loader.get()
    loader.subscribe(event => events.push(event.type))
    await put("rotated", fileOf("second"))
    expect((await loader.get()).clientId).toBe("first")
    loader.invalidate(first)
    expect((await loader.get()).clientId).toBe("second")
    expect(events).toEqual(["hit", "refresh", "rotated"])
    expect(await sourceOf("rotated").read()).toMatchObject({ version: "2" })
    expect(await load("rotated", { version: 1 })).toBe("first")
  })

  test("reports a deleted or destroyed version as revoked, and reads it once restored", async () => {
    await put("deleted", fileOf("deleted"))
    await bao().ask("DELETE", "secret/data/deleted")
    expect(await load("deleted")).toBe("revoked")
    await bao().ask("PUT", "secret/undelete/deleted", { versions: [1] })
    expect(await load("deleted")).toBe("deleted")
    await bao().ask("PUT", "secret/destroy/deleted", { versions: [1] })
    expect(await load("deleted")).toBe("revoked")
    await bao().ask("DELETE", "secret/metadata/deleted")
    expect(await load("deleted")).toBe("not_found")
  })

  test("finds nothing for a secret that never existed, and is denied without permission", async () => {
    await put("guarded", fileOf("guarded"))
    expect(await load("never")).toBe("not_found")
    expect(await load("guarded", { version: 9 })).toBe("not_found")
    expect(await load("guarded", { token: freshSecret() })).toBe("denied")
    expect(await loadClientSecrets(vaultSource(bao().address, "guarded")).catch(({ code }) => code)).toBe("denied")
    await bao().ask("PUT", "sys/policies/acl/other", { policy: 'path "secret/data/other" { capabilities = ["read"] }' })
    const created = await fetch(`${bao().address}/v1/auth/token/create`, {
      method: "POST",
      headers: { "x-vault-token": bao().token },
      body: JSON.stringify({ policies: ["other"] }),
    })
    const { auth } = (await created.json()) as { auth: { client_token: string } }
    expect(await load("guarded", { token: auth.client_token })).toBe("denied")
    expect(await load("other", { token: auth.client_token })).toBe("not_found")
    expect(await load("x", { token: auth.client_token, mount: "none" }), "no such mount").toBe("denied")
  })

  // This must be the last test: nothing can be read afterwards.
  test("reports a sealed server as transient", async () => {
    await put("sealed", fileOf("sealed"))
    await bao().ask("PUT", "sys/seal")
    expect(await load("sealed")).toBe("unavailable, may pass")
  })
})
