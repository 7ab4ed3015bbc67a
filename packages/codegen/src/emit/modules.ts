import type { ClientModel, Emitter, GeneratedFile } from "../model/model.ts"
import { identifiersOf } from "../read/identifiers.ts"
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

/** A public module and, unless the client needs no secret, a server module; with `inline` it contains the secret. */
export function emitModules(
  language: "ts" | "mjs",
  client: ClientModel,
  inline?: InlineSecret,
): readonly GeneratedFile[] {
  const kinds: readonly ModuleKind[] = language === "ts" ? ["ts"] : ["mjs", "d.mts"]
  const needsSecret = client.environments.some(({ secrets }) => secrets.length > 0)
  return kinds.flatMap((kind): readonly GeneratedFile[] => {
    const path = `${client.name}.public.${kind}`
    const { value } = identifiersOf(client.name, "A client's name")
    const [mainExport, mainSource] = kind === "d.mts" ? [] : [value, `${value}Source`]
    const text = publicModule(kind, client)
    const publicFile = { path, text, holdsSecret: false, isServerModule: false, mainExport }
    if (!needsSecret) return [publicFile]
    const serverFile = {
      path: `${client.name}.server.${kind}`,
      text: serverModule(kind, client, inline),
      holdsSecret: inline !== undefined && kind !== "d.mts",
      isServerModule: true,
      mainExport: mainSource,
    }
    return [publicFile, serverFile]
  })
}
