import {
  type Emitter,
  envExampleEmitter,
  javascriptEmitter,
  jsonSchemaEmitter,
  publicFileEmitter,
  typescriptEmitter,
} from "@client-secrets/codegen"

/** What can be generated, by the name that `--flavour` takes. */
export const flavours: Readonly<Record<FlavourName, Emitter>> = {
  ts: typescriptEmitter,
  mjs: javascriptEmitter,
  schema: jsonSchemaEmitter,
  "env-example": envExampleEmitter,
  public: publicFileEmitter,
}

/** A flavour of the output, by its name on the command line. */
export type FlavourName = "ts" | "mjs" | "schema" | "env-example" | "public"
