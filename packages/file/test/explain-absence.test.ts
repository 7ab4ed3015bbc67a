import fs from "node:fs"
import { join } from "node:path"
import { freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { firstOf, loadClientSecrets } from "@client-secrets/core"
import { fileSource } from "@client-secrets/file"
import { expect, test, vi } from "vitest"
import { example } from "./example.ts"
import { outcomeOf } from "./outcome.ts"

const download = `client_secret_123456789012-${"a1b2c3d4".repeat(4)}.apps.googleusercontent.com.json`

const rows: [files: string[], says: string | undefined][] = [
  [[], undefined],
  [["package.json", "notes.json", "my_client_secret.json"], undefined],
  [[download], `Beside it is ${download}: rename it, or give its path to fileSource.`],
  [["client_secret.json"], "Beside it is client_secret.json: rename it, or give its path to fileSource."],
  [
    ["client_secret_1.json", "client_secret_2.json", "client_secret_2 (1).json"],
    "Beside it is client_secret_1.json (and 2 more): rename it, or give its path to fileSource.",
  ],
]

test.each(rows)("beside %j", async (files, says) => {
  const folder = scratch(Object.fromEntries(files.map(name => [name, "not read"])))
  // By search, and at a path.
  for (const path of [folder, join(folder, "client_secrets.json")]) {
    const source = fileSource(path)
    expect(await outcomeOf(source)).toEqual({ text: undefined })
    expect(source.hint?.()).toBe(says)
  }
})

test("core's error says it, and a chain is not ended by it", async () => {
  const folder = scratch({ "client_secret_1.json": "not read", "other.json": example })
  const missing = fileSource(join(folder, "client_secrets.json"))
  await expect(loadClientSecrets(missing)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("Beside it is client_secret_1.json: rename it"),
  })
  const { clientId } = await loadClientSecrets(firstOf(missing, fileSource(join(folder, "other.json"))))
  expect(clientId).toBe("example.apps.googleusercontent.com")
})

test("nothing is said of a folder that is not there, may not be listed, or cannot be", () => {
  const folder = scratch({ "closed/client_secret_1.json": "not read", "file.json": "not a folder" })
  expect(fileSource(join(folder, "nowhere/client_secrets.json")).hint?.()).toBeUndefined()
  expect(fileSource(join(folder, "file.json/client_secrets.json")).hint?.()).toBeUndefined()
  vi.spyOn(fs, "readdirSync").mockImplementation(() => {
    throw Object.assign(new Error("EACCES"), { code: "EACCES" })
  })
  expect(fileSource(join(folder, "closed/client_secrets.json")).hint?.()).toBeUndefined()
  vi.restoreAllMocks()
})

test("a name that could be a secret is not said", () => {
  const secret = freshSecret()
  const folder = scratch({ [`client_secret_${secret}.json`]: "not read" })
  expect(fileSource(folder).hint?.()).toBe("Beside it is …: rename it, or give its path to fileSource.")
})

test("a shell's ~ is named", async () => {
  const source = fileSource("~/client_secrets.json")
  expect(await outcomeOf(source)).toEqual({ text: undefined })
  expect(source.hint?.()).toBe("`~` is a shell's: fileSource does not expand it.")
})
