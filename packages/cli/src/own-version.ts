import { join } from "node:path"
import { readText } from "./input/read-text.ts"

/** The version of this package. */
export function ownVersion(): string {
  return String(JSON.parse(readText(join(import.meta.dirname, "../package.json"))).version)
}
