import type { ReadClientOptions } from "@client-secrets/codegen"
import { safeParseClientSecrets } from "@client-secrets/core"

/** The members of a valid client file that are not public, only by name. */
export interface UnknownMembers {
  readonly hasSecret: boolean
  /** Names that may be printed. */
  readonly names: readonly string[]
  /** How many more there are, whose names may themselves be secret. */
  readonly unprintable: number
}

export function unknownMembers(content: string | Uint8Array, options: ReadClientOptions): UnknownMembers {
  const parsed = safeParseClientSecrets(content, {
    ...options,
    optional: [...(options.optional ?? []), "client_secret"],
  })
  if (!parsed.success) return { hasSecret: false, names: [], unprintable: 0 }
  const { names } = parsed.data.extra
  const printable = names.filter(name => /^[a-z_]{1,24}$/.test(name))
  return {
    hasSecret: parsed.data.clientSecret !== undefined,
    names: printable,
    unprintable: names.length - printable.length,
  }
}
