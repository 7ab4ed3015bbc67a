import { publicMembers } from "../model/public-members.ts"

/** A JSON Schema as far as one is used here. */
export interface ClientSecretsJsonSchema {
  readonly $schema: string
  readonly $defs: Readonly<Record<"client" | "client_secret", object>>
  readonly [keyword: string]: unknown
}

const listMembers = ["redirect_uris", "javascript_origins"]

const clientSecret = {
  description: "Proves that a request is the client's. Never publish it.",
  type: "string",
  minLength: 1,
}

/**
 * A JSON Schema (2020-12) of `client_secrets.json`, for editors.
 *
 * It describes the shape alone: `parseClientSecrets` checks what a schema cannot say, such as endpoints and placeholders.
 */
export const clientSecretsJsonSchema: ClientSecretsJsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "client_secrets.json",
  description: "An OAuth client, as its provider's console lets one download it.",
  type: "object",
  properties: { web: { $ref: "#/$defs/client" }, installed: { $ref: "#/$defs/client" } },
  oneOf: ["web", "installed"].map(type => ({ properties: { [type]: true }, required: [type] })),
  $defs: {
    client: {
      type: "object",
      properties: {
        ...Object.fromEntries(
          publicMembers.map(({ name, description }) => {
            const text = { type: "string", minLength: 1 }
            return [
              name,
              listMembers.includes(name) ? { description, type: "array", items: text } : { description, ...text },
            ]
          }),
        ),
        client_secret: { $ref: "#/$defs/client_secret" },
      },
      required: ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"],
    },
    client_secret: clientSecret,
  },
}
