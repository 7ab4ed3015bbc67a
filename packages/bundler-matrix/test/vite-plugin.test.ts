import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer as createHttpServer, request } from "node:http"
import type { AddressInfo } from "node:net"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { findSecret } from "@client-secrets/codegen"
import { clientSecrets } from "client-secrets/vite"
import { build, createServer, type InlineConfig, type PluginOption, type ViteDevServer } from "vite"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { filesBelow } from "./build.ts"
import { secret } from "./fixture.ts"
import { clientFileWith } from "./frameworks/project.ts"

const folder = fileURLToPath(new URL("../test-results/vite-plugin", import.meta.url))
const clientFile = clientFileWith(secret)
const publicFile = clientFile.replace(/"client_secret":"[^"]*",/, "")

/** Writes a project, by its files' paths. */
function write(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name)
  rmSync(root, { recursive: true, force: true })
  for (const [path, text] of Object.entries({
    "index.html": '<script type="module" src="/main.js"></script>',
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

function configOf(root: string, plugins: readonly PluginOption[]): InlineConfig {
  return { root, configFile: false, logLevel: "silent", plugins: [...plugins], server: { port: 0, host: "127.0.0.1" } }
}

/** Requests a path exactly as written: `fetch` would normalize it. */
function get(server: Pick<ViteDevServer, "httpServer">, path: string): Promise<{ status: number; body: string }> {
  const { port } = server.httpServer!.address() as AddressInfo
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path }, response => {
      let body = ""
      response.setEncoding("utf8").on("data", part => {
        body += part
      })
      response.on("end", () => resolve({ status: response.statusCode!, body }))
    })
      .on("error", reject)
      .end()
  })
}

describe("the development server", () => {
  const root = write("dev", {
    "main.js": 'import data from "./data.json"\nconsole.log(data)',
    "data.json": '{"harmless":true}',
    "auth.js": 'import file from "./client_secrets.json"\nconsole.log(file)',
    "client_secrets.json": clientFile,
    "src/client_secret_1234.apps.googleusercontent.com.json": clientFile,
    "src/google-oauth.json": clientFile,
    "google.client_secrets.public.json": publicFile,
    "client_secrets.public.json": publicFile,
    "public/client_secrets.json": clientFile,
    "public/robots.txt": "User-agent: *",
    "public/keys/google.json": clientFile,
    "public/.env": `GOOGLE_CLIENT_SECRET=${secret}`,
    "Schlüssel/google.json": clientFile,
    "other.txt": clientFile,
    ".env": `GOOGLE_CLIENT_SECRET=${secret}`,
    "server.pem": secret,
  })
  symlinkSync("client_secrets.json", join(root, "link.json"))
  symlinkSync("client_secrets.json", join(root, "link.txt"))
  const leaking = [
    "/client_secrets.json",
    "/client_secrets.json?raw",
    "/client_secrets.json?import",
    "/client_secrets.json?url&raw",
    "/client_secrets.json?import&raw",
    "/client%5Fsecrets.json",
    "/%63lient_secrets.json?raw",
    "/src/../client_secrets.json",
    "//client_secrets.json",
    `/@fs${root}/client_secrets.json`,
    `/@fs${root}/client_secrets.json?raw`,
    `/@fs/${root}/src/../client_secrets.json`,
    "/src/client_secret_1234.apps.googleusercontent.com.json",
    "/src/google-oauth.json",
    "/src/google-oauth.json?import",
    `/@fs${root}/src/google-oauth.json`,
    "/.env",
    "/.env?raw",
    "/%2eENV",
    "/server.pem",
    // Recognized by their content, not by their names.
    "/link.json",
    "/link.txt",
    "/keys/google.json",
    "/keys/google%252ejson",
    "/public/keys/google.json?raw",
    "/src/../public/keys/google.json",
    `/@fs${root}/public/keys/google.json`,
    "/Schl%C3%BCssel/google.json",
    "/Schl%C3%BCssel/google.json?import",
    `/@fs${root}/Schl%C3%BCssel/google.json?raw`,
    `/@id/${root}/Schl%C3%BCssel/google.json?import`,
  ]
  let plain: ViteDevServer
  let guarded: ViteDevServer

  beforeAll(async () => {
    plain = await (await createServer(configOf(root, []))).listen()
    guarded = await (await createServer(configOf(root, [clientSecrets({ files: ["google-oauth.json"] })]))).listen()
  })

  afterAll(() => Promise.all([plain.close(), guarded.close()]))

  test("serves client files without the plugin", async () => {
    for (const path of ["/client_secrets.json", "/client_secrets.json?raw", "/src/google-oauth.json"]) {
      expect(findSecret((await get(plain, path)).body, secret), path).not.toEqual([])
    }
  })

  test.each(leaking)("refuses %s with the plugin", async path => {
    const { status, body } = await get(guarded, path)
    expect([status >= 400, findSecret(body, secret)]).toEqual([true, []])
  })

  test.each(["/main.js", "/data.json?import", "/robots.txt", "/google.client_secrets.public.json?import"])(
    "still serves %s",
    async path => {
      expect(await get(guarded, path)).toMatchObject({ status: 200 })
    },
  )

  test("denies client files in addition to what Vite denies", () => {
    const denied = guarded.config.server.fs.deny
    expect(plain.config.server.fs.deny.filter(pattern => !denied.includes(pattern))).toEqual([])
    expect(denied).toEqual(expect.arrayContaining(["client_secret!(*.public).json", "google-oauth.json"]))
  })

  test("if code for the browser imports it, names the importer, and says what to import instead", async () => {
    const { status, body } = await get(guarded, "/auth.js")
    expect(status).toBe(500)
    expect(body).toMatch(/auth\.js imports\\n {2}\.\/client_secrets\.json/)
    expect(body).toContain("Import the public module instead")
  })

  test("refuses it where an application has mounted the server below a path, which it removes from the address", async () => {
    const middleware = await createServer({
      ...configOf(root, [clientSecrets()]),
      server: { middlewareMode: true, ws: false, fs: { allow: ["/"] } },
    })
    const application = createHttpServer((incoming, response) => {
      const address = incoming.url!
      Object.assign(incoming, { originalUrl: address, url: address.slice("/mounted".length) })
      middleware.middlewares(incoming, response)
    })
    await new Promise<void>(resolve => application.listen(0, "127.0.0.1", resolve))
    const asked = { httpServer: application } as Pick<ViteDevServer, "httpServer">
    for (const path of ["/src/google-oauth.json", "/keys/google.json", "/Schl%C3%BCssel/google.json?raw"]) {
      const { status, body } = await get(asked, `/mounted${path}`)
      expect([path, status, findSecret(body, secret)]).toEqual([path, 403, []])
    }
    application.close()
    await middleware.close()
  })

  test("bundles no client file of a dependency", async () => {
    const root = write("dependency", {
      "main.js": 'import "example"',
      "node_modules/example/package.json": '{"name":"example","main":"main.js"}',
      "node_modules/example/main.js": 'console.log(require("./google.json"))',
      "node_modules/example/google.json": clientFile,
    })
    const bundled = async (plugins: readonly PluginOption[]) => {
      const server = await (
        await createServer({ ...configOf(root, plugins), optimizeDeps: { include: ["example"], force: true } })
      ).listen()
      const [, address] = /"(.*?example\.js.*?)"/.exec((await get(server, "/main.js")).body)!
      const { body } = await get(server, address!)
      await server.close()
      return body
    }
    expect(findSecret(await bundled([]), secret)).not.toEqual([])
    const guarded = await bundled([clientSecrets()])
    expect(findSecret(guarded, secret)).toEqual([])
    expect(guarded).toContain("A client file is imported by code for the browser")
  })

  test("refuses it behind a link, when code imports it", async () => {
    const { body } = await get(guarded, "/link.json?import")
    expect(findSecret(body, secret)).toEqual([])
  })
})

describe("a build", () => {
  const mistakes: Readonly<Record<string, string>> = {
    json: 'import file from "./client_secrets.json"\nconsole.log(file)',
    "a single member": 'import { web } from "./client_secrets.json"\nconsole.log(web.client_id)',
    raw: 'import file from "./client_secrets.json?raw"\nconsole.log(file)',
    url: 'import file from "./client_secrets.json?url"\nconsole.log(file)',
    inline: 'import file from "./client_secrets.json?inline"\nconsole.log(file)',
    glob: 'console.log(import.meta.glob("./*.json"))',
    "eager glob": 'console.log(import.meta.glob("./*.json", { eager: true, query: "?raw" }))',
    dynamic: 'import("./client_secrets.json").then(file => console.log(file))',
    "new URL": 'console.log(new URL("./client_secrets.json", import.meta.url).href)',
    style: 'import "./style.css"',
    "another name": 'import file from "./google.json"\nconsole.log(file)',
    "an indirect import": 'import "./auth.js"',
    "a worker": 'new Worker(new URL("./worker.js", import.meta.url), { type: "module" })',
    "an inlined worker": 'import Worker from "./worker.js?worker&inline"\nnew Worker()',
    "a loader of another plugin": 'import file from "./loaded.json"\nconsole.log(file)',
    "an inlined address behind an alias": 'console.log(new URL("@/google.json?inline", import.meta.url).href)',
    "a style sheet's import": 'import "./imports.css"',
    "a style sheet's composition": 'import styles from "./composes.module.css"\nconsole.log(styles)',
    "a style sheet of a style sheet": 'import "./nested.css"',
  }

  test.each(Object.entries(mistakes))("fails for an import: %s", async (name, main) => {
    const root = write(`build-${name.replace(/\W+/g, "-")}`, {
      "main.js": main,
      "auth.js": 'import file from "./client_secrets.json"\nconsole.log(file)',
      "worker.js": 'import file from "./google.json"\npostMessage(file)',
      "style.css": "body { background: url(./google.json) }",
      "imports.css": '@import "./google.json";',
      "composes.module.css": '.a { composes: b from "./google.json" }',
      "nested.css": '@import "./styles/inlined.css";',
      "styles/inlined.css": "body { background: url(../google.json?inline) }",
      "client_secrets.json": clientFile,
      "google.json": clientFile,
      "loaded.json": clientFile,
    })
    const loader: PluginOption = {
      name: "loader",
      enforce: "pre",
      load: id => (id.endsWith("loaded.json") ? `export default ${clientFile}` : undefined),
    }
    const config = { ...configOf(root, [loader, clientSecrets()]), resolve: { alias: { "@": root } } }
    const error = await build(config).then(
      () => undefined,
      error => error as Error,
    )
    expect(error?.message).toContain("A client file is imported by code for the browser")
    expect(error?.message).toContain("Import the public module instead")
    expect(findSecret(String(error?.message), secret)).toEqual([])
    if (name === "an indirect import") {
      expect(error?.message).toMatch(
        /index\.html imports\n.*main\.js imports\n.*auth\.js imports\n.*client_secrets\.json/,
      )
    }
  })

  test.each([
    '<link rel="manifest" href="/google.json">',
    '<img src="/google.json">',
    '<object data="./google.json"></object>',
    '<img src="/google.json?inline">',
  ])("fails if the page itself refers to a client file: %s", async tag => {
    const root = write("build-page", {
      "index.html": `${tag}<script type="module" src="/main.js"></script>`,
      "main.js": "console.log(1)",
      "google.json": clientFile,
    })
    await expect(build(configOf(root, [clientSecrets()]))).rejects.toThrow(
      /A client file is imported by code for the browser.*\n.*(google\.json|index\.html, as a data: address)/,
    )
    // Without the plugin it is published.
    await build(configOf(root, []))
    expect([...filesBelow(join(root, "dist")).values()].some(content => findSecret(content, secret).length > 0)).toBe(
      true,
    )
  })

  test.each([
    ['console.log(new URL("@/google.json", import.meta.url).href)', []],
    ['console.log(new URL("./google-oauth.yaml", import.meta.url).href)', ["google-oauth.yaml"]],
    ['import "./nested.css"', []],
    ['import "./set.css"', []],
  ])("of a library, which inlines each file that it refers to, fails for %s", async (main, files) => {
    const root = write("library", {
      "main.js": main,
      "nested.css": '@import "./styles/image.css";',
      "styles/image.css": "body { background: url(../google.json) }",
      "set.css": 'body { background: image-set("./google.json" 1x) }',
      "google.json": clientFile,
      "google-oauth.yaml": `client_secret: ${secret}`,
    })
    const config = {
      resolve: { alias: { "@": root } },
      build: { lib: { entry: "main.js", formats: ["es" as const], fileName: "library" } },
    }
    await expect(build({ ...configOf(root, [clientSecrets({ files })]), ...config })).rejects.toThrow(
      "A client file is imported by code for the browser",
    )
    await build({ ...configOf(root, []), ...config })
    const published = [...filesBelow(join(root, "dist")).values()]
    expect(published.some(content => findSecret(content, secret).length > 0)).toBe(true)
  })

  test.each([["client_secrets.json"], ["google.json"]])(
    "for a server fails only if it emits a client file, which a framework would publish: %s",
    async file => {
      const root = write("emitted", {
        "main.js": `import address from "./${file}?url"\nconsole.log(address)`,
        [file]: clientFile,
      })
      const ssr = { ssr: "main.js", ssrEmitAssets: true }
      await expect(build({ ...configOf(root, [clientSecrets()]), build: ssr })).rejects.toThrow(
        /A client file would be published.*\n.*\.json/,
      )
      await build({ ...configOf(root, [clientSecrets()]), build: { ssr: "main.js" } })
    },
  )

  test("inlines other small files as configured", async () => {
    const root = write("inline", {
      "index.html": '<img src="/small.svg">',
      "small.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    })
    for (const [options, isInlined] of [
      [{}, true],
      [{ assetsInlineLimit: 10 }, false],
      [{ assetsInlineLimit: 1_000 }, true],
      [{ assetsInlineLimit: () => false }, false],
    ] as const) {
      await build({ ...configOf(root, [clientSecrets()]), build: options })
      const paths = [...filesBelow(join(root, "dist")).keys()]
      expect([options, paths.some(path => path.endsWith(".svg"))]).toEqual([options, !isInlined])
    }
  })

  test("fails with a client file in the public folder, whatever its name", async () => {
    for (const file of ["client_secrets.json", "deep/google.json", "link.txt"]) {
      const root = write("public-folder", {
        "main.js": "",
        "public/robots.txt": "",
        [file === "link.txt" ? "client_secrets.json" : `public/${file}`]: clientFile,
      })
      if (file === "link.txt") symlinkSync("../client_secrets.json", join(root, "public/link.txt"))
      await expect(build(configOf(root, [clientSecrets()]))).rejects.toThrow(/a client file is in the public folder/)
      // Without the plugin it is published.
      await build(configOf(root, []))
      expect([...filesBelow(join(root, "dist")).values()].some(content => findSecret(content, secret).length > 0)).toBe(
        true,
      )
    }
  })

  test("is not affected by the public file, other JSON, and a server's own build", async () => {
    const root = write("good", {
      "main.js":
        'import google from "./client_secrets.public.json"\nimport other from "./other.json"\nconsole.log(google, other)',
      "server.js": 'import file from "./client_secrets.json"\nexport default file.web.client_id',
      "client_secrets.json": clientFile,
      "client_secrets.public.json": publicFile,
      "other.json": '{"a":1}',
      "public/robots.txt": "",
    })
    await build(configOf(root, [clientSecrets()]))
    const browser = [...filesBelow(join(root, "dist")).values()].join("\n")
    expect(browser).toContain("1234-example")
    expect(findSecret(browser, secret)).toEqual([])
    await build({ ...configOf(root, [clientSecrets()]), build: { ssr: "server.js", outDir: "server" } })
  })
})

test("throws a TypeError for options of the wrong type", () => {
  for (const files of ["a.json", [1], ["a/b.json"], ["*.json"]]) {
    expect(() => clientSecrets({ files } as never)).toThrow(TypeError)
  }
  expect(clientSecrets().name).toBe("client-secrets")
})
