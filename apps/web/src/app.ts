import { type AnyClientSecrets, ClientSecretsError, type Loader } from "client-secrets"
import { type AuthorizationRequest, createFlow, pickRedirectUri } from "client-secrets/oauth"
import { type Context, Hono } from "hono"
import { csrf } from "hono/csrf"
import { HTTPException } from "hono/http-exception"
import { secureHeaders } from "hono/secure-headers"
import { page, styles } from "./pages.ts"
import { createSealedCookie } from "./sealed-cookie.ts"

export interface AppOptions {
  /** Reads the client file. */
  readonly loader: Loader
  /** Encrypts cookies: 32 random characters or more. */
  readonly sessionKey: string
  /** The address at which users reach the application, if requests contain another one: behind a proxy that ends TLS. */
  readonly origin?: string | undefined
  /** The path of the client file, for the developer: if set, pages opened on this machine show the client. */
  readonly shownSource?: string | undefined
}

/** The signed-in user. */
interface User {
  readonly sub: string
  readonly name: string
  readonly email?: string | undefined
}

const scope = "openid profile email"

/** The whole application. It stores nothing, so that any number of instances can run anywhere. */
export function createApp({ loader, sessionKey, origin, shownSource }: AppOptions): Hono {
  const flow = createFlow(loader, { scope })
  const originOf = (context: Context) => origin ?? new URL(context.req.url).origin
  // Behind a proxy that ends TLS, requests say http.
  const isSecure = (context: Context) => originOf(context).startsWith("https:")
  // A request with a foreign Host header gets no information about the client.
  const isDevelopers = (context: Context) => shownSource !== undefined && isThisMachine(context.req.url)
  const session = createSealedCookie<User>("session", sessionKey, 8 * 3600, isSecure)
  // One cookie for each sign-in in progress, so that two tabs do not disturb each other.
  const signIn = createSealedCookie<AuthorizationRequest>("sign-in", sessionKey, 600, isSecure)
  const app = new Hono()

  app.use(csrf({ origin: (from, context) => from === originOf(context) }))
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
    const client = isDevelopers(context) ? page.client(await loader.get(), shownSource!, originOf(context)) : undefined
    return context.html(user === undefined ? page.signedOut(client) : page.signedIn(user, client))
  })

  app.post("/sign-in", async context => {
    const secrets = await loader.get()
    // An address that is not registered is reported here, before the browser leaves for the provider's own error page.
    const redirectUri = pickRedirectUri(secrets, `${originOf(context)}/callback`)
    const { another } = await context.req.parseBody()
    const request = await flow.authorizationRequest({
      redirectUri,
      ...(another !== undefined && { prompt: promptForAnotherUser(secrets) }),
    })
    await signIn.write(context, request, idOf(request.state))
    return context.redirect(request.url, 303)
  })

  app.get("/callback", async context => {
    const id = idOf(context.req.query("state") ?? "")
    const request = await signIn.read(context, id)
    // A callback is accepted once, whatever its result.
    signIn.clear(context, id)
    if (request === undefined) return context.html(page.noSignIn(), 400)
    const { claims } = await flow.exchange(context.req.url, request)
    const { sub, name = sub, email } = claims!
    await session.write(context, { sub, name, email })
    return context.redirect("/", 303)
  })

  app.post("/sign-out", context => {
    session.clear(context)
    return context.redirect("/", 303)
  })

  app.onError(async (error, context) => {
    // A form of another site.
    if (error instanceof HTTPException) return context.html(page.problem("That is not allowed."), error.status)
    // An error of client-secrets contains no secret, no code and no token. Other errors might.
    if (!ClientSecretsError.is(error)) {
      console.error(`unexpected: ${error.name}`)
      return context.html(page.problem("Something went wrong. Please try again later."), 500)
    }
    if (error.provider?.error === "access_denied") return context.html(page.denied(), 403)
    console.error(error.message)
    if (error.code === "redirect_uri_mismatch") {
      const address = isDevelopers(context) ? await registeredOrigin(loader) : undefined
      return context.html(page.wrongAddress(originOf(context), address), 400)
    }
    if (error.code === "untrusted_response" || error.code === "rejected") return context.html(page.failed(), 400)
    return context.html(page.problem("Sign-in is temporarily unavailable. Please try again later."), 503)
  })
  app.notFound(context => context.html(page.problem("There is no such page."), 404))
  return app
}

/** Part of the name of a cookie. A state is long and random, so a part of it identifies the sign-in. */
function idOf(state: string): string {
  return state.replace(/[^\w-]/g, "").slice(0, 16)
}

/** Google has a page to choose an account; others are asked to sign the user in again (OpenID Connect Core section 3.1.2.1). */
function promptForAnotherUser({ authUri = "" }: AnyClientSecrets): string {
  return authUri.startsWith("https://accounts.google.com/") ? "select_account" : "login"
}

function isThisMachine(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname)
}

/** The address at which the application works, if the client file has one on this machine. */
async function registeredOrigin(loader: Loader): Promise<string | undefined> {
  const { redirectUris = [] } = await loader.get()
  const uri = redirectUris.find(uri => URL.canParse(uri) && isThisMachine(uri))
  return uri === undefined ? undefined : new URL(uri).origin
}
