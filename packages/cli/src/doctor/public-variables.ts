import { readdirSync } from "node:fs"
import { join } from "node:path"
import type { SecretFinder } from "@client-secrets/codegen"
import { publicPrefixes } from "@client-secrets/source-kit/public-prefixes"
import { readText } from "../input/read-text.ts"

/** A variable of a `.env` file whose value bundlers publish, and that should not be. */
export interface PublicVariable {
  readonly file: string
  readonly line: number
  /** Undefined where the name itself may not be printed. */
  readonly name: string | undefined
  /** Whether it holds this client's secret, or is only called a secret. */
  readonly holdsSecret: boolean
}

/** Looks through the `.env` files of a folder for secrets under a public prefix. Values are compared, not kept. */
export function publicVariables(folder: string, find: SecretFinder): readonly PublicVariable[] {
  return envFilesOf(folder).flatMap(file => {
    const lines = readText(join(folder, file)).split(/\r?\n/)
    return lines.flatMap((text, index): PublicVariable[] => {
      const [, name, value] = /^\s*(?:export\s+)?([\w.-]+)\s*[=:](.*)$/.exec(text) ?? []
      if (name === undefined || !publicPrefixes.some(prefix => name.startsWith(prefix))) return []
      const holdsSecret = find(value ?? "").length > 0
      if (!holdsSecret && !/CLIENT_SECRET/i.test(name)) return []
      const isPrintable = /^[A-Z_][A-Z\d_]{0,63}$/.test(name) && find(name).length === 0
      return [{ file, line: index + 1, name: isPrintable ? name : undefined, holdsSecret }]
    })
  })
}

function envFilesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => /^\.env(?:\.[\w.-]+)?$/.test(name))
      .sort()
  } catch {
    return []
  }
}
