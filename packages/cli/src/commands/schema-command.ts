import { clientSecretsJsonSchema } from "@client-secrets/codegen"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import type { Command } from "./command.ts"

/** `client-secrets schema` */
export const schemaCommand: Command = {
  usage: "",
  description: `Editors use it to check and complete a client file. generate --emit schema writes one for a client. It reads no file.`,
  examples: ["schema > client_secrets.schema.json"],
  options: {},
  isAnswer: true,
  async run({ given, reporter }) {
    if (given.positionals.length > 0) throw new CommandFailure("usage", "schema does not accept an input.")
    reporter.output(JSON.stringify(clientSecretsJsonSchema, undefined, 2))
    return { exitCode: exitCode.ok, result: { schema: clientSecretsJsonSchema } }
  },
}
