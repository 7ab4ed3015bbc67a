import { type ClientSecretsMember, clientSecretsMembers } from "@client-secrets/core"

/** A JSON Schema as far as one is used here. */
export interface ClientSecretsJsonSchema {
  readonly $schema: string
  readonly $defs: Readonly<Record<"client" | "client_secret", object>>
  readonly [keyword: string]: unknown
}

/**
 * A JSON Schema (2020-12) of `client_secrets.json`, for editors.
 *
 * It describes only the shape: `parseClientSecrets` checks what a schema cannot express, such as endpoints and placeholders.
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
      properties: Object.fromEntries(
        clientSecretsMembers.map(member => [
          member.name,
          member.kind === "secret" ? { $ref: "#/$defs/client_secret" } : describeMember(member),
        ]),
      ),
      required: clientSecretsMembers.filter(({ required }) => required).map(({ name }) => name),
    },
    client_secret: describeMember(clientSecretsMembers.find(({ kind }) => kind === "secret")!),
  },
}

function describeMember({ description, list, values }: ClientSecretsMember): object {
  const string = { type: "string", minLength: 1, ...(values && { enum: values }) }
  return list ? { description, type: "array", items: string } : { description, ...string }
}
