import { emitModules } from "./emit-modules.ts"
import type { Emitter } from "./model.ts"

/** `NAME.public.mjs` and `NAME.server.mjs`, each with its `.d.mts`: for JavaScript, and for packages to publish. */
export const javascriptEmitter: Emitter = {
  name: "mjs",
  generate: ({ clients }) => clients.flatMap(client => emitModules("mjs", client)),
}
