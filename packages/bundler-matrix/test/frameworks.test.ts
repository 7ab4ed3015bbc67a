import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findSecret } from "@client-secrets/codegen"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { binary, filesBelow, run } from "./build.ts"
import { secret } from "./fixture.ts"

const folder = fileURLToPath(new URL("../test-results/frameworks", import.meta.url))
const clientFile = JSON.stringify({
  web: {
    client_id: "1234-example.apps.googleusercontent.com",
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
})

interface FrameworkProject {
  readonly name: string
  readonly publicFolder: string
  readonly files: Readonly<Record<string, string>>
  readonly dev: (port: number) => readonly string[]
  readonly build: readonly string[]
  /** Where a build puts what it publishes. */
  readonly published: string
}

// Each configuration adds the plugin unless the variable NO_PLUGIN is set.
const projects: readonly FrameworkProject[] = [
  {
    name: "Astro",
    publicFolder: "public",
    files: {
      "src/pages/index.astro": "<html><body>page</body></html>",
      "astro.config.mjs": `import { clientSecrets } from "client-secrets/vite"
        export default { vite: { plugins: process.env.NO_PLUGIN ? [] : [clientSecrets()] } }`,
    },
    dev: port => [binary("astro"), "dev", "--host", "127.0.0.1", "--port", String(port)],
    build: [binary("astro"), "build"],
    published: "dist",
  },
  {
    name: "SvelteKit",
    publicFolder: "static",
    files: {
      "src/routes/+page.svelte": "<p>page</p>",
      "src/app.html": "<html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>",
      "svelte.config.js": "export default { kit: {} }",
      "vite.config.js": `import { sveltekit } from "@sveltejs/kit/vite"
        import { clientSecrets } from "client-secrets/vite"
        export default { plugins: [...(process.env.NO_PLUGIN ? [] : [clientSecrets()]), sveltekit()] }`,
    },
    dev: port => [binary("vite"), "dev", "--host", "127.0.0.1", "--port", String(port)],
    build: [binary("vite"), "build"],
    published: ".svelte-kit/output/client",
  },
]

function environmentOf(withPlugin: boolean): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env
  return { PATH, HOME, CI: "1", ASTRO_TELEMETRY_DISABLED: "1", ...(!withPlugin && { NO_PLUGIN: "1" }) }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

/** What a server answers to a path as it is written, which `fetch` would normalize. */
function answerTo(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ""
    // Not ended: a server takes a connection that is half closed for one that was given up.
    connect(port, "127.0.0.1")
      .setEncoding("utf8")
      .on("data", part => {
        answer += part
      })
      .on("error", reject)
      .on("close", () => resolve(answer))
      .write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  })
}

describe.each(projects)("$name", ({ name, publicFolder, files, dev, build, published }) => {
  // One each: Astro runs one server for a project.
  const rootOf = (withPlugin: boolean): string => join(folder, name.toLowerCase() + (withPlugin ? "" : "-plain"))
  const servers: ChildProcess[] = []

  const write = (root: string, wanted: Readonly<Record<string, string>>): void => {
    rmSync(root, { recursive: true, force: true })
    const all = { "package.json": '{"type":"module","private":true}', ...files, ...wanted }
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }

  const start = async (withPlugin: boolean): Promise<number> => {
    const port = await freePort()
    const env = environmentOf(withPlugin)
    const root = rootOf(withPlugin)
    write(root, {
      "client_secrets.json": clientFile,
      "src/client_secrets.json": clientFile,
      [`${publicFolder}/client_secret_1234.apps.googleusercontent.com.json`]: clientFile,
      ".env": `GOOGLE_CLIENT_SECRET=${secret}`,
    })
    servers.push(spawn(process.execPath, [...dev(port)], { cwd: root, env, stdio: "ignore" }))
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = await answerTo(port, "/").catch(() => "")
      if (answer.includes(" 200 ")) return port
      await new Promise(resolve => setTimeout(resolve, 250))
    }
    throw new Error("The development server did not start.")
  }

  let plain = 0
  let guarded = 0

  beforeAll(async () => {
    plain = await start(false)
    guarded = await start(true)
  }, 120_000)

  afterAll(() => {
    for (const server of servers) server.kill()
  })

  const paths = [
    "/client_secrets.json",
    "/client_secrets.json?raw",
    "/client_secrets.json?import",
    "/client%5Fsecrets.json",
    "/src/client_secrets.json",
    `/@fsROOT/client_secrets.json`,
    `/@fsROOT/src/client_secrets.json?raw`,
    "/client_secret_1234.apps.googleusercontent.com.json",
    `/@fsROOT/${publicFolder}/client_secret_1234.apps.googleusercontent.com.json`,
    "/.env",
    "/.env?raw",
  ]

  test("its development server gives client files away by itself", async () => {
    const answers = await Promise.all(paths.map(path => answerTo(plain, path.replace("ROOT", rootOf(false)))))
    expect(answers.filter(answer => findSecret(answer, secret).length > 0).length).toBeGreaterThan(2)
  })

  test.each(paths)("with the plugin it refuses %s", async path => {
    const answer = await answerTo(guarded, path.replace("ROOT", rootOf(true)))
    expect([Number(answer.split(" ")[1]) >= 400, findSecret(answer, secret)]).toEqual([true, []])
  })

  test("a build with a client file in the public folder fails with the plugin, and publishes it without", async () => {
    const command = (withPlugin: boolean) => ({
      file: process.execPath,
      args: build,
      environment: environmentOf(withPlugin),
    })
    const failed = await run(command(true), rootOf(true))
    expect([failed.status === 0, failed.output]).toEqual([false, expect.stringContaining("in the public folder")])
    expect(await run(command(false), rootOf(false))).toMatchObject({ status: 0 })
    const outputs = [...filesBelow(join(rootOf(false), published)).values()]
    expect(outputs.some(content => findSecret(content, secret).length > 0)).toBe(true)
  }, 180_000)
})
