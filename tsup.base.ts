// What the builds of all packages share.
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Options } from "tsup"

/** False where only an application is to run: `npm start` installs nothing that is needed for declarations or tests alone. */
export const writesTypes = process.env.BUILD_WITHOUT_TYPES === undefined

// These are development dependencies, since they are built into the packages. `npm start` installs no development dependency,
// so there their entries are found by their place.
const builtIn = ["recognize", "source-kit"]

function builtInEntries(): Record<string, string> {
  return Object.fromEntries(builtIn.flatMap(entriesOf))
}

function entriesOf(packageFolder: string): [string, string][] {
  const folder = new URL(`./packages/${packageFolder}/`, import.meta.url)
  const { name, exports } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"))
  return Object.entries(exports as Record<string, string>).map(([entry, file]) => [
    name + entry.slice(1),
    fileURLToPath(new URL(file, folder)),
  ])
}

/** For `esbuildOptions`. */
export function resolveBuiltIn(options: { alias?: Record<string, string> }): void {
  if (!writesTypes) options.alias = builtInEntries()
}

const shared = {
  clean: true,
  // Neither source maps nor sources are published: what is built is readable, and maps were two thirds of an installation.
  sourcemap: false,
  target: "es2022",
  platform: "neutral",
  dts: writesTypes,
  esbuildOptions: resolveBuiltIn,
} satisfies Options

/** A package for ESM and CommonJS: AWS Lambda turns off `require()` of ESM. */
export function library(options: Options): Options {
  return { ...shared, format: ["esm", "cjs"], ...options }
}

/** A package that only development uses. */
export function moduleOnly(options: Options): Options {
  return { ...shared, format: ["esm"], ...options }
}
