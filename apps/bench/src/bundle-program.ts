import { basename, join } from "node:path"
import { build } from "esbuild"
import { programPath } from "./measure-processes.ts"

// What CommonJS within a module finds missing.
const banner = `import { createRequire } from "node:module"
const require = createRequire(import.meta.url), __dirname = import.meta.dirname`

/** Bundles a program as for a function in the cloud, one minified file that loads CommonJS too, and gives its path. */
export async function bundleProgram(name: string, folder: string): Promise<string> {
  const outfile = join(folder, basename(name))
  await build({
    entryPoints: [programPath(name)],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    banner: { js: banner },
    // As in bundle-size.ts.
    external: ["encoding"],
  })
  return outfile
}
