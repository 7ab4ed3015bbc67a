import {
  bindingSource,
  ClientSecretsError,
  createLoader,
  envSource,
  firstOf,
  type Loader,
  type Source,
  type WebClientSecrets,
} from "client-secrets"
import { fetchSource } from "client-secrets/fetch"
import { type ClientCheck, createClientCheck } from "./client-check.ts"

/** The bindings of wrangler.jsonc and the secrets of `wrangler secret put`. Each is optional; on Deno none of them exists. */
export interface Env {
  /** The client file as a secret. */
  readonly GOOGLE?: string
  /** A KV namespace that contains it under `google`. */
  readonly CLIENTS?: { get(key: string): Promise<string | null> }
  /** A secret of the Secrets Store that is the file. */
  readonly GOOGLE_SECRET?: { get(): Promise<string> }
  /** An address that returns it, and the authorization of this Worker there. */
  readonly CONFIG_URL?: string
  readonly CONFIG_TOKEN?: string
  /** For how many seconds a result of the token endpoint is valid. @default "60" */
  readonly CHECK_SECONDS?: string
}

interface Context {
  waitUntil(work: Promise<unknown>): void
}

/** The reason for which a request stopped waiting. */
const tooLong = new Error("This request waited for 2 s.")

/** A place where the client may be: its loader, and the check with the token endpoint. */
interface Place {
  readonly google: Loader<WebClientSecrets>
  readonly isKnown: ClientCheck
}

// One loader for all requests of this isolate. Creating one reads nothing: outside of a request workerd would refuse it.
let places: Readonly<Record<string, Place>> | undefined

export default {
  async fetch(request: Request, env: Env, context?: Context): Promise<Response> {
    places ??= createPlaces(env)
    const name = new URL(request.url).pathname.slice(1) || "first"
    const place = Object.hasOwn(places, name) ? places[name] : undefined
    if (place === undefined) return Response.json({ places: Object.keys(places) }, { status: 404 })
    try {
      return Response.json(await useClient(place, context))
    } catch (error) {
      return answerTo(error)
    }
  },
}

/** A visitor sees only the code. The message, which names the store's address, is for the Worker's own log. */
function answerTo(error: unknown): Response {
  if (error === tooLong) return Response.json({ code: "timeout" }, { status: 504 })
  if (!ClientSecretsError.is(error)) throw error
  console.error(error.message)
  return Response.json({ code: error.code }, { status: 503 })
}

function createPlaces(env: Env): Record<string, Place> {
  const variable = (name: "CONFIG_URL" | "CONFIG_TOKEN" | "CHECK_SECONDS") => env[name] ?? envOfProcess()[name]
  const url = variable("CONFIG_URL")
  const sources: Record<string, Source> = {
    secret: bindingSource(() => env.GOOGLE),
    kv: bindingSource(() => env.CLIENTS, "google"),
    "secrets-store": bindingSource(() => env.GOOGLE_SECRET),
    // On Deno and at Vercel: GOOGLE_CLIENT_SECRETS.
    environment: envSource(),
    ...(url && {
      fetch: fetchSource(url, { headers: () => ({ authorization: `Bearer ${variable("CONFIG_TOKEN")}` }) }),
    }),
  }
  const lifetime = Number(variable("CHECK_SECONDS") ?? 60) * 1000
  const all = { ...sources, first: firstOf(...Object.values(sources)) }
  return Object.fromEntries(
    Object.entries(all).map(([name, source]) => [
      name,
      { google: createLoader(source, { type: "web" }), isKnown: createClientCheck(lifetime) },
    ]),
  )
}

function envOfProcess(): Readonly<Record<string, string | undefined>> {
  return (globalThis as { process?: { env?: Record<string, string> } }).process?.env ?? {}
}

/** Shows whose client it is, and whether the token endpoint accepts it; otherwise tells the loader. */
async function useClient({ google, isKnown }: Place, context: Context | undefined): Promise<object> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(tooLong), 2_000)
  const options = {
    // No request waits longer than this, and none aborts the read for others: it is passed to the platform.
    signal: patience.signal,
    ...(context && { waitUntil: (work: Promise<unknown>) => context.waitUntil(work) }),
  }
  try {
    const client = await google.get(options)
    const known = await isKnown(client)
    if (known !== false) return { client: client.clientId, isKnown: known }
    // It may have been rotated since it was read: this forces one new read, at most once a minute.
    google.invalidate(client)
    const current = await google.get(options)
    return { client: current.clientId, isKnown: await isKnown(current) }
  } finally {
    clearTimeout(timer)
  }
}
