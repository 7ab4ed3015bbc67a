import { dirname, join } from "node:path"
import { isClientFile } from "./client-file.ts"

// `new URL("./file", import.meta.url)`, `url(./file)`, and `@import` and `composes` of a style sheet.
const pattern =
  /(?:new URL\(\s{0,99}["'`]|url\(\s{0,99}["']?|@import\s{0,99}["']|composes:[^;"'{}]{1,999}\sfrom\s{1,99}["'])([^"'`()\s]{1,999})/g

/** The first client file to which code or a style sheet refers without an import, as it is written there. */
export function referredClientFile(code: string, id: string, names: readonly string[]): string | undefined {
  for (const [, reference] of code.matchAll(pattern)) {
    const path = join(dirname(id), reference!.split("?")[0]!)
    if (isClientFile(path, names)) return reference
  }
  return undefined
}
