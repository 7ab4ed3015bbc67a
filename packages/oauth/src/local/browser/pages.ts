import { createHash } from "node:crypto"

/** The page that the browser shows at the end. It repeats nothing of the request. */
export interface Page {
  readonly status: number
  readonly text: string
}

// Declared before the pages that are made with it.
const style =
  "body{font:1.125rem/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;margin:0 1rem;text-align:center}h1{font-size:1.75rem}"

/** Nothing is loaded, and this style is the only one that applies. */
export const pagePolicy: string = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`

export const finishedPage: Page = makePage(200, "You are signed in", "You can close this window.")
export const failedPage: Page = makePage(400, "You are not signed in", "Return to the program. It says why.")
export const refusedPage: Page = makePage(
  400,
  "This sign-in is not in progress",
  "Return to the program and start again.",
)

function makePage(status: number, title: string, sentence: string): Page {
  const meta = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`
  const head = `<head>${meta}<title>${title}</title><style>${style}</style></head>`
  const body = `<body><main><h1>${title}</h1><p>${sentence}</p></main></body>`
  return { status, text: `<!doctype html><html lang="en">${head}${body}</html>` }
}
