import { ClientSecretsError, type Loader } from "@client-secrets/core"
import { type AuthorizationRequest, flowFromClientSecrets, pickRedirectUri } from "@client-secrets/oauth"
import { type Context, Hono } from "hono"
import { csrf } from "hono/csrf"
import { HTTPException } from "hono/http-exception"
import { secureHeaders } from "hono/secure-headers"
import { page, styles } from "./pages.ts"
import { createSealedCookie } from "./sealed-cookie.ts"

export interface AppOptions {
  /** Where the client file lives. */
  readonly loader: Loader
  /** What cookies are sealed with: 32 random bytes or more, as text. */
  readonly sessionKey: string
  /** Where users reach the application, where that is not what requests say: behind a proxy that ends TLS. */
  readonly origin?: string | undefined
}

/** Who is signed in. */
interface User {
  readonly sub: string
  readonly name: string
  readonly email?: string | undefined
}

const scope = "openid profile email"

/** The whole application: it keeps nothing, so that any number of instances can run anywhere. */
export function createApp({ loader, sessionKey, origin }: AppOptions): Hono {
  const flow = flowFromClientSecrets(loader, { scope })
  const originOf = (url: string) => origin ?? new URL(url).origin
  // Behind a proxy that ends TLS, requests say http.
  const isSecure = (context: Context) => originOf(context.req.url).startsWith("https:")
  const session = createSealedCookie<User>("session", sessionKey, 8 * 3600, isSecure)
  // One sign-in under way: gone with the first callback, whatever comes of it.
  const signIn = createSealedCookie<AuthorizationRequest>("sign-in", sessionKey, 600, isSecure)
  const app = new Hono()

  app.use(csrf({ origin: (from, context) => from === originOf(context.req.url) }))
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["data:"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: "no-referrer",
    }),
  )
  app.use(async (context, next) => {
    await next()
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store")
  })

  app.get("/style.css", context =>
    context.text(styles, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=3600" }),
  )

  app.get("/", async context => {
    const user = await session.read(context)
    return context.html(user === undefined ? page.signedOut() : page.signedIn(user))
  })

  app.post("/sign-in", async context => {
    const secrets = await loader.get()
    // What is not registered is said here, before the browser leaves for the provider's own error page.
    const redirectUri = pickRedirectUri(secrets, `${originOf(context.req.url)}/callback`)
    const request = await flow.authorizationRequest({ redirectUri })
    await signIn.write(context, request)
    return context.redirect(request.url, 303)
  })

  app.get("/callback", async context => {
    const request = await signIn.read(context)
    signIn.clear(context)
    if (request === undefined) return context.html(page.problem("No sign-in is under way in this browser."), 400)
    const { claims } = await flow.exchange(context.req.url, request)
    const { sub, name = sub, email } = claims!
    await session.write(context, { sub, name, email })
    return context.redirect("/", 303)
  })

  app.post("/sign-out", context => {
    session.clear(context)
    return context.redirect("/", 303)
  })

  app.onError((error, context) => {
    // A form of another site.
    if (error instanceof HTTPException) return context.html(page.problem("That is not allowed."), error.status)
    // An error of ours holds no secret, no code and no token; anyone else's might.
    if (!ClientSecretsError.is(error)) {
      console.error(`unexpected: ${error.name}`)
      return context.html(page.problem("Something went wrong."), 500)
    }
    // Of where the client file lies, visitors need not know.
    if (error.source !== undefined || error.attempts.length > 0) {
      console.error(error.message)
      return context.html(page.problem("Nobody can sign in now: the application does not get its settings."), 503)
    }
    if (error.provider?.error === "access_denied") return context.html(page.denied(), 403)
    return context.html(page.problem(error.message), error.transient ? 503 : 400)
  })
  app.notFound(context => context.html(page.problem("There is no such page."), 404))
  return app
}
