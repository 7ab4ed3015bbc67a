import { join } from "node:path"
import { readProperty } from "@client-secrets/recognize"
import { addressParts, isClientFile, isClientFileName } from "./client-file.ts"
import { withoutClientFiles } from "./dependencies.ts"
import { ImportChains } from "./import-chains.ts"
import { inlineLimitWithoutClientFiles } from "./inline-limit.ts"
import { inlinesClient } from "./inlined-client.ts"
import { referredClientFile } from "./references.ts"
import { assetRefusal, refusal } from "./refusal.ts"
import { asksForClientFile } from "./requests.ts"
import { clientFilesIn, publicFolders } from "./served-files.ts"
import type { Bundle, Config, Context, Module, Output, Server, UserConfig } from "./vite-types.ts"

/** Options of `clientSecrets`. */
export interface ClientSecretsPluginOptions {
  /**
   * The names of further client files: `["google-oauth.yaml"]`. Without it, a client file is `client_secret*.json`, and any other
   * JSON file that contains a client with its secret. @default []
   */
  readonly files?: readonly string[] | undefined
}

/** A plugin for Vite 5 to 8. Its type does not show its hooks, which only Vite calls. */
export interface ClientSecretsPlugin {
  readonly name: string
  readonly enforce: "pre"
}

// The files that Vite denies by default (vite 8, docs/config/server-options): our list replaces that one.
const deniedByVite = [".env", ".env.*", "*.{crt,pem,key,p12,pfx,cer,der}", ".npmrc", ".yarnrc.yml", "**/.git/**"]

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
  const names = namesOf(options)
  const chains = new ImportChains()
  let config: Config

  const hooks = {
    config: {
      // After the framework, which may have its own limit.
      order: "post",
      handler: (config: UserConfig) => ({
        server: { fs: { deny: [...deniedByVite, "client_secret!(*.public).json", ...names] } },
        build: { assetsInlineLimit: inlineLimitWithoutClientFiles(config, names) },
        optimizeDeps: { rolldownOptions: { plugins: [withoutClientFiles(names)] } },
        // Vite builds workers without the plugins of the project.
        worker: { plugins: () => [clientSecrets(options)] },
      }),
    },

    configResolved(resolved: Config) {
      config = resolved
      const published = publicFolders(config).flatMap(folder => clientFilesIn(folder, names))
      if (published.length === 0) return
      const message = `${published.join(", ")}: a client file is in the public folder, whose files everybody can download. Move it out, and create a new client secret if it was ever deployed.`
      if (config.command === "build") throw new Error(message)
      config.logger.error(message)
    },

    // Before Vite's own middlewares, which serve the public folder without asking `fs.deny`.
    configureServer(server: Server) {
      server.middlewares.use((request, response, next) => {
        if (!asksForClientFile(request, config, names)) return next()
        response.statusCode = 403
        response.end("client-secrets: a client file is not served. Only a server may read it.\n")
      })
    },

    async resolveId(this: Context, source: string, importer: string | undefined, options?: object) {
      if (importer === undefined || !isForBrowser(this, options)) return
      if (addressParts(source).some(part => isClientFileName(part, names)))
        this.error(refusal(source, [importer, ...(await chains.importersOf(importer))]))
    },

    // By the content of the file, whatever its name.
    async load(this: Context, id: string, options?: object) {
      const path = id.split("?")[0]!
      if (isForBrowser(this, options) && isClientFile(path, names))
        this.error(refusal(path, await chains.importersOf(id)))
    },

    // A file that is reached by `new URL(…, import.meta.url)` or from CSS is not imported, and may be inlined into the code itself.
    // Another plugin may have loaded the file itself.
    async transform(this: Context, code: string, id: string, options?: object) {
      if (!isForBrowser(this, options)) return
      const path = id.split("?")[0]!
      if (isClientFile(path, names)) this.error(refusal(path, await chains.importersOf(id)))
      const reference = referredClientFile(code, id, names)
      if (reference !== undefined) this.error(refusal(reference, [id, ...(await chains.importersOf(id))]))
    },

    moduleParsed({ id, importedIds, dynamicallyImportedIds }: Module) {
      chains.add(id, [...importedIds, ...dynamicallyImportedIds])
    },

    generateBundle: {
      // After Vite, which adds style sheets and pages, and removes the assets of a server unless they are to be published.
      order: "post",
      handler(this: Context, _: object, bundle: Bundle) {
        for (const [name, output] of Object.entries(bundle)) {
          const originalFileNames = readProperty(output, "originalFileNames") as readonly string[] | undefined
          const file = originalFileNames?.find(name => isClientFile(join(config.root, name), names))
          if (file !== undefined) this.error(isForBrowser(this) ? refusal(file, []) : assetRefusal(file))
          if (isForBrowser(this) && inlinesClient(textOf(output)))
            this.error(refusal(`${name}, as a data: address`, []))
        }
      },
    },
  }
  return { name: "client-secrets", enforce: "pre", ...hooks }
}

function namesOf(options: ClientSecretsPluginOptions): readonly string[] {
  const files: unknown =
    typeof options === "object" && options !== null && Object.hasOwn(options, "files") ? options.files : []
  if (!Array.isArray(files) || files.some(name => typeof name !== "string" || /[\\/*]/.test(name))) {
    throw new TypeError("files must be a list of file names, without folders.")
  }
  return files
}

/** The text of a chunk, a style sheet or a page. */
function textOf(output: Output): string {
  const text = readProperty(output, "code") ?? readProperty(output, "source")
  return typeof text === "string" ? text : ""
}

/** Code for a server may import the file; before Vite 6 only the option `ssr` shows that. */
function isForBrowser(context: Context, options: object = {}): boolean {
  const environment = readProperty(context, "environment") as Context["environment"]
  if (environment !== undefined) return environment.config.consumer !== "server"
  return !Object.hasOwn(options, "ssr") || (options as { ssr?: unknown }).ssr !== true
}
