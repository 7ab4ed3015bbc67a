import { clientSecretsJsonSchema } from "@client-secrets/codegen"
import { CommandFailure } from "../command-failure.ts"
import { exitCode } from "../exit-code.ts"
import type { Command } from "./command.ts"

/** `client-secrets schema` */
export const schemaCommand: Command = {
  usage: "",
  summary: "print the JSON Schema of client_secrets.json, for editors",
  description:
    "Prints the schema of the format; the flavour `schema` of `generate` makes one for a client. Reads nothing.",
  options: {},
  async run({ given, reporter }) {
    if (given.positionals.length > 0) throw new CommandFailure("usage", "`schema` takes no input.")
    reporter.output(JSON.stringify(clientSecretsJsonSchema, undefined, 2))
    return { exitCode: exitCode.ok, result: { schema: clientSecretsJsonSchema } }
  },
}
