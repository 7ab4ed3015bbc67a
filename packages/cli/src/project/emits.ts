import {
  type Emitter,
  envExampleEmitter,
  javascriptEmitter,
  jsonSchemaEmitter,
  publicFileEmitter,
  typescriptEmitter,
} from "@client-secrets/codegen"

/** The possible outputs, by their names in `--emit`. */
export const emits: Readonly<Record<EmitName, Emitter>> = {
  ts: typescriptEmitter,
  mjs: javascriptEmitter,
  schema: jsonSchemaEmitter,
  "env-example": envExampleEmitter,
  public: publicFileEmitter,
}

/** One kind of output, by its name on the command line. */
export type EmitName = "ts" | "mjs" | "schema" | "env-example" | "public"
