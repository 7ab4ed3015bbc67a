import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { serve } from "@hono/node-server"
import { ClientSecretsError, createLoader, envSource, fileSource, loadClientSecrets, type Source } from "client-secrets"
import type { Hono } from "hono"
import { createApp } from "./app.ts"
import { startProvider } from "./start-provider.ts"

// For Node, Deno and Bun; workerd starts with worker.ts. The application is the same.

const { PORT = "3000", HOST = "127.0.0.1", SESSION_KEY, ORIGIN } = process.env

/** A client file, and the page's name for its place. */
interface FoundClient {
  readonly source: Source
  readonly name: string
}

let app: Hono | undefined
const starting = new Response("starting", { status: 503 })

const port = await listen()
const address = ORIGIN ?? `http://${HOST}:${port}`
const { source, name } = await findClient()
app = createApp({
  loader: createLoader(source),
  // Without a key, sessions end with the process.
  sessionKey: SESSION_KEY ?? randomBytes(32).toString("base64"),
  origin: ORIGIN,
  // Only if nobody but the developer can open the pages.
  shownSource: ORIGIN === undefined && ["127.0.0.1", "localhost", "::1"].includes(HOST) ? name : undefined,
})
console.log(`Open ${address}`)

function listen(): Promise<number> {
  return new Promise(resolve => {
    const fetch = (request: Request) => app?.fetch(request) ?? starting.clone()
    const server = serve({ fetch, port: Number(PORT), hostname: HOST }, info => resolve(info.port))
    server.once("error", (error: { code?: string }) => {
      if (error.code === "EADDRINUSE")
        stop(
          `Port ${PORT} of ${HOST} is already in use.`,
          `Stop the other program, or choose another port: PORT=${Number(PORT) + 1} npm run web`,
        )
      stop(`The application cannot listen on port ${PORT} of ${HOST} (${error.code}).`, "Set PORT and HOST.")
    })
  })
}

/** The environment first, then client_secrets.json of the project; without either, a provider on this machine. */
async function findClient(): Promise<FoundClient> {
  for (const source of [envSource(), fileSource()]) {
    const clientId = await findClientId(source)
    if (clientId === undefined) continue
    console.log(`The client is ${clientId}.`)
    return { source, name: source.name }
  }
  const { issuer, clientFile } = await startProvider(`${address}/callback`)
  const folder = mkdtempSync(join(tmpdir(), "client-secrets-web-"))
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit())
  const file = join(folder, "client_secrets.json")
  writeFileSync(file, clientFile, { mode: 0o600 })
  console.log(`There is no client file, so a provider was started on this machine: ${issuer}. It wrote ${file}.`)
  return { source: fileSource(file), name: file }
}

/** Undefined if the source has no client. An invalid client file ends the program. */
async function findClientId(source: Source): Promise<string | undefined> {
  try {
    return (await loadClientSecrets(source)).clientId
  } catch (error) {
    if (!ClientSecretsError.is(error)) throw error
    if (error.code === "not_found") return undefined
    return stop(error.message, "Correct the client file, or move it away to try the application with its own provider.")
  }
}

/** Exits with a message and a next step, without a stack. */
function stop(problem: string, nextStep: string): never {
  console.error(`${problem}\n${nextStep}`)
  process.exit(1)
}
