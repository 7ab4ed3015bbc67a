import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findSecret } from "@client-secrets/codegen"
import { describe, expect, test } from "vitest"
import { binary, filesBelow, type Outcome, run } from "./build.ts"
import { clientId, secret, writeProject } from "./fixture.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const read = `const { clientId, clientSecret } = loadClientSecretsSync(googleSource())
  const text = clientId + " has a secret of " + clientSecret.reveal().length + " characters"`

// Each project is built once: the bundlers would write 280 MB of cache that is never read.
const withoutCache =
  "webpack: config => ({ ...config, cache: false }), experimental: { turbopackFileSystemCacheForBuild: false }"

const frame: Readonly<Record<string, string>> = {
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(root)} }, outputFileTracingRoot: ${JSON.stringify(root)}, productionBrowserSourceMaps: true, ${withoutCache} }`,
  "app/layout.jsx": "export default function Layout({ children }) { return <html><body>{children}</body></html> }",
}

const app: Readonly<Record<string, string>> = {
  // A server component and a client component.
  "app/page.jsx": `import { loadClientSecretsSync } from "@client-secrets/core"
import { googleSource } from "../google.server"
import { SignIn } from "./sign-in"
export const dynamic = "force-dynamic"
export default function Page() {
  ${read}
  return <main><p>{text}</p><SignIn /></main>
}`,
  "app/sign-in.jsx": `"use client"
import { google } from "../google.public"
export function SignIn() { return <a href={google.authUri + "?client_id=" + google.clientId}>Sign in</a> }`,
  "app/route/route.js": `import { loadClientSecretsSync } from "@client-secrets/core"
import { googleSource } from "../../google.server"
export const dynamic = "force-dynamic"
export function GET() {
  ${read}
  return new Response(text)
}`,
  // A page, since Next 16.4 with webpack cannot build any route handler for its edge runtime.
  "app/edge/page.jsx": `import { loadClientSecretsSync } from "@client-secrets/core"
import { googleSource } from "../../google.server"
export const runtime = "edge"
export default function Page() {
  ${read}
  return <p>{text}</p>
}`,
}

const mistake: Readonly<Record<string, string>> = {
  "app/page.jsx": `"use client"
import { googleSource } from "../google.server"
export default function Page() { return <button onClick={() => googleSource()}>Sign in</button> }`,
}

function writeApp(folder: string, files: Readonly<Record<string, string>>): void {
  writeProject(folder)
  for (const [path, text] of Object.entries({ ...frame, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

describe.each(["turbopack", "webpack"])("next build --%s", bundler => {
  const folderOf = (kind: string): string =>
    fileURLToPath(new URL(`../test-results/next-${bundler}-${kind}`, import.meta.url))
  const build = (folder: string): Promise<Outcome> => {
    return run({ file: process.execPath, args: [binary("next"), "build", `--${bundler}`] }, folder)
  }

  test("a page, a route and an edge page have the secret, and the browser's files do not", async () => {
    const folder = folderOf("app")
    writeApp(folder, app)
    const { status, output } = await build(folder)
    expect(status, output).toBe(0)

    const built = filesBelow(join(folder, ".next"))
    const forBrowsers = [...built].filter(([path]) => path.includes(`${join(".next", "static")}`))
    expect(forBrowsers.map(([, content]) => content).join("\n")).toContain(clientId)
    expect(forBrowsers.some(([path]) => path.endsWith(".map"))).toBe(true)
    for (const [path, content] of built) expect(findSecret(content, secret), path).toEqual([])

    await withServer(folder, async address => {
      const expected = `${clientId} has a secret of ${secret.length} characters`
      for (const path of ["", "route", "edge"]) {
        const answer = await (await fetch(`${address}/${path}`)).text()
        expect(answer, path).toContain(expected)
        expect(findSecret(answer, secret)).toEqual([])
      }
    })
  }, 200_000)

  test("the build fails if a client component imports the server module", async () => {
    const folder = folderOf("mistake")
    writeApp(folder, mistake)
    const { status, output } = await build(folder)
    expect(status, output).not.toBe(0)
    expect(output).toMatch(/secretSource was not found|a-server-only-module-is-imported-by-code-for-the-browser/)
    expect(output).toContain("app/page.jsx")
  }, 200_000)
})

async function withServer(folder: string, use: (address: string) => Promise<void>): Promise<void> {
  const { PATH, HOME } = process.env
  const env = {
    PATH,
    HOME,
    GOOGLE_CLIENT_SECRET: secret,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
  }
  const args = [binary("next"), "start", "--port", "0", "--hostname", "127.0.0.1"]
  const server = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] })
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let text = ""
      server.once("close", () => reject(new Error(text)))
      server.stdout.on("data", chunk => {
        text += chunk
        const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(text)?.[0]
        if (found !== undefined) resolve(found)
      })
    })
    await use(address)
  } finally {
    server.kill()
  }
}
