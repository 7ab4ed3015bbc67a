import { clientSecretsJsonSchema, generate, jsonSchemaEmitter } from "@client-secrets/codegen"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, test } from "vitest"
import { exampleClient, exampleEnvironments, exampleFile } from "./example.ts"

const ajv = new Ajv2020({ strict: true })

describe("the schema of the format", () => {
  const validate = ajv.compile(clientSecretsJsonSchema)

  test("accepts a client of either type", () => {
    expect(validate({ web: exampleClient() }), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ installed: exampleClient({ a_member_of_ones_own: 1 }) })).toBe(true)
  })

  test("rejects none or two clients, a client with a missing member, and a member of another type", () => {
    expect(validate({})).toBe(false)
    expect(validate({ web: exampleClient(), installed: exampleClient() })).toBe(false)
    for (const name of ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"]) {
      const { [name]: _, ...without } = exampleClient()
      expect(validate({ web: without }), name).toBe(false)
      expect(validate({ web: exampleClient({ [name]: 1 }) }), name).toBe(false)
    }
    expect(validate({ web: exampleClient({ redirect_uris: "https://app.example.com" }) })).toBe(false)
  })
})

describe("the schema of a client", () => {
  const schemaOf = (input: Parameters<typeof generate>[0]) => {
    return ajv.compile(JSON.parse(generate(input, { emitters: [jsonSchemaEmitter] }).files[0]!.text))
  }

  test("accepts its file with and without the secret, and rejects a file with another public part", () => {
    const validate = schemaOf(exampleFile())
    expect(validate({ web: exampleClient() }), JSON.stringify(validate.errors)).toBe(true)
    expect(validate(JSON.parse(exampleFile({ client_secret: undefined })))).toBe(true)
    expect(validate({ web: exampleClient({ client_secret: "another" }) })).toBe(true)
    expect(validate({ installed: exampleClient() })).toBe(false)
    expect(validate({ web: exampleClient({ client_id: "other" }) })).toBe(false)
    expect(validate({ web: exampleClient({ redirect_uris: ["https://app.example.com/callback"] }) })).toBe(false)
  })

  test("accepts the file of each environment", () => {
    const validate = schemaOf(exampleEnvironments)
    for (const { content } of exampleEnvironments) expect(validate(JSON.parse(content))).toBe(true)
    expect(validate({ web: exampleClient({ client_id: "other" }) })).toBe(false)
  })
})
