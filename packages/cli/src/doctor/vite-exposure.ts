import { existsSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { readText } from "../input/read-text.ts"

/** How Vite would hand a file out. */
export type ViteExposure =
  /** As it is, in development and in the build: it lies in the public folder. */
  | "public-folder"
  /** By the development server, to whoever can reach it. */
  | "dev-server"
  /** The configuration names such files, which was not run: it may deny them. */
  | "perhaps-denied"

const configNames = ["js", "mjs", "ts", "cjs", "mts", "cts"].map(extension => `vite.config.${extension}`)

// `server.fs.deny` by default, as of Vite 8; patterns without a slash match the name.
const deniedByDefault = /^\.env(?:\..*)?$|\.(?:crt|pem|key|p12|pfx|cer|der)$|^\.npmrc$|^\.yarnrc\.yml$/i

/**
 * Says whether Vite hands a file out, for the projects that the file lies in or beneath; undefined where none does.
 *
 * The projects' configurations are read as text and never run: they may be anybody's.
 */
export function viteExposure(path: string, top: string | undefined): ViteExposure | undefined {
  let exposure: ViteExposure | undefined
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const config = viteConfigOf(folder)
    if (config !== undefined) {
      const [first] = relative(folder, path).split(sep)
      if (first === "public") return "public-folder"
      const name = path.slice(dirname(path).length + 1)
      if (!deniedByDefault.test(name) && !relative(folder, path).split(sep).includes(".git")) {
        exposure ??=
          config.lastIndexOf("client_secret") > config.indexOf("deny") && config.includes("deny")
            ? "perhaps-denied"
            : "dev-server"
      }
    }
    // Without a repository: as far as the folder above, where a workspace may be.
    const isLast = top === undefined ? folder === dirname(dirname(path)) : folder === top
    if (isLast || dirname(folder) === folder) return exposure
  }
}

/** The text of a folder's configuration of Vite, empty where there is none but Vite is used; undefined where it is not. */
function viteConfigOf(folder: string): string | undefined {
  const name = configNames.find(name => existsSync(join(folder, name)))
  if (name !== undefined) return readText(join(folder, name))
  try {
    const manifest: unknown = JSON.parse(readText(join(folder, "package.json")))
    const { dependencies, devDependencies } = manifest as Record<string, Record<string, unknown> | undefined>
    return { ...dependencies, ...devDependencies }["vite"] === undefined ? undefined : ""
  } catch {
    return undefined
  }
}
