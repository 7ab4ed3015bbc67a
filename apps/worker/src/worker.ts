import {
  ClientSecretsError,
  createLoader,
  firstOf,
  type Loader,
  type Source,
  type WebClientSecrets,
} from "@client-secrets/core"
import { bindingSource, envSource } from "@client-secrets/env"
import { fetchSource } from "@client-secrets/fetch"

/** What wrangler.jsonc binds and `wrangler secret put` sets. None of it has to be there; on Deno nothing of it is. */
export interface Env {
  /** The client file as a secret. */
  readonly GOOGLE?: string
  /** A KV namespace that holds it under `google`. */
  readonly CLIENTS?: { get(key: string): Promise<string | null> }
  /** A secret of the Secrets Store that is the file. */
  readonly GOOGLE_SECRET?: { get(): Promise<string> }
  /** An address that answers with it, and what authorizes this Worker there. */
  readonly CONFIG_URL?: string
  readonly CONFIG_TOKEN?: string
}

interface Context {
  waitUntil(work: Promise<unknown>): void
}

/** Why a request gave up waiting. */
const tooLong = new Error("This request waited for 2 s.")

type ClientLoader = Loader<WebClientSecrets>

// One loader for all requests of this isolate. Making one reads nothing: outside of a request workerd would refuse it.
let loaders: Readonly<Record<string, ClientLoader>> | undefined

export default {
  async fetch(request: Request, env: Env, context?: Context): Promise<Response> {
    loaders ??= createLoaders(env)
    const place = new URL(request.url).pathname.slice(1) || "first"
    const loader = Object.hasOwn(loaders, place) ? loaders[place] : undefined
    if (loader === undefined) return Response.json({ places: Object.keys(loaders) }, { status: 404 })
    try {
      return Response.json(await useClient(loader, context))
    } catch (error) {
      // Its message holds no secret.
      if (ClientSecretsError.is(error))
        return Response.json({ code: error.code, message: error.message }, { status: 503 })
      if (error === tooLong) return Response.json({ code: "timeout" }, { status: 504 })
      throw error
    }
  },
}

function createLoaders(env: Env): Record<string, ClientLoader> {
  const variable = (name: "CONFIG_URL" | "CONFIG_TOKEN") => env[name] ?? envOfProcess()[name]
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
  const all = { ...sources, first: firstOf(...Object.values(sources)) }
  return Object.fromEntries(
    Object.entries(all).map(([place, source]) => [place, createLoader(source, { type: "web" })]),
  )
}

function envOfProcess(): Readonly<Record<string, string | undefined>> {
  return (globalThis as { process?: { env?: Record<string, string> } }).process?.env ?? {}
}

/** Shows whose client it is, and whether the token endpoint knows it; tells the loader if it does not. */
async function useClient(loader: ClientLoader, context: Context | undefined): Promise<object> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(tooLong), 2_000)
  const options = {
    // No request waits longer than it likes to, and none takes the others' read with it: that is handed to the platform.
    signal: patience.signal,
    ...(context && { waitUntil: (work: Promise<unknown>) => context.waitUntil(work) }),
  }
  try {
    const client = await loader.get(options)
    if (await isKnown(client)) return { client: client.clientId, isKnown: true }
    // It may have been rotated since it was read: that forces one new read, at most once a minute.
    loader.invalidate(client)
    const current = await loader.get(options)
    return { client: current.clientId, isKnown: await isKnown(current) }
  } finally {
    clearTimeout(timer)
  }
}

/** Asks for what is refused either way: RFC 6749 section 5.2 tells an unknown client from an unknown grant. */
async function isKnown({ clientId, clientSecret, tokenUri }: WebClientSecrets): Promise<boolean> {
  const response = await fetch(tokenUri, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: "none",
      client_id: clientId,
      client_secret: clientSecret.reveal(),
    }),
    redirect: "manual",
  })
  const { error } = (await response.json()) as { error?: string }
  return error === "invalid_grant"
}
