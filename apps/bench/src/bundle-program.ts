import { basename, join } from "node:path"
import { build } from "esbuild"
import { programPath } from "./measure-processes.ts"

// Globals that CommonJS lacks within a module.
const banner = `import { createRequire } from "node:module"
const require = createRequire(import.meta.url), __dirname = import.meta.dirname`

/** Bundles a program as for a cloud function, as one minified file that can also load CommonJS, and returns its path. */
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
