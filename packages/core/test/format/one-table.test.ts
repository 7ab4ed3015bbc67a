import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { clientSecretsMembers } from "../../src/index.ts"

const packages = join(import.meta.dirname, "../../..")

/** The modules of every package, without those installed in node_modules. */
const modules = readdirSync(packages)
  .filter(name => existsSync(join(packages, name, "src")))
  .flatMap(name =>
    readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" }).map(path => `${name}/src/${path}`),
  )
  .filter(path => path.endsWith(".ts"))

/** Files that may name several members: the table, known slips of its names, Google's addresses, the models of other readers. */
const exempt = /members\.ts|suggest-member\.ts|google-endpoints\.ts|\/readers\//

/** The code of every module that is not exempt, without comments. */
const codes = new Map(
  modules
    .filter(path => !exempt.test(path))
    .map(path => [path, readFileSync(join(packages, path), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "")]),
)

test("only one file lists the members: adding one is adding one row", () => {
  const optional = clientSecretsMembers.filter(({ required }) => !required).map(({ name }) => name)
  const lists = [...codes].filter(([, code]) => optional.filter(name => code.includes(`"${name}"`)).length > 3)
  expect(codes.size).toBeGreaterThan(300)
  expect(lists.map(([path]) => path)).toEqual([])
})

test("no array repeats three members or their properties, which would be a second list", () => {
  const names = new Set(clientSecretsMembers.flatMap(({ name, property }) => [name, property]))
  const arrays = [...codes].flatMap(([path, code]) =>
    [...code.matchAll(/\[\s*(?:"\w+"\s*,?\s*){3,}\]/g)].map(([array]) => ({ path, array })),
  )
  const isList = (array: string) => [...array.matchAll(/\w+/g)].filter(([word]) => names.has(word)).length > 2
  expect(arrays.length).toBeGreaterThan(10)
  expect(arrays.filter(({ array }) => isList(array))).toEqual([])
})

test("types, file and code name a member the same way", () => {
  for (const { name, property } of clientSecretsMembers)
    expect(property.toLowerCase()).toBe(name.replaceAll("_", "").toLowerCase())
})
