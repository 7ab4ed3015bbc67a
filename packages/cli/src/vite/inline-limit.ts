import { readProperty } from "@client-secrets/recognize"
import { isClientFile } from "./client-file.ts"
import type { InlineLimit, UserConfig } from "./vite-types.ts"

/** The limit of the project, except that a client file is never inlined: inlined content has no name by which it could be found. */
export function inlineLimitWithoutClientFiles(config: UserConfig, names: readonly string[]): InlineLimit {
  const limit = inlineLimitOf(config)
  return (file, content) => {
    if (isClientFile(file, names)) return false
    if (typeof limit === "function") return limit(file, content)
    return limit === undefined ? undefined : content.length < limit
  }
}

function inlineLimitOf(config: UserConfig): InlineLimit | undefined {
  const build = readProperty(config, "build") as UserConfig["build"]
  return build && (readProperty(build, "assetsInlineLimit") as InlineLimit | undefined)
}
