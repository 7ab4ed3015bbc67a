import type { ClientModel, Emitter, GeneratedFile } from "../model/model.ts"
import type { ModuleKind } from "./module-text.ts"
import { publicModule } from "./public-module.ts"
import { type InlineSecret, serverModule } from "./server-module.ts"

/** `NAME.public.ts` and `NAME.server.ts`, which every TypeScript from 5.5 on compiles and every runtime strips. */
export const typescriptEmitter: Emitter = {
  name: "ts",
  generate: ({ clients }) => clients.flatMap(client => emitModules("ts", client)),
}

/** `NAME.public.mjs` and `NAME.server.mjs`, each with its `.d.mts`: for JavaScript, and for packages to publish. */
export const javascriptEmitter: Emitter = {
  name: "mjs",
  generate: ({ clients }) => clients.flatMap(client => emitModules("mjs", client)),
}

/** A public module and, unless the client needs no secret, a server module; with `inline` it holds the secret. */
export function emitModules(
  language: "ts" | "mjs",
  client: ClientModel,
  inline?: InlineSecret,
): readonly GeneratedFile[] {
  const kinds: readonly ModuleKind[] = language === "ts" ? ["ts"] : ["mjs", "d.mts"]
  const needsSecret = client.environments.some(({ secrets }) => secrets.length > 0)
  return kinds.flatMap((kind): readonly GeneratedFile[] => {
    const path = `${client.name}.public.${kind}`
    const publicFile = { path, text: publicModule(kind, client), holdsSecret: false, isServerModule: false }
    if (!needsSecret) return [publicFile]
    const holdsSecret = inline !== undefined && kind !== "d.mts"
    const text = serverModule(kind, client, inline)
    return [publicFile, { path: `${client.name}.server.${kind}`, text, holdsSecret, isServerModule: true }]
  })
}
