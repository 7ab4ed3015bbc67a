import { constants, open } from "node:fs/promises"
import { ownProperties } from "../../flow/options.ts"
import { lookUp, requireRegularFile } from "./private-folder.ts"

const maxBytes = 1_048_576

/** The content of a token file; empty if it is too large to be one, undefined if it does not exist. No link is followed. */
export async function readTokenFile(file: string, folder: string): Promise<string | undefined> {
  const found = await lookUp(file)
  requireRegularFile(found, folder)
  if (found === undefined) return undefined
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    // Something else may have taken its place since the look.
    const status = await handle.stat()
    requireRegularFile(status, folder)
    return status.size > maxBytes ? "" : await handle.readFile(ownProperties({ encoding: "utf8" } as const))
  } finally {
    await handle.close()
  }
}

/** The own members of a JSON object; undefined if it is not one. The engine's message would quote the content. */
export function parseObject(content: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined
    return Object.assign(Object.create(null), value) as Record<string, unknown>
  } catch {
    return undefined
  }
}
