import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { load } from "../entries.ts"
import { members } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

/** Without a prototype, since Node reads what its options inherit. */
function textOf(path: string): string {
  return readFileSync(path, Object.assign(Object.create(null), { encoding: "utf8" }) as { encoding: "utf8" })
}

async function operations(): Promise<readonly Operation[]> {
  const local = await load("@client-secrets/oauth/local", import("@client-secrets/oauth/local"))
  const { authenticate } = await load("@client-secrets/oauth/local-auth", import("@client-secrets/oauth/local-auth"))
  const { createSecret, parseClientSecrets } = await import("@client-secrets/core")
  const { authorizedUserTokenStore, beginSignIn, fileTokenStore, listAccounts, memoryTokenStore } = local
  const own = {
    ...members,
    auth_uri: "https://as.example/a",
    token_uri: "https://as.example/t",
    revoke_uri: "https://as.example/r",
    redirect_uris: ["http://127.0.0.1/cb"],
  }
  const secrets = parseClientSecrets({ installed: own })
  const key = { clientId: own.client_id, issuer: own.auth_uri, tokenUri: own.token_uri, account: "" }
  const tokens = (more: object = {}) => ({
    accessToken: createSecret("A"),
    tokenType: "bearer",
    scope: "read",
    expiresAt: 8e15,
    ...more,
  })
  const expired = () => tokens({ expiresAt: 1, refreshToken: createSecret("R") })
  const sent: unknown[] = []
  const fetch = async (url: string | URL, init: RequestInit) => {
    const form = new URLSearchParams(String(init.body ?? ""))
    for (const name of ["code_verifier"]) form.delete(name)
    sent.push([String(url), init.method, String(form), init.redirect])
    return new Response('{"access_token":"NEW","token_type":"bearer","expires_in":3600,"scope":"read"}', {
      headers: {},
    })
  }
  const lines: string[] = []
  const print = (line: string) => void lines.push(line.replace(/(state|code_challenge)=[\w-]+/g, "$1"))
  /** What was sent and printed since the last call. */
  const seen = () => [sent.splice(0), lines.splice(0)]
  const options = { scope: "read", fetch: fetch as never, print }
  const folder = () => mkdtempSync(join(tmpdir(), "pollution-"))
  const inFolder = async (work: (folder: string) => Promise<unknown>) => {
    const place = folder()
    try {
      return await work(place)
    } finally {
      rmSync(place, { recursive: true })
    }
  }
  const path = join(folder(), "credentials.json")
  writeFileSync(path, JSON.stringify({ installed: own }))
  const withStore = async (kept: object | undefined) => {
    const store = memoryTokenStore()
    if (kept !== undefined) await store.set(key, kept as never)
    return store
  }
  /** What a program uses of a session, without times. */
  const used = async (session: Awaited<ReturnType<typeof local.signIn>>) => [
    await session.accessToken(),
    session.tokens?.scope,
    Object.keys({ ...session.tokens }).sort(),
  ]
  const response = () => new Response(new Blob(["{}"]), { headers: { a: "b" } }).text()
  const files = () => readFile(path)
  const headless = (store: object, more: object = {}) => {
    let url = ""
    return local.signIn(secrets, {
      ...options,
      store: store as never,
      headless: true,
      print: (line: string) => {
        url ||= /https:\S+/.exec(line)?.[0] ?? ""
        print(line)
      },
      readLine: async () => {
        const { searchParams } = new URL(url)
        return `${searchParams.get("redirect_uri")}?code=c&state=${searchParams.get("state")}`
      },
      ...more,
    } as never)
  }
  await headless(await withStore(undefined))
  const all: readonly Operation[] = [
    {
      name: "a stored sign-in",
      run: async () => [
        await used(await local.signIn(secrets, { ...options, store: await withStore(tokens()) })),
        seen(),
      ],
    },
    {
      name: "a stored sign-in without an expiry",
      run: async () => {
        const { expiresAt: _, ...kept } = tokens()
        return [await used(await local.signIn(secrets, { ...options, store: await withStore(kept) })), seen()]
      },
    },
    {
      name: "a sign-in that is renewed",
      run: async () => [
        await used(await local.signIn(secrets, { ...options, store: await withStore(expired()) })),
        seen(),
      ],
      control: response,
    },
    {
      name: "no sign-in, and nobody to ask",
      run: async () => local.signIn(secrets, { ...options, store: await withStore(undefined), interactive: false }),
    },
    {
      name: "a sign-in without a browser",
      run: async () => {
        const store = memoryTokenStore()
        return [await used(await headless(store)), await store.list!(), seen()]
      },
      control: async () => [await response(), await crypto.subtle.digest("SHA-256", new Uint8Array(1))],
    },
    {
      name: "a sign-in that has begun already",
      run: async () => {
        const begun = await beginSignIn(secrets, { ...options, store: await withStore(tokens()) })
        return [begun.url, await used(await begun.authorization)]
      },
    },
    {
      name: "accounts",
      run: async () =>
        listAccounts(secrets, { store: await withStore(tokens({ claims: { email: "ada@example.com" } })) }),
    },
    {
      name: "signing out",
      run: async () => {
        const store = await withStore(tokens())
        await local.signOut(secrets, { ...options, store })
        return [await store.list!(), seen()]
      },
      control: response,
    },
    {
      name: "a session's own signing out",
      run: async () => {
        const store = await withStore(tokens())
        const session = await local.signIn(secrets, { ...options, store })
        await session.signOut({ revoke: false })
        return [await store.list!(), session.tokens, seen()]
      },
    },
    {
      name: "sign-ins in files",
      run: () =>
        inFolder(async place => {
          const store = fileTokenStore(join(place, "tokens"))
          await store.set(key, tokens() as never)
          const text = readdirSync(join(place, "tokens")).map(name => [name, textOf(join(place, "tokens", name))])
          const found = [await store.get(key), await store.list!(), text]
          await store.delete(key)
          return [found, await store.get(key)]
        }),
      control: files,
    },
    {
      name: "Google's own file",
      run: () =>
        inFolder(async place => {
          const file = join(place, "token.json")
          const store = authorizedUserTokenStore(file)
          await store.set(key, tokens() as never)
          return [await store.get(key), textOf(file), await store.delete(key), await store.get(key)]
        }),
      control: files,
    },
    {
      name: "where sign-ins are kept",
      run: () =>
        inFolder(async place => {
          process.env["XDG_STATE_HOME"] = place
          try {
            await headless(undefined as never, { store: undefined, app: "pollution" })
            return [readdirSync(place), readdirSync(join(place, "pollution")), seen()]
          } finally {
            delete process.env["XDG_STATE_HOME"]
          }
        }),
      control: async () => [await files(), await response()],
    },
    {
      name: "where sign-ins are kept, without a variable",
      run: () => listAccounts(secrets, { app: "no-such-program" }),
      control: files,
    },
    {
      name: "a client of google-auth-library",
      run: async () => {
        const client = await authenticate({ keyfilePath: path, scopes: "read", store: await withStore(tokens()) })
        return client.credentials
      },
      control: files,
    },
    { name: "a wrong option", run: () => local.signIn(secrets, { scope: "read", port: "x" as never }) },
    { name: "no browser for this", run: () => local.openBrowser("ftp://evil.example") },
  ]
  // Leftovers of an aborted run must not affect the next one.
  return all.map(operation => ({
    ...operation,
    run: () => {
      seen()
      return operation.run()
    },
  }))
}

export const local: Suite = { sources: ["oauth", "source-kit", "recognize"], operations }
