import { html } from "hono/html"

type Html = ReturnType<typeof html>

/** What a user sees. `html` escapes whatever comes from outside. */
export const page = {
  signedOut: (): Html =>
    layout(
      "Welcome",
      html`<p>You are not signed in.</p>
        <form method="post" action="/sign-in"><button>Sign in</button></form>`,
    ),
  signedIn: ({ name, email }: { name: string; email?: string | undefined }): Html =>
    layout(
      `Hello, ${name}`,
      html`<p>You are signed in${email === undefined ? "" : html` as <strong>${email}</strong>`}.</p>
        <form method="post" action="/sign-out"><button>Sign out</button></form>`,
    ),
  denied: (): Html =>
    layout(
      "You did not sign in",
      html`<p role="alert">You told the provider that this application may not know who you are.</p>
        <form method="post" action="/sign-in"><button>Try again</button></form>`,
    ),
  problem: (message: string): Html =>
    layout(
      "That did not work",
      html`<p role="alert">${message}</p>
        <p><a href="/">Back to the first page</a></p>`,
    ),
}

/** A page of this application, or of another one that brings its style along. */
export function layout(
  title: string,
  body: Html,
  style: Html = html`<link rel="stylesheet" href="/style.css" />`,
): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${style}
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
:root { color-scheme: light dark; --text: #1b1b1b; --page: #fff; --action: #0b57d0; --on-action: #fff }
@media (prefers-color-scheme: dark) { :root { --text: #eee; --page: #161616; --action: #a8c7fa; --on-action: #10254d } }
body { margin: 0; background: var(--page); color: var(--text); font: 1.125rem/1.6 system-ui, sans-serif }
main { max-width: 38rem; margin: 12vh auto; padding: 0 1.5rem }
h1 { font-size: 2rem; line-height: 1.2 }
p { overflow-wrap: anywhere }
a { color: var(--action) }
button { font: inherit; padding: .6rem 1.4rem; border: 0; border-radius: .4rem; background: var(--action); color: var(--on-action); cursor: pointer }
label { display: block; margin: 1rem 0 .3rem }
input { font: inherit; padding: .5rem .7rem; width: 100%; box-sizing: border-box; border: 1px solid; border-radius: .4rem; background: transparent; color: inherit }
button.second { background: transparent; color: var(--action); box-shadow: inset 0 0 0 1px }
form.row { display: flex; gap: .8rem; margin-top: 1.5rem }
:focus-visible { outline: 3px solid var(--action); outline-offset: 3px }
`
