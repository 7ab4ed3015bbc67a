import type { AnyClientSecrets } from "../src/index.ts"

/**
 * A client with its secret and its unknown members as plain data. Tests compare clients in this form, since deep equality
 * considers any two secrets equal.
 */
export function reveal(secrets: AnyClientSecrets): Record<string, unknown> {
  const { clientSecret, extra, ...rest } = secrets
  const members = extra.names.map(name => [name, extra.get(name)] as const)
  return { ...rest, clientSecret: clientSecret?.reveal(), extra: members }
}
