import { mkdtempSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { load } from "../entries.ts"
import { members, text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const { bindingSource, envSource } = await load("@client-secrets/env", import("@client-secrets/env"))
  const { dotenvSource } = await load("@client-secrets/env/dotenv", import("@client-secrets/env/dotenv"))
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
    { name: "a hint about nothing", run: () => envSource({ env: { AUTH_GOOGLE_ID: "x" } }).absence?.() },
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
    { name: "a binding without a value", run: () => bindingSource({ get: async () => null }, "k").read() },
  ]
}

export const env: Suite = { sources: ["env", "source-kit", "recognize"], operations }
