import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ClientSecretsError, createLoader, firstOf, loadClientSecrets, type Source } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { fileSource } from "@client-secrets/file"
import { serve } from "@hono/node-server"
import type { Hono } from "hono"
import { createApp } from "./app.ts"
import { startProvider } from "./start-provider.ts"

// For Node, Deno and Bun; workerd starts with worker.ts. The application is the same.

const { PORT = "3000", HOST = "127.0.0.1", SESSION_KEY, ORIGIN } = process.env

let app: Hono | undefined
const starting = new Response("starting", { status: 503 })

const port = await new Promise<number>(resolve => {
  serve({ fetch: request => app?.fetch(request) ?? starting, port: Number(PORT), hostname: HOST }, info =>
    resolve(info.port),
  )
})
const address = ORIGIN ?? `http://${HOST}:${port}`

app = createApp({
  loader: createLoader(await chooseSource()),
  // Without a key of its own, sessions end with the process.
  sessionKey: SESSION_KEY ?? randomBytes(32).toString("base64"),
  origin: ORIGIN,
})
console.log(`Open ${address}`)

/** The environment first, then client_secrets.json of the project; where there is neither, a provider of our own. */
async function chooseSource(): Promise<Source> {
  const source = firstOf(envSource(), fileSource())
  try {
    const { clientId } = await loadClientSecrets(source)
    console.log(`The client is ${clientId}.`)
    return source
  } catch (error) {
    if (!ClientSecretsError.is(error) || error.code !== "not_found") throw error
  }
  const { issuer, clientFile } = await startProvider(`${address}/callback`)
  const folder = mkdtempSync(join(tmpdir(), "client-secrets-web-"))
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit())
  const file = join(folder, "client_secrets.json")
  writeFileSync(file, clientFile, { mode: 0o600 })
  console.log(`There is no client file: a provider on this machine, ${issuer}, wrote ${file}.`)
  return fileSource(file)
}
