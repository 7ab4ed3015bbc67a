// What the tests of oauth2client and of the Ruby client demand of files on disk, each under its name there. The other
// tests are in packages/core/test/format/peers.test.ts, and docs/differences.md explains the differences.
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecretsSync } from "@client-secrets/core"
import { fileSource } from "@client-secrets/file"
import { expect, test } from "vitest"
import { example } from "./example.ts"

const load = (path: string) => loadClientSecretsSync(fileSource(path))

test("oauth2client test_success, Ruby with JSON file: reads an explicit path", () => {
  const client = load(join(scratch({ "client_secrets.json": example }), "client_secrets.json"))
  const [[type, members]] = Object.entries(JSON.parse(example)) as [[string, Record<string, string>]]
  expect([client.type, client.clientId, client.clientSecret.reveal()]).toEqual([
    type,
    members["client_id"],
    members["client_secret"],
  ])
})

test("oauth2client test_non_existent, test_load_by_filename_missing_file, Ruby with no existing JSON file", () => {
  const path = join(scratch(), "no_file.json")
  expect(() => load(path)).toThrow(
    expect.objectContaining({ code: "not_found", message: expect.stringContaining(path) }),
  )
})

test("oauth2client test_bad_json, Ruby with invalid JSON file: differs, our own error without the document", () => {
  const path = join(scratch({ "invalid.json": `[${example}` }), "invalid.json")
  const invalid = { code: "invalid", message: expect.not.stringContaining("EXAMPLE") }
  expect(() => load(path)).toThrow(expect.objectContaining(invalid))
})

test("Ruby with folder name, which have json file in parents: differs, searches only the project", () => {
  const folder = scratch({ "client_secrets.json": example, "project/package.json": "{}" })
  mkdirSync(join(folder, "project/files/child"), { recursive: true })
  expect(() => load(join(folder, "project/files/child"))).toThrow(expect.objectContaining({ code: "not_found" }))

  const project = scratch({ "client_secrets.json": example, "package.json": "{}" })
  mkdirSync(join(project, "files/child"), { recursive: true })
  expect(load(join(project, "files/child")).clientId).toBe(load(join(project, "client_secrets.json")).clientId)
})

test("Ruby with folder without client_secrets.json", () => {
  expect(() => load(scratch())).toThrow(expect.objectContaining({ code: "not_found" }))
})
