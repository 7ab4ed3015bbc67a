import type { PublicClient } from "@client-secrets/core"
import type { Emitter } from "../model/model.ts"
import { publicEntries } from "../model/public-members.ts"
import { clientSecretsJsonSchema } from "../schema/client-secrets-json-schema.ts"
import { jsonText } from "./literal.ts"

/**
 * `NAME.schema.json`: a JSON Schema that this client's file meets, with its secret or without, for as long as its public
 * part is the same as when the modules were generated.
 */
export const jsonSchemaEmitter: Emitter = {
  name: "json-schema",
  generate: ({ clients }) =>
    clients.map(({ name, environments }) => {
      const files = environments.map(({ client }) => fileSchema(client))
      return {
        path: `${name}.schema.json`,
        text: jsonText({
          $schema: clientSecretsJsonSchema.$schema,
          title: `The client file of ${name}, as its modules were generated`,
          ...(files.length === 1 ? files[0] : { anyOf: files }),
        }),
      }
    }),
}

function fileSchema(client: PublicClient): object {
  const members = publicEntries(client).map(({ name, value }) => [name, { const: value }] as const)
  return {
    type: "object",
    properties: {
      [client.type]: {
        type: "object",
        properties: { ...Object.fromEntries(members), client_secret: clientSecretsJsonSchema.$defs.client_secret },
        required: members.map(([name]) => name),
      },
    },
    required: [client.type],
  }
}
