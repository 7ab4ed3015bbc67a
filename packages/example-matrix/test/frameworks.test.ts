import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findLeaks } from "@client-secrets/conformance"
import { findFreePort } from "@client-secrets/conformance/free-port"
import { findExamples } from "@client-secrets/conformance/readme"
import { locateNode, runProgram, type StartedProgram, startProgram } from "@client-secrets/conformance/runtimes"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startProvider, type TestProvider } from "../../oauth/test/fixtures/provider.ts"
import { robot } from "../../oauth/test/fixtures/robot.ts"
import { Browser } from "./browser.ts"

// A Node version that strips types by itself.
const node = locateNode(26) ?? process.execPath
const limit = 300_000

const readme = readFileSync(new URL("../../oauth/README.md", import.meta.url), "utf8")
const [hono, express, nextSignIn, nextCallback] = findExamples(readme)
  .filter(({ title }) => title.includes("(On a server)"))
  .map(({ code }) => code)

/** A framework: which parts of the README it needs where, and how its application is built and started. */
interface Framework {
  readonly name: string
  readonly folder: string
  readonly examples: Readonly<Record<string, string>>
  /** @default nothing to build */
  readonly build?: readonly string[]
  readonly start: (port: number) => readonly string[]
}

const next = join(dirname(createRequire(import.meta.url).resolve("next/package.json")), "dist/bin/next")

const frameworks: readonly Framework[] = [
  { name: "Hono", folder: "hono", examples: { "example.ts": hono! }, start: () => ["main.ts"] },
  { name: "Express", folder: "express", examples: { "example.ts": express! }, start: () => ["main.ts"] },
  {
    name: "Next.js",
    folder: "next",
    examples: {
      "app/sign-in/route.ts": withCookies(nextSignIn!),
      "app/callback/route.ts": withCookies(nextCallback!),
    },
    build: [next, "build"],
    start: port => [next, "start", "--hostname", "127.0.0.1", "--port", String(port)],
  },
]

/** The example declares its cookies; the application has them in a file. */
function withCookies(code: string): string {
  const names = [...code.matchAll(/^declare function (\w+)/gm)].map(([, name]) => name)
  return `import { ${names.join(", ")} } from "../../cookies"\n${code.replace(/^declare function .*$/gm, "")}`
}

describe.each(frameworks)("$name signs a user in with the README's example", framework => {
  const folder = fileURLToPath(new URL(`../test-results/frameworks/${framework.folder}`, import.meta.url))
  let provider: TestProvider
  let program: StartedProgram
  let origin: string
  let secret: string

  beforeAll(async () => {
    const port = await findFreePort()
    origin = `http://127.0.0.1:${port}`
    provider = await startProvider({ redirectUris: [`${origin}/callback`] })
    const { type, ...members } = provider.file("post")
    secret = members.client_secret!
    const file = JSON.stringify({ [type]: members })
    writeApplication(folder, framework)
    writeFileSync(join(folder, "client_secrets.json"), file)
    const environment = {
      PORT: String(port),
      GOOGLE_CLIENT_SECRETS: file,
      COOKIE_KEY: Buffer.alloc(32, 7).toString("base64url"),
      NEXT_TELEMETRY_DISABLED: "1",
    }
    if (framework.build !== undefined) {
      const { status, output } = await runProgram({ file: node, args: framework.build, folder, environment, limit })
      expect(status, output).toBe(0)
    }
    program = startProgram({ file: node, args: framework.start(port), folder, environment, limit })
    await answers(origin, program)
  }, limit)

  afterAll(async () => {
    program?.process.kill("SIGKILL")
    await provider?.close()
  })

  test("from the first page to the last, only once for each callback", { timeout: limit }, async () => {
    const browser = new Browser(origin)
    expect((await browser.open("/")).text).toContain("nobody")

    const { location } = await browser.open("/sign-in")
    expect(location).toContain(provider.issuer)
    const callback = await robot.signIn(location!)
    expect(await browser.open(callback)).toMatchObject({ status: 302, location: `${origin}/` })
    expect((await browser.open("/")).text).toContain("ada")
    expect(tokenRequests()).toBe(1)

    // The request was removed from the session: the same callback exchanges nothing the second time.
    expect(await browser.open(callback)).toMatchObject({ status: 302, location: `${origin}/` })
    expect(tokenRequests()).toBe(1)
    expect(findLeaks([secret], { printed: program.output() })).toEqual([])
  })

  test("a callback of another sign-in exchanges nothing", { timeout: limit }, async () => {
    const browser = new Browser(origin)
    const { location } = await browser.open("/sign-in")
    const before = tokenRequests()
    const callback = new URL(await robot.signIn(location!))
    callback.searchParams.set("state", "another-state-that-is-as-long-as-a-real-one-0")
    expect((await browser.open(callback.href)).status).toBe(500)
    expect((await browser.open("/")).text).toContain("nobody")
    expect(tokenRequests()).toBe(before)
  })

  const tokenRequests = (): number => provider.requests.filter(request => request === "POST /token").length
})

function writeApplication(folder: string, { folder: name, examples }: Framework): void {
  rmSync(folder, { recursive: true, force: true })
  cpSync(fileURLToPath(new URL(`./frameworks/${name}`, import.meta.url)), folder, { recursive: true })
  for (const [path, code] of Object.entries(examples)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), code)
  }
}

async function answers(origin: string, program: StartedProgram): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const response = await fetch(origin).catch(() => undefined)
    await response?.body?.cancel()
    if (response !== undefined) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`The application does not answer:\n${program.output()}`)
}
