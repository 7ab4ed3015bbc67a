/** What the browser shows at the end. It holds nothing of the request. */
export interface Page {
  readonly status: number
  readonly text: string
}

export const finishedPage: Page = makePage(200, "You are signed in", "You can close this window.")
export const failedPage: Page = makePage(400, "You are not signed in", "The program that asked says why.")
export const refusedPage: Page = makePage(
  400,
  "This is not the sign-in that is under way",
  "Start it anew in your program.",
)

function makePage(status: number, title: string, sentence: string): Page {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`
  const body = `<main><h1>${title}</h1><p>${sentence}</p></main>`
  return {
    status,
    text: `<!doctype html><html lang="en"><head>${head}<title>${title}</title></head><body>${body}</body></html>`,
  }
}
