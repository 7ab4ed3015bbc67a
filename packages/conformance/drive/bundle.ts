import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs"
import { builtinModules } from "node:module"
import { dirname, isAbsolute, join } from "node:path"
import { fileURLToPath } from "node:url"
import { type BuildOptions, build, type Plugin } from "esbuild"
import type { RunSetup } from "../src/run-cases.ts"

/** The forms in which cases reach a runtime. */
export type BundleForm = "program" | "commonjs program" | "worker" | "edge script" | "page"

/** What a run consists of, and where its files may be written. */
export interface BundleInput {
  /** The module that exports `cases`. */
  readonly cases: URL
  /** A folder only for this run; it is removed afterwards. */
  readonly folder: string
  readonly setup: RunSetup
}

const entry = fileURLToPath(new URL("../src/entry.ts", import.meta.url))
const harness = "@client-secrets/conformance"

/**
 * Bundles cases and harness for one form of runtime and returns the file's path.
 *
 * Programs load every package by name, from its built files. Other forms (workers, scripts, pages) get the built files
 * bundled, with the export conditions that this platform's own tools use.
 */
export async function bundleCases(form: BundleForm, { cases, folder, setup }: BundleInput): Promise<string> {
  const casesPath = fileURLToPath(cases)
  const [starter, options] = forms[form](folder)
  const outfile = join(folder, `${form.replaceAll(" ", "-")}${form === "commonjs program" ? ".cjs" : ".mjs"}`)
  await build({
    stdin: {
      contents: [
        `import { cases } from ${JSON.stringify(casesPath)}`,
        `import { ${starter} } from ${JSON.stringify(entry)}`,
        // Parsed at run time: in a literal, __proto__ would not be a member.
        `const setup = JSON.parse(${JSON.stringify(JSON.stringify(setup))})`,
        `${form === "worker" ? "export default " : ""}${starter}(cases, setup)`,
      ].join("\n"),
      resolveDir: dirname(casesPath),
      loader: "ts",
    },
    bundle: true,
    outfile,
    logLevel: "silent",
    target: "es2022",
    // So that stacks of failed cases name the source.
    sourcemap: "inline",
    sourcesContent: false,
    ...options,
  })
  return outfile
}

type Form = (folder: string) => [starter: "runAsProgram" | "runAsWorker" | "runAsScript", options: BuildOptions]

const bundled = (conditions: string[], format: "esm" | "iife", external: string[]): BuildOptions => ({
  format,
  external,
  platform: "browser",
  conditions,
  // Otherwise esbuild would choose `development` or `production` by itself.
  define: { "process.env.NODE_ENV": '"production"' },
})

const forms: Record<BundleForm, Form> = {
  program: folder => ["runAsProgram", { format: "esm", platform: "node", plugins: [loadByName(folder)] }],
  "commonjs program": folder => [
    "runAsProgram",
    // `import()` becomes `require`: a CommonJS function on Lambda has nothing else.
    { format: "cjs", platform: "node", plugins: [loadByName(folder)], supported: { "dynamic-import": false } },
  ],
  // A stray `node:` import remains, and fails where workerd has no such module; elsewhere the build fails.
  worker: () => ["runAsWorker", bundled(["workerd", "worker", "browser"], "esm", ["node:*", "cloudflare:*"])],
  "edge script": () => ["runAsScript", bundled(["edge-light", "worker", "browser"], "iife", [])],
  page: () => ["runAsScript", bundled(["browser"], "esm", [])],
}

/** Leaves every package but the harness to the runtime, and links it into the run's folder, where the runtime finds it. */
function loadByName(folder: string): Plugin {
  return {
    name: "load-by-name",
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /^[^./]/ }, ({ path, resolveDir, kind }) => {
        if (kind === "entry-point" || isAbsolute(path)) return undefined
        if (path === harness || path.startsWith(`${harness}/`)) return undefined
        if (path.startsWith("node:") || builtinModules.includes(path)) return { path, external: true }
        linkPackage(path.split("/", path.startsWith("@") ? 2 : 1).join("/"), resolveDir, folder)
        return { path, external: true }
      })
    },
  }
}

function linkPackage(name: string, from: string, folder: string): void {
  const target = findPackage(name, from)
  if (target === undefined) throw new Error(`${name} is not installed for ${from}`)
  const link = join(folder, "node_modules", name)
  if (!existsSync(link)) {
    mkdirSync(dirname(link), { recursive: true })
    // On Windows everyone may create a junction, but not a symbolic link.
    symlinkSync(target, link, "junction")
  } else if (realpathSync(link) !== target) {
    throw new Error(`Two copies of ${name} are imported: ${realpathSync(link)} and ${target}`)
  }
}

/** A package as Node finds it from a folder, or the package that contains the folder. */
function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", name)
    if (existsSync(installed)) return realpathSync(installed)
    const manifest = join(folder, "package.json")
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === name) return realpathSync(folder)
    if (dirname(folder) === folder) return undefined
  }
}
