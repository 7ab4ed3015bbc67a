import type { Diagnostic } from "../diagnostic.ts"
import type { Emitter, GeneratedFile, Model } from "../model/model.ts"
import type { ReadClientResult } from "../read/read-client.ts"
import { emitModules, javascriptEmitter, typescriptEmitter } from "./modules.ts"

/** An input that was read. */
interface Read extends ReadClientResult {
  readonly name: string
  readonly environment: string | undefined
  readonly label: string
}

/** Says why a client's secret is not written into a module, if it may not or cannot be. */
export function refuseInline({ label, client, secret }: Read): readonly Diagnostic[] {
  if (client === undefined) return []
  const refused = (message: string, hint: string): readonly Diagnostic[] => {
    return [{ severity: "error", code: "inline_refused", message, hint, input: label }]
  }
  if (client.type === "web") {
    return refused(
      "The secret of a web client is not written into a module.",
      "Anyone who has the module can act as the client: give the secret by reference, such as env:NAME.",
    )
  }
  if (secret !== undefined) return []
  return refused(
    "There is no secret to write into a module.",
    "The input is a public file: give the client file itself.",
  )
}

/**
 * The files of an emitter with the secrets in their server modules; `undefined` for an emitter that has no such modules.
 *
 * Known by identity, not by name: the model contains no secret, and only our own two emitters get one.
 */
export function emitInline(
  emitter: Emitter,
  model: Model,
  reads: readonly Read[],
): readonly GeneratedFile[] | undefined {
  const language = emitter === typescriptEmitter ? "ts" : emitter === javascriptEmitter ? "mjs" : undefined
  if (language === undefined) return undefined
  return model.clients.flatMap(client => {
    const own = reads.filter(({ name }) => name === client.name)
    const secrets = new Map(own.map(({ environment, secret }) => [environment, secret!.reveal()]))
    return emitModules(language, client, environment => secrets.get(environment)!)
  })
}
