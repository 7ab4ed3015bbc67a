import type { AnyClientSecrets } from "client-secrets"
import { html } from "hono/html"

type Html = ReturnType<typeof html>

const signInButton = html`<form method="post" action="/sign-in"><button>Sign in</button></form>`
const anotherButton = html`<form method="post" action="/sign-in">
  <input type="hidden" name="another" value="1" /><button class="second">Use another account</button>
</form>`

/** The pages for users. `html` escapes everything that comes from outside. */
export const page = {
  signedOut: (client?: Html): Html =>
    layout(
      "Welcome",
      html`<p>You are not signed in.</p>
        <div class="row">${signInButton} ${anotherButton}</div>
        ${client ?? ""}`,
    ),
  signedIn: ({ name, email }: { name: string; email?: string | undefined }, client?: Html): Html =>
    layout(
      `Hello, ${name}`,
      html`<p>You are signed in${email === undefined ? "" : html` as <strong>${email}</strong>`}.</p>
        <div class="row">
          <form method="post" action="/sign-out"><button>Sign out</button></form>
          ${anotherButton}
        </div>
        ${client ?? ""}`,
    ),
  denied: (): Html =>
    layout(
      "You did not sign in",
      html`<p role="alert">You declined the sign-in request.</p>
        <div class="row"><form method="post" action="/sign-in"><button>Try again</button></form></div>
        <p><a href="/">Back to the first page</a></p>`,
    ),
  noSignIn: (): Html =>
    problem(html`No sign-in is in progress in this browser. It may have expired, or it was already completed.`),
  failed: (): Html => problem(html`The sign-in did not succeed. Please start it again.`),
  /** @param registered the address at which the application works, if the reader may know it */
  wrongAddress: (opened: string, registered: string | undefined): Html =>
    layout(
      "Wrong address",
      registered === undefined
        ? html`<p role="alert">This application does not sign anyone in at this address.</p>`
        : html`<p role="alert">The client file has no redirect URI for <strong>${opened}</strong>, so the provider would refuse the sign-in.</p>
            <p>Open <a href="${registered}">${registered}</a> instead, or register ${opened}/callback with the provider.</p>`,
    ),
  problem: (message: string): Html => problem(html`${message}`),
  /** What the developer wants to see: which client this is. The secret prints as [redacted]. */
  client: (
    { type, clientId, clientSecret, redirectUris = [] }: AnyClientSecrets,
    source: string,
    origin: string,
  ): Html =>
    html`<section aria-label="The client">
      <h2>The client</h2>
      <dl>
        <dt>Client ID</dt>
        <dd>${clientId} (${type})</dd>
        <dt>Client secret</dt>
        <dd>${clientSecret === undefined ? "none" : String(clientSecret)}</dd>
        <dt>Read from</dt>
        <dd>${source}</dd>
        <dt>Redirect URI</dt>
        <dd>${redirectUris.includes(`${origin}/callback`) ? `${origin}/callback` : `none for ${origin}`}</dd>
      </dl>
    </section>`,
}

function problem(message: Html): Html {
  return layout(
    "That did not work",
    html`<p role="alert">${message}</p>
      <p><a href="/">Back to the first page</a></p>`,
  )
}

function layout(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`
}

export const styles = `
:root { color-scheme: light dark; --text: #1b1b1b; --quiet: #555; --page: #fff; --line: #ccc; --action: #0b57d0; --on-action: #fff }
@media (prefers-color-scheme: dark) { :root { --text: #eee; --quiet: #aaa; --page: #161616; --line: #444; --action: #a8c7fa; --on-action: #10254d } }
body { margin: 0; background: var(--page); color: var(--text); font: 1.125rem/1.6 system-ui, sans-serif }
main { max-width: 38rem; margin: 12vh auto; padding: 0 1.5rem }
h1 { font-size: 2rem; line-height: 1.2 }
h2 { font-size: 1rem; margin: 0 }
p, dd { overflow-wrap: anywhere }
a { color: var(--action) }
button { font: inherit; padding: .6rem 1.4rem; border: 0; border-radius: .4rem; background: var(--action); color: var(--on-action); cursor: pointer }
button.second { background: transparent; color: var(--action); box-shadow: inset 0 0 0 1px }
.row { display: flex; flex-wrap: wrap; gap: .8rem; margin-top: 1.5rem }
section { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: .5rem 0 }
dd { margin: 0 }
:focus-visible { outline: 3px solid var(--action); outline-offset: 3px }
`
