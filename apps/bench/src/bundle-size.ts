import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import { rolldown } from "rolldown"

export interface BundleSize {
  /** By esbuild. */
  readonly minified: number
  /** The same with gzip -9. */
  readonly gzipped: number
  /** Minified by rolldown, which is Vite's bundler, and gzipped. */
  readonly gzippedByRolldown: number
}

const folder = fileURLToPath(new URL("..", import.meta.url))
// An optional peer of a competitor, which is installed for another package.
const optionalPeers = ["encoding"]

/** The size of a module in an application's bundle, without external modules. */
export async function bundleSize(module: string, outside: readonly string[] = []): Promise<BundleSize> {
  const external = [...optionalPeers, ...outside]
  const code = await bundleByEsbuild(module, external)
  return {
    minified: code.length,
    gzipped: gzippedLength(code),
    gzippedByRolldown: gzippedLength(await bundleByRolldown(module, external)),
  }
}

async function bundleByEsbuild(module: string, external: string[]): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: module, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    external,
    target: "es2022",
    write: false,
    logLevel: "error",
  })
  return outputFiles[0]!.contents
}

async function bundleByRolldown(module: string, external: string[]): Promise<string> {
  const entry = `${folder}entry.ts`
  const build = await rolldown({
    input: entry,
    platform: "node",
    external,
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: id => (id === entry ? id : undefined),
        load: id => (id === entry ? module : undefined),
      },
    ],
  })
  const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false })
  await build.close()
  return output[0].code
}

function gzippedLength(code: string | Uint8Array): number {
  return gzipSync(code, { level: 9 }).length
}
