import { ClientSecretsError, createLoader, type Loader, type Source } from "@client-secrets/core"

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void
}

const document = JSON.stringify({
  web: {
    client_id: "conformance.apps.googleusercontent.com",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
})

const loaders = new Map<string, { loader: Loader; reads: () => number }>()

// Made where no request is: what a loader must not do there, workerd refuses.
for (const name of ["abandoned", "kept", "shared", "disconnected", "disposed", "stale"]) {
  let reads = 0
  const source: Source = {
    name,
    async read() {
      reads++
      // Bound to the request that began it, like a fetch.
      await new Promise(resolve => setTimeout(resolve, 300))
      return { content: document }
    },
  }
  const ttl = name === "stale" ? 400 : 300_000
  const loader = createLoader(source, { ttl, attemptTimeout: 1_000, timeout: 1_500 })
  loaders.set(name, { loader, reads: () => reads })
}

/** `/NAME/begin`, `/NAME/keep`, `/NAME/get`, `/NAME/get-keep`, `/NAME/dispose`. */
export default {
  async fetch(request: Request, _: unknown, context: ExecutionContext): Promise<Response> {
    const [, name = "", action] = new URL(request.url).pathname.split("/")
    const { loader, reads } = loaders.get(name)!
    const waitUntil = (promise: Promise<unknown>) => context.waitUntil(promise)
    const started = Date.now()
    let outcome: string
    try {
      if (action === "begin") loader.get().catch(() => {})
      if (action === "keep") loader.get({ waitUntil }).catch(() => {})
      if (action === "get") await loader.get()
      if (action === "get-keep") await loader.get({ waitUntil })
      if (action === "dispose") loader.dispose()
      outcome = "done"
    } catch (error) {
      outcome = ClientSecretsError.is(error) ? error.code : String(error)
    }
    return Response.json({ outcome, reads: reads(), took: Date.now() - started })
  },
}
