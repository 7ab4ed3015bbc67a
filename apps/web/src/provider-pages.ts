import type { IncomingMessage, ServerResponse } from "node:http"
import { html, raw } from "hono/html"
import type Provider from "oidc-provider"

type Html = ReturnType<typeof html>

/** The sign-in and consent pages of the provider; false if the request is for the provider itself. */
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
      error_description: "The user declined.",
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
    html`<p><strong>${client}</strong> asks you to sign in. Any name will do.</p>
      <form method="post" action="/interaction/${uid}/sign-in">
        <label for="name">Your name</label>
        <input id="name" name="name" autocomplete="off" value="Ada Lovelace" />
        <p><button>Continue</button></p>
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

/** Another site than the application, so it looks different. */
function layout(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(styles)}
        </style>
      </head>
      <body>
        <header>Test provider on this machine</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`
}

const styles = `
:root { color-scheme: light; --text: #22301f; --card: #fff; --page: #e7efe2; --action: #2c6a2f }
body { margin: 0; background: var(--page); color: var(--text); font: 1.05rem/1.6 Georgia, "Times New Roman", serif }
header { padding: .8rem 1.5rem; background: var(--action); color: #fff; font-weight: bold }
main { max-width: 26rem; margin: 8vh auto; padding: 1.5rem 2rem 2rem; background: var(--card); border-radius: 1rem; box-shadow: 0 .2rem 1.5rem #0002 }
h1 { font-size: 1.6rem; line-height: 1.2; margin-top: .5rem }
label { display: block; margin: 1rem 0 .3rem }
input { font: inherit; padding: .5rem .7rem; width: 100%; box-sizing: border-box; border: 1px solid #6d7a69; border-radius: 2rem }
button { font: inherit; padding: .5rem 1.4rem; border: 0; border-radius: 2rem; background: var(--action); color: #fff; cursor: pointer }
button.second { background: transparent; color: var(--action); box-shadow: inset 0 0 0 1px }
form.row { display: flex; gap: .8rem; margin-top: 1.5rem }
:focus-visible { outline: 3px solid var(--action); outline-offset: 3px }
`

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
