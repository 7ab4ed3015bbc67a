import { createLoader, envSource } from "client-secrets"
import type { Hono } from "hono"
import { createApp } from "./app.ts"

interface Bindings {
  /** The whole file, or other variables that `envSource` reads. */
  readonly GOOGLE_CLIENT_SECRETS?: string
  readonly SESSION_KEY: string
  readonly ORIGIN?: string
}

let app: Hono | undefined

export default {
  fetch(request: Request, env: Bindings): Response | Promise<Response> {
    app ??= createApp({
      loader: createLoader(envSource({ env: { ...env } })),
      sessionKey: env.SESSION_KEY,
      origin: env.ORIGIN,
    })
    return app.fetch(request)
  },
}
