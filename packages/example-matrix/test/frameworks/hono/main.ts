// An application on Hono with the README's routes. Sessions are kept in memory; a cookie identifies one.
import { randomUUID } from "node:crypto"
import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { getCookie, setCookie } from "hono/cookie"
import { signIn } from "./example.ts"

const sessions = new Map<string, { user?: string | undefined }>()
const app = new Hono<{ Variables: { session: { user?: string | undefined } } }>()

app.use(async (context, next) => {
  const id = getCookie(context, "session") ?? randomUUID()
  const session = sessions.get(id) ?? {}
  sessions.set(id, session)
  setCookie(context, "session", id, { httpOnly: true, sameSite: "Lax" })
  context.set("session", session)
  await next()
})
app.route("/", signIn)
app.get("/", context => context.text(context.get("session").user ?? "nobody"))

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env["PORT"]) })
