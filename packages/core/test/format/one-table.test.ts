import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { clientSecretsMembers } from "../../src/index.ts"

const packages = join(import.meta.dirname, "../../..")

/**
 * Files that may name several members: the table, known slips for its names, Google's addresses, the models of other
 * readers, and the flow, which checks each endpoint that it uses.
 */
const exempt = /members\.ts|suggest-member\.ts|google-endpoints\.ts|\/readers\/|prepare-client\.ts/

test("no second file lists the members: each that is added is one row", () => {
  const optional = clientSecretsMembers.filter(({ required }) => !required).map(({ name }) => name)
  const lists = readdirSync(packages, { recursive: true, encoding: "utf8" })
    .filter(path => /^[\w-]+\/src\/.*\.ts$/.test(path) && !exempt.test(path))
    .filter(path => {
      const code = readFileSync(join(packages, path), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")
      return optional.filter(name => code.includes(`"${name}"`)).length > 3
    })
  expect(lists).toEqual([])
})

test("types, file and code name a member in the same way", () => {
  for (const { name, property } of clientSecretsMembers)
    expect(property.toLowerCase()).toBe(name.replaceAll("_", "").toLowerCase())
})
