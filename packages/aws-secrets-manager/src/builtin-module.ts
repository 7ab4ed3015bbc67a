import { sourceFailure } from "@client-secrets/source-kit"

interface Host {
  readonly process?: { getBuiltinModule?(name: string): unknown }
}

/** One of Node's modules, which Deno and Bun have too; looked up on use, so that a bundle for the edge loads. */
export function builtinModule<Module>(name: string): Module {
  const found = (globalThis as Host).process?.getBuiltinModule?.(name)
  if (found) return found as Module
  throw sourceFailure("unsupported", `There is no ${name} here.`)
}
