import { sourceFailure } from "./source-failure.ts"

interface Host {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> }
}

/**
 * A variable of the process, by a computed name since bundlers put their own text in place of others; undefined on the edge.
 *
 * It asks for this one name: Deno may have granted no other, and `in` and spread would ask for all. Empty is not unset: where
 * it counts as that, the caller says so.
 *
 * @throws `denied` where Deno does not grant it.
 */
export function readVariable(name: string): string | undefined {
  try {
    const env = (globalThis as Host).process?.env
    return env && Object.hasOwn(env, name) ? env[name] : undefined
  } catch {
    throw sourceFailure("denied", `--allow-env does not grant ${name}.`)
  }
}
