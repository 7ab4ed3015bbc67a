import { readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { isClientFile, namesClientFile } from "./client-file.ts"

/** Options of `clientSecrets`. */
export interface ClientSecretsPluginOptions {
  /** The names of further client files, besides `client_secret*.json`: `["google-oauth.json"]`. @default [] */
  readonly files?: readonly string[] | undefined
}

// What Vite denies by itself (vite 8, docs/config/server-options): a list of ours takes the place of it.
const deniedByVite = [".env", ".env.*", "*.{crt,pem,key,p12,pfx,cer,der}", ".npmrc", ".yarnrc.yml", "**/.git/**"]

// `new URL("./file", import.meta.url)` and `url(./file)`, as far as they may name a file that ends in .json.
const referencePattern =
  /(?:new URL\(\s{0,99}["'`]|url\(\s{0,99}["']?)([^"'`()\s]{1,999}\.json(?:\?[^"'`()\s]{0,99})?)/g

/** What is used of a resolved configuration. */
interface ResolvedConfig {
  readonly root: string
  readonly publicDir: string
  readonly command: string
  readonly logger: { error(message: string): void }
}

interface Request {
  readonly url?: string | undefined
  readonly originalUrl?: string | undefined
}

interface Response {
  statusCode: number
  end(text: string): unknown
}

interface Server {
  readonly middlewares: { use(handle: (request: Request, response: Response, next: () => void) => void): unknown }
}

interface ModuleInfo {
  readonly id: string
  readonly importedIds: readonly string[]
  readonly dynamicallyImportedIds: readonly string[]
}

/** What is used of the context of Vite's hooks. */
interface HookContext {
  readonly environment?: { readonly config: { readonly consumer?: string } }
  error(message: string): never
}

interface Output {
  readonly type: string
  readonly originalFileNames?: readonly string[]
}

/** A plugin as Vite 5 to 8 takes it; written out, so that Vite is not a dependency. */
export interface ClientSecretsPlugin {
  readonly name: string
  readonly enforce: "pre"
  config(): { server: { fs: { deny: string[] } } }
  configResolved(config: ResolvedConfig): void
  configureServer(server: Server): void
  resolveId(this: HookContext, source: string, importer: string | undefined, options: object): Promise<null>
  load(this: HookContext, id: string, options?: object): Promise<null>
  transform(this: HookContext, code: string, id: string, options?: object): Promise<null>
  moduleParsed(info: ModuleInfo): void
  generateBundle(this: HookContext, options: object, bundle: Readonly<Record<string, Output>>): void
}

/**
 * Keeps client files out of what Vite publishes: its development server refuses them, a build with one in the public folder
 * fails, and so does code for the browser that imports one.
 *
 * ```ts
 * // vite.config.ts, or `vite: { plugins: [clientSecrets()] }` in astro.config.mjs and nuxt.config.ts
 * import { clientSecrets } from "client-secrets/vite"
 * export default { plugins: [clientSecrets()] }
 * ```
 *
 * It does not see a secret that was copied into the source; `client-secrets scan` searches a build for that.
 *
 * @throws {TypeError} for options that are not of their type.
 */
export function clientSecrets(options: ClientSecretsPluginOptions = {}): ClientSecretsPlugin {
  const files: unknown =
    typeof options === "object" && options !== null && Object.hasOwn(options, "files") ? options.files : []
  if (!Array.isArray(files) || files.some(name => typeof name !== "string" || /[\\/*]/.test(name))) {
    throw new TypeError("files must be a list of file names, without folders.")
  }
  const names: readonly string[] = files
  // Who was first to import a module: the bundler knows it all only at the end.
  const importers = new Map<string, string>()
  let config: ResolvedConfig

  /** Who imports a module, and who imports that one, up to an entry. */
  async function importersOf(id: string): Promise<readonly string[]> {
    // The bundler reports some importers a moment after what they import.
    await new Promise(resolve => setTimeout(resolve, 100))
    const chain: string[] = []
    for (let one = importers.get(id); one !== undefined && !chain.includes(one); one = importers.get(one))
      chain.push(one)
    return chain
  }

  return {
    name: "client-secrets",
    enforce: "pre",

    config: () => ({ server: { fs: { deny: [...deniedByVite, "client_secret!(*.public).json", ...names] } } }),

    configResolved(resolved) {
      config = resolved
      const published = publicFolders(config).flatMap(folder => clientFilesBelow(folder, names))
      if (published.length === 0) return
      const message = `${published.join(", ")}: a client file is in the public folder, whose files everybody can download. Move it out, and create a new client secret if it was ever deployed.`
      if (config.command === "build") throw new Error(message)
      config.logger.error(message)
    },

    configureServer(server) {
      // Vite serves the public folder without asking `fs.deny`; and whatever it does with a spelling, this comes first.
      server.middlewares.use((request, response, next) => {
        if (!namesClientFile(request.originalUrl ?? request.url ?? "", names)) return next()
        response.statusCode = 403
        response.end("client-secrets: a client file is not served. Only a server may read it.\n")
      })
    },

    async resolveId(source, importer, options) {
      if (importer === undefined || !namesClientFile(source, names) || !isForBrowser(this, options)) return null
      return this.error(refusal(source, [importer, ...(await importersOf(importer))]))
    },

    async load(id, options) {
      const path = id.split("?")[0]!
      if (!isForBrowser(this, options) || !isClientFile(path, names)) return null
      return this.error(refusal(path, await importersOf(id)))
    },

    // What is reached by `new URL(…, import.meta.url)` or from CSS is not imported, and may be written into the code itself.
    async transform(code, id, options) {
      if (!isForBrowser(this, options)) return null
      for (const [, reference] of code.matchAll(referencePattern)) {
        const file = join(dirname(id), reference!.split("?")[0]!)
        if (isClientFile(file, names)) this.error(refusal(reference!, [id, ...(await importersOf(id))]))
      }
      return null
    },

    moduleParsed({ id, importedIds, dynamicallyImportedIds }) {
      for (const imported of [...importedIds, ...dynamicallyImportedIds]) {
        if (!importers.has(imported)) importers.set(imported, id)
      }
    },

    generateBundle(_, bundle) {
      if (!isForBrowser(this)) return
      for (const output of Object.values(bundle)) {
        const file = output.originalFileNames?.find(name => isClientFile(join(config.root, name), names))
        if (file !== undefined) this.error(refusal(file, []))
      }
    },
  }
}

/** Code for a server may import the file; before Vite 6 there is only the option `ssr` to tell. */
function isForBrowser({ environment }: HookContext, options: object = {}): boolean {
  if (environment !== undefined) return environment.config.consumer !== "server"
  return !Object.hasOwn(options, "ssr") || (options as { ssr?: unknown }).ssr !== true
}

function refusal(file: string, importers: readonly string[]): string {
  const chain = importers.toReversed().map((importer, index) => `${"  ".repeat(index)}${importer} imports\n`)
  return `A client file is imported by code for the browser, where everybody could read its secret:
${chain.join("")}${"  ".repeat(importers.length)}${file}
Import the public module instead (google.public.ts, which \`npx client-secrets generate\` writes), and load the file on the server.`
}

/** Where a framework has told Vite of no public folder, as Nuxt does, it publishes `public` of the project itself. */
function publicFolders({ root, publicDir }: ResolvedConfig): readonly string[] {
  return publicDir === "" ? [join(root, "public"), join(root, "..", "public")] : [publicDir]
}

function clientFilesBelow(folder: string, names: readonly string[]): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    const paths = entries.filter(entry => !entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))
    return paths.filter(path => isClientFile(path, names))
  } catch {
    // There is no public folder.
    return []
  }
}
