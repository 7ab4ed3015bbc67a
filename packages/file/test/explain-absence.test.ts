import fs from "node:fs"
import { join } from "node:path"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { firstOf, loadClientSecrets } from "@client-secrets/core"
import { fileSource } from "@client-secrets/file"
import { expect, test, vi } from "vitest"
import { example } from "./example.ts"
import { outcomeOf } from "./outcome.ts"

const download = `client_secret_123456789012-${"a1b2c3d4".repeat(4)}.apps.googleusercontent.com.json`

/** The hint of a source that found nothing, with FOLDER for the folder. */
async function hintOf(path: string, folder: string): Promise<string | undefined> {
  const source = fileSource(path)
  expect(source.hint?.()).toBeUndefined()
  expect(await outcomeOf(source)).toEqual({ text: undefined })
  return source.hint?.()?.replaceAll(folder, "FOLDER")
}

const pass = "If so, pass its path to fileSource(), or rename it to client_secrets.json."

const rows: [files: string[], says: string | undefined][] = [
  [[], undefined],
  [["package.json", "notes.json", "my_client_secret.json", "credentials", "client_secret.txt"], undefined],
  [[download], `Is FOLDER/${download} the client file? ${pass}`],
  ...[
    "client_secret.json",
    "credentials.json",
    "gcp-oauth.keys.json",
    "oauth2.keys.json",
    "client_id.json",
    "client-secrets.json",
    "client_secrets.json.json",
    "client_secrets.json.txt",
    "client_secrets (1).json",
    "Client_Secrets.json",
  ].map((name): [string[], string] => [[name], `Is FOLDER/${name} the client file? ${pass}`]),
  [
    ["client_secret_1.json", "client_secret_2.json", "credentials.json", "gcp-oauth.keys.json", "client_id.json"],
    `Is FOLDER/client_id.json or FOLDER/client_secret_1.json or FOLDER/client_secret_2.json (and 2 more) the client file? ${pass}`,
  ],
]

test.each(rows)("with %j in the folder", async (files, says) => {
  const folder = scratch(Object.fromEntries(files.map(name => [name, "not read"])))
  const nothing = "client_secrets.json does not exist in FOLDER."
  const expected = says === undefined ? nothing : `${nothing} ${says}`
  // By search, and at a path.
  expect(await hintOf(folder, folder)).toBe(expected)
  expect(await hintOf(join(folder, "client_secrets.json"), folder)).toBe(expected)
})

test("a search names the first folder and the last, and looks at names in all of them", async () => {
  const folder = scratch({ "package.json": "{}", "credentials.json": "not read", "a/b/": "" })
  expect(await hintOf(join(folder, "a/b"), folder)).toBe(
    `client_secrets.json does not exist in FOLDER/a/b and its parents up to FOLDER. Is FOLDER/credentials.json the client file? ${pass}`,
  )
})

test("core's error says it, and a chain is not ended by it", async () => {
  const folder = scratch({ "client_secret_1.json": "not read", "other.json": example })
  const missing = fileSource(join(folder, "client_secrets.json"))
  await expect(loadClientSecrets(missing)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("client_secret_1.json the client file? If so, pass its path to fileSource()"),
  })
  const { clientId } = await loadClientSecrets(firstOf(missing, fileSource(join(folder, "other.json"))))
  expect(clientId).toBe("example.apps.googleusercontent.com")
})

test("an asynchronous load lists no folder synchronously", async () => {
  const folder = scratch({ "client_secret_1.json": "not read" })
  const listed = vi.spyOn(fs, "readdirSync")
  await expect(loadClientSecrets(fileSource(join(folder, "client_secrets.json")))).rejects.toThrow(/client_secret_1/)
  expect(listed).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})

test("a folder that does not exist, may not be listed, or is a file is no matter", async () => {
  const folder = scratch({ "closed/client_secret_1.json": "not read", "file.json": "not a folder" })
  expect(await hintOf(join(folder, "nowhere/client_secrets.json"), folder)).toBe(
    "The folder FOLDER/nowhere does not exist, or cannot be looked at.",
  )
  expect(await hintOf(join(folder, "file.json/client_secrets.json"), folder)).toBe(
    "client_secrets.json does not exist in FOLDER/file.json.",
  )
  const refusal = Object.assign(new Error("EACCES"), { code: "EACCES" })
  vi.spyOn(fs, "readdirSync").mockImplementation(() => {
    throw refusal
  })
  vi.spyOn(fs, "readdir").mockImplementation(((_: string, done: (error: Error) => void) => done(refusal)) as never)
  expect(await hintOf(join(folder, "closed/client_secrets.json"), folder)).toBe(
    "client_secrets.json does not exist in FOLDER/closed.",
  )
  vi.restoreAllMocks()
})

test("a name that could be a secret is not said", async () => {
  const secret = freshSecret()
  const folder = scratch({ [`client_secret_${secret}.json`]: "not read" })
  const hint = await hintOf(folder, folder)
  expect(hint).toMatch(/^client_secrets\.json does not exist in FOLDER\. Is .*…\.json the client file\? /)
  assertNoLeak([secret], { hint: hint ?? "" })
})

test("a shell's ~ is named", async () => {
  expect(await hintOf("~/client_secrets.json", "/nowhere")).toBe(
    "Only a shell expands `~`. Pass the whole path of the file.",
  )
})
