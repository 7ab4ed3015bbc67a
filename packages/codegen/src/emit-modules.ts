import type { ClientModel, GeneratedFile } from "./model.ts"
import type { ModuleKind } from "./module-text.ts"
import { publicModule } from "./public-module.ts"
import { type InlineSecret, serverModule } from "./server-module.ts"

/** A public module and, unless the client needs no secret, a server module; with `inline` it holds the secret. */
export function emitModules(
  language: "ts" | "mjs",
  client: ClientModel,
  inline?: InlineSecret,
): readonly GeneratedFile[] {
  const kinds: readonly ModuleKind[] = language === "ts" ? ["ts"] : ["mjs", "d.mts"]
  const needsSecret = client.environments.some(({ secret }) => secret.kind !== "none")
  return kinds.flatMap((kind): readonly GeneratedFile[] => {
    const path = `${client.name}.public.${kind}`
    const publicFile = { path, text: publicModule(kind, client), holdsSecret: false }
    if (!needsSecret) return [publicFile]
    const holdsSecret = inline !== undefined && kind !== "d.mts"
    const text = serverModule(kind, client, inline)
    return [publicFile, { path: `${client.name}.server.${kind}`, text, holdsSecret }]
  })
}
