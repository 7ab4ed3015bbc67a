// Compiled, never run, with a library that declares `using`.
import { createLoader, type Source } from "@client-secrets/core"

declare const source: Source

export async function once(): Promise<string> {
  using loader = createLoader(source)
  await using other = createLoader(source)
  await other.get()
  return (await loader.get()).clientId
}
