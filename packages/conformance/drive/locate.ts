import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const require = createRequire(import.meta.url)

// The path of a runtime's binary, or undefined on a machine without it: they are optional dependencies of this package.

const { platform, arch } = process

export function locateNode(major: number): string | undefined {
  // The packages for Apple silicon have another name.
  const build = platform === "darwin" && arch === "arm64" ? "bin-darwin-arm64" : `${platform}-${arch}`
  return fileOf(`node${major}-${build}`, "bin/node")
}

export function locateDeno(): string | undefined {
  const build = `${platform}-${arch}${platform === "linux" ? "-glibc" : ""}`
  // The package `deno` starts the binary as a child; the binary itself can be killed.
  return fileOf(`@deno/${build}`, platform === "win32" ? "deno.exe" : "deno", "deno")
}

export function locateBun(): string | undefined {
  // Its install script puts the binary for this machine there, with this name on every platform.
  return fileOf("bun", "bin/bun.exe")
}

export function locateWorkerd(): string | undefined {
  const build = `${platform === "win32" ? "windows" : platform}-${arch === "x64" ? "64" : arch}`
  return fileOf(`@cloudflare/workerd-${build}`, platform === "win32" ? "bin/workerd.exe" : "bin/workerd", "workerd")
}

/** `CHROMIUM_PATH`, or the usual paths of the systems. */
export function locateChromium(): string | undefined {
  const wanted = process.env["CHROMIUM_PATH"]
  const places = wanted === undefined ? chromiumPlaces : [wanted]
  return places.find(place => existsSync(place))
}

const chromiumPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

/** A file of an installed package, which may be a dependency of another one. */
function fileOf(name: string, path: string, dependencyOf?: string): string | undefined {
  try {
    const from = dependencyOf === undefined ? require : createRequire(require.resolve(`${dependencyOf}/package.json`))
    const file = join(dirname(from.resolve(`${name}/package.json`)), path)
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}
