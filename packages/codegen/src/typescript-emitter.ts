import { emitModules } from "./emit-modules.ts"
import type { Emitter } from "./model.ts"

/** `NAME.public.ts` and `NAME.server.ts`, which every TypeScript from 5.5 on compiles and every runtime strips. */
export const typescriptEmitter: Emitter = {
  name: "ts",
  generate: ({ clients }) => clients.flatMap(client => emitModules("ts", client)),
}
