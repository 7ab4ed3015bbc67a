import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

export interface BundleSize {
  readonly minified: number
  readonly gzipped: number
}

/** What a module weighs in an application's bundle: minified by esbuild, and that compressed by gzip -9. */
export async function bundleSize(module: string): Promise<BundleSize> {
  const { outputFiles } = await build({
    stdin: { contents: module, resolveDir: fileURLToPath(new URL("..", import.meta.url)), loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    // An optional peer of a rival, which is here on account of another package.
    external: ["encoding"],
    target: "es2022",
    write: false,
    logLevel: "error",
  })
  const code = outputFiles[0]!.contents
  return { minified: code.length, gzipped: gzipSync(code, { level: 9 }).length }
}
