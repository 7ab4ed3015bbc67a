import type { IncomingMessage, ServerResponse } from "node:http"
import { html } from "hono/html"
import type Provider from "oidc-provider"
import { layout as pageLayout, styles } from "./pages.ts"

type Html = ReturnType<typeof html>

/** The sign-in and consent pages of the provider; false where the request is for the provider itself. */
export async function answerInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [, uid, action] = /^\/interaction\/([\w-]+)(?:\/(sign-in|allow|deny))?$/.exec(request.url ?? "") ?? []
  if (uid === undefined) return false
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response)
  const client = await provider.Client.find(String(params["client_id"]))
  const name = client?.clientName ?? "An application"
  if (request.method !== "POST" || action === undefined) {
    const scopes = String(params["scope"]).split(" ")
    await send(response, prompt.name === "login" ? signInPage(uid, name) : consentPage(uid, name, scopes))
    return true
  }
  const form = await readForm(request)
  if (action === "deny") {
    await provider.interactionFinished(request, response, {
      error: "access_denied",
      error_description: "The user said no.",
    })
  } else if (action === "sign-in") {
    const accountId = form.get("name")?.trim().slice(0, 60) || "Ada Lovelace"
    await provider.interactionFinished(request, response, { login: { accountId } })
  } else {
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
    const grant = known ?? new provider.Grant({ accountId: session!.accountId, clientId: String(params["client_id"]) })
    grant.addOIDCScope(String(params["scope"]))
    await provider.interactionFinished(
      request,
      response,
      { consent: { grantId: await grant.save() } },
      { mergeWithLastSubmission: true },
    )
  }
  return true
}

function signInPage(uid: string, client: string): Html {
  return layout(
    "Who are you?",
    html`<p>This is a provider on your own machine, made for trying out <strong>${client}</strong>. Any name will do.</p>
      <form method="post" action="/interaction/${uid}/sign-in">
        <label for="name">Your name</label>
        <input id="name" name="name" autocomplete="off" value="Ada Lovelace" />
        <p><button>Go on</button></p>
      </form>`,
  )
}

function consentPage(uid: string, client: string, scopes: readonly string[]): Html {
  const meaning: Record<string, string> = { openid: "who you are", profile: "your name", email: "your email address" }
  return layout(
    "Allow access?",
    html`<p><strong>${client}</strong> would like to know:</p>
      <ul>
        ${scopes.map(scope => html`<li>${meaning[scope] ?? scope}</li>`)}
      </ul>
      <form class="row" method="post">
        <button formaction="/interaction/${uid}/allow">Allow</button>
        <button class="second" formaction="/interaction/${uid}/deny">Deny</button>
      </form>`,
  )
}

// Another site than the application, though it looks like it.
const layout = (title: string, body: Html): Html =>
  pageLayout(
    title,
    body,
    html`<style>
      ${styles}
    </style>`,
  )

async function send(response: ServerResponse, page: Html): Promise<void> {
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }
  response.writeHead(200, headers).end(String(await page))
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ""
  for await (const chunk of request) {
    text += chunk
    if (text.length > 10_000) break
  }
  return new URLSearchParams(text)
}
