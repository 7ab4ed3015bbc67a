import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { chromium, type Page } from "playwright-core"
import { runLimit } from "./run-program.ts"

const html = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/cases.mjs"></script>'

/** Serves a script on 127.0.0.1 and calls `use` with a blank page of a headless Chromium and the address to open in it. */
export async function withPage<Result>(
  file: string,
  script: string,
  use: (page: Page, address: string) => Promise<Result>,
): Promise<Result> {
  const source = readFileSync(script)
  const server = createServer(({ url }, response) => {
    const [type, body] = url === "/cases.mjs" ? ["text/javascript", source] : ["text/html", html]
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  try {
    const browser = await chromium.launch({ executablePath: file, timeout: runLimit })
    const timer = setTimeout(() => browser.close(), runLimit)
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

/** One run in a page; the output is the console's text and every uncaught error. */
export async function runPage(file: string, script: string): Promise<{ output: string; report: string }> {
  return withPage(file, script, async (page, address) => {
    let output = ""
    page.on("console", message => {
      output += `${message.text()}\n`
    })
    page.on("pageerror", error => {
      output += `${error.stack ?? error.message}\n`
    })
    await page.goto(address)
    const started = await page.evaluate("typeof conformance")
    if (started !== "function") throw new Error(`the page's script did not start:\n${output}`)
    const report = await page.evaluate("conformance().then(JSON.stringify)")
    return { output, report: String(report) }
  })
}
