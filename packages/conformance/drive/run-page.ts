import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { type CDPSession, chromium, type Page } from "playwright-core"
import { runLimit } from "./run-program.ts"
import { type InspectorSession, watchConsole } from "./watch-console.ts"

const html = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/cases.mjs"></script>'

/** Serves a script on 127.0.0.1 and calls `use` with a blank page of a headless Chromium and the address to open in it. */
export async function withPage<Result>(
  file: string,
  script: string,
  use: (page: Page, address: string) => Promise<Result>,
  limit: number = runLimit,
): Promise<Result> {
  const source = readFileSync(script)
  const server = createServer(({ url }, response) => {
    const [type, body] = url === "/cases.mjs" ? ["text/javascript", source] : ["text/html", html]
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  try {
    const browser = await chromium.launch({ executablePath: file, timeout: limit })
    const timer = setTimeout(() => browser.close(), limit)
    try {
      return await use(await browser.newPage(), `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    } finally {
      clearTimeout(timer)
      await browser.close()
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** One run in a page; the output is what DevTools shows. */
export async function runPage(
  file: string,
  script: string,
  limit?: number,
): Promise<{ output: string; report: string }> {
  const run = async (page: Page, address: string) => {
    const watched = await watchConsole(await inspectPage(page))
    await page.goto(address)
    if ((await page.evaluate("typeof conformance")) !== "function") {
      throw new Error(`the page's script did not start:\n${await watched.output()}`)
    }
    const report = String(await page.evaluate("conformance().then(JSON.stringify)"))
    return { output: await watched.output(), report }
  }
  return withPage(file, script, run, limit)
}

/** A DevTools connection to a page, in addition to Playwright's. */
export async function inspectPage(page: Page): Promise<InspectorSession> {
  const session = await page.context().newCDPSession(page)
  return {
    send: (...input) => session.send(...(input as Parameters<CDPSession["send"]>)),
    on: (event, listener) => void session.on(event as "Runtime.consoleAPICalled", listener),
  }
}
