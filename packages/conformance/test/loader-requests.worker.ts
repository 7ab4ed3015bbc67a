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

interface Watched {
  readonly loader: Loader
  readonly reads: () => number
  /** Makes the loader believe that so much time has passed: no test waits for it, and none is too late on a busy machine. */
  readonly age: (milliseconds: number) => void
}

const loaders = new Map<string, Watched>()

// Created outside a request, where workerd refuses everything that a loader must not do there.
for (const name of ["abandoned", "kept", "shared", "disconnected", "disposed", "stale"]) {
  let [reads, passed] = [0, 0]
  const source: Source = {
    name,
    async read() {
      reads++
      // Bound to the request that started it, like a fetch.
      await new Promise(resolve => setTimeout(resolve, 300))
      return { content: document }
    },
  }
  const clock = {
    now: () => Date.now() + passed,
    sleep(milliseconds: number, wake: () => void) {
      const timer = setTimeout(wake, milliseconds)
      return () => clearTimeout(timer)
    },
  }
  // Only what was abandoned has to time out.
  const limits = name === "abandoned" ? { attemptTimeout: 1_500, timeout: 2_000 } : {}
  const loader = createLoader(source, { clock, ...limits })
  const age = (milliseconds: number) => {
    passed += milliseconds
  }
  loaders.set(name, { loader, reads: () => reads, age })
}

/** `/NAME/begin`, `/NAME/keep`, `/NAME/get`, `/NAME/get-keep`, `/NAME/age`, `/NAME/dispose`. */
export default {
  async fetch(request: Request, _: unknown, context: ExecutionContext): Promise<Response> {
    const [, name = "", action] = new URL(request.url).pathname.split("/")
    const { loader, reads, age } = loaders.get(name)!
    const waitUntil = (promise: Promise<unknown>) => context.waitUntil(promise)
    let outcome: string
    try {
      if (action === "begin") loader.get().catch(() => {})
      if (action === "keep") loader.get({ waitUntil }).catch(() => {})
      if (action === "get") await loader.get()
      if (action === "get-keep") await loader.get({ waitUntil })
      // Older than the `ttl` of five minutes, and within the minute after it.
      if (action === "age") age(330_000)
      if (action === "dispose") loader.dispose()
      outcome = "done"
    } catch (error) {
      outcome = ClientSecretsError.is(error) ? error.code : String(error)
    }
    return Response.json({ outcome, reads: reads() })
  },
}
