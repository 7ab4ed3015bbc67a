// node --experimental-vm-modules load-over-http.mjs <url>: loads a module and its imports like a browser, from the
// server. A failure to link is a SyntaxError, as in a browser.
import { createContext, SourceTextModule } from "node:vm"

const context = createContext({
  console,
  URL,
  WebSocket: class {
    addEventListener() {}
  },
  document: undefined,
})
const modules = new Map()

function load(url) {
  if (!modules.has(url)) modules.set(url, fetchModule(url))
  return modules.get(url)
}

async function fetchModule(url) {
  const response = await fetch(url, { headers: { "sec-fetch-dest": "script" } })
  if (!response.ok) throw new Error(`${response.status} for ${url}`)
  return new SourceTextModule(await response.text(), { context, identifier: url })
}

const link = (specifier, { identifier }) => load(new URL(specifier, identifier).href)
const entry = await load(process.argv[2])
await entry.link(link)
await entry.evaluate()
