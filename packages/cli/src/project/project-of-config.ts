import { dirname, resolve } from "node:path"
import type { Emitter, SecretOption } from "@client-secrets/codegen"
import { ownOptions } from "@client-secrets/source-kit"
import { CommandFailure } from "../command-failure.ts"
import type { ClientConfig, Config } from "./define-config.ts"
import { emits } from "./emits.ts"
import { importStyleOf } from "./manifest.ts"
import type { Project, ProjectInput } from "./project.ts"

/** The project that a configuration describes, in its folder. */
export function projectOfConfig(path: string, config: Config, inlineSecret: boolean): Project {
  // A copy without a prototype: `config` is one, and a rest object would not be.
  const { clients, out = ".", emit = ["ts"], type, optional, maxBytes, allowInsecureEndpoints, accept } = config
  const root = dirname(path)
  return {
    root,
    out: resolve(root, typeof out === "string" ? out : out.public),
    serverOut: resolve(root, typeof out === "string" ? out : out.server),
    imports: importStyleOf(root),
    inputs: Object.entries(clients).flatMap(([name, client]) => inputsOf(name, client)),
    emitters: emit.map(one => (typeof one === "string" ? emits[one] : guarded(one))),
    readOptions: { type, optional, maxBytes, allowInsecureEndpoints, accept },
    inlineSecret,
    config: path,
  }
}

function inputsOf(name: string, client: ClientConfig): readonly ProjectInput[] {
  const { input, secret } = ownOptions(client) as ClientConfig
  const secretOf = (environment: string | undefined): SecretOption | undefined => {
    if (typeof secret !== "object" || isList(secret)) return secret
    // A configuration whose environments differ from these was refused.
    return environment === undefined ? undefined : secret[environment]
  }
  if (typeof input === "string") return [{ place: input, name, environment: undefined, secret: secretOf(undefined) }]
  return Object.entries(input).map(([environment, place]) => {
    return { place, name, environment, secret: secretOf(environment) }
  })
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value)
}

/** An emitter of the user's: its errors must not be printed. */
function guarded(emitter: Emitter): Emitter {
  return {
    name: emitter.name,
    generate(model) {
      try {
        return emitter.generate(model)
      } catch {
        const name = /^[\w-]{1,40}$/.test(emitter.name) ? emitter.name : "of the configuration"
        throw new CommandFailure("usage", `The emitter ${name} failed.`, "Nothing was written.")
      }
    },
  }
}
