import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** Bundles some exports of the built package as an application's build would. */
export async function bundle(
  exports: readonly string[],
  format: "esm" | "iife" = "esm",
): Promise<{ code: string; size: number; inputs: string[] }> {
  const result = await build({
    stdin: {
      contents: `export { ${exports.join(", ")} } from "@client-secrets/core"`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format,
    globalName: "bundled",
    platform: "neutral",
    target: "es2022",
    metafile: true,
    write: false,
    logLevel: "silent",
  })
  const code = result.outputFiles[0]!.text
  return { code, size: gzipSync(code, { level: 9 }).length, inputs: Object.keys(result.metafile.inputs) }
}
