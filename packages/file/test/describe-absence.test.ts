import { spawnSync } from "node:child_process"
import fs from "node:fs"
import { join } from "node:path"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { firstOf, loadClientSecrets } from "@client-secrets/core"
import { type FileAbsence, fileSource } from "@client-secrets/file"
import { expect, test, vi } from "vitest"
import { example } from "./example.ts"
import { outcomeOf } from "./outcome.ts"

const download = `client_secret_123456789012-${"a1b2c3d4".repeat(4)}.apps.googleusercontent.com.json`

/** What a source reports that found nothing, with FOLDER for the folder. */
async function absenceOf(path: string, folder: string): Promise<FileAbsence> {
  const source = fileSource(path)
  expect(await outcomeOf(source)).toEqual({ text: undefined })
  return JSON.parse(JSON.stringify(source.absence?.()).replaceAll(folder, "FOLDER"))
}

const pass = "If so, pass its path to fileSource(), or rename it to client_secrets.json."

const rows: [files: string[], advice: string | undefined][] = [
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

test.each(rows)("suggests similar names with %j in the folder", async (files, advice) => {
  const folder = scratch(Object.fromEntries(files.map(name => [name, "not read"])))
  const place = "client_secrets.json in FOLDER"
  const similar = advice === undefined ? [] : files.map(name => `FOLDER/${name}`).sort()
  expect(await absenceOf(folder, folder)).toEqual({ place, remedy: "put the file into FOLDER", advice, similar })
  // With the path of a file.
  expect(await absenceOf(join(folder, "client_secrets.json"), folder)).toEqual({
    place,
    remedy: "put the file at FOLDER/client_secrets.json",
    advice,
    similar,
  })
})

test("a search names the first folder and the last, and looks for similar names in all of them", async () => {
  const folder = scratch({ "package.json": "{}", "credentials.json": "not read", "a/b/": "" })
  expect(await absenceOf(join(folder, "a/b"), folder)).toEqual({
    place: "client_secrets.json in FOLDER/a/b and its parents up to FOLDER",
    remedy: "put the file into FOLDER/a/b",
    advice: `Is FOLDER/credentials.json the client file? ${pass}`,
    similar: ["FOLDER/credentials.json"],
  })
})

test("names a folder that is not searched, with the reason", async () => {
  const source = fileSource("/")
  expect(await outcomeOf(source)).toEqual({ text: undefined })
  expect(source.absence?.()).toEqual({
    place: "client_secrets.json in /",
    state: "not searched: it is the root folder, or holds the home folder",
    remedy: "pass the path of the file to fileSource()",
  })
})

test("core's error contains it, and a chain reads on", async () => {
  const folder = scratch({ "client_secret_1.json": "not read", "other.json": example })
  const missing = fileSource(join(folder, "client_secrets.json"))
  const error = (await loadClientSecrets(missing).catch(thrown => thrown)) as Error
  expect(error.message.replaceAll(folder, "FOLDER")).toMatch(
    /^No client file was found\. Tried: client_secrets\.json in FOLDER \(does not exist\)\. Put the file at FOLDER\/client_secrets\.json\. Is FOLDER\/client_secret_1\.json the client file\? If so, pass its path to fileSource\(\), or rename it to client_secrets\.json\. How/,
  )
  const { clientId } = await loadClientSecrets(firstOf(missing, fileSource(join(folder, "other.json"))))
  expect(clientId).toBe("example.apps.googleusercontent.com")
})

test("an asynchronous load does not list a folder synchronously", async () => {
  const folder = scratch({ "client_secret_1.json": "not read" })
  const listed = vi.spyOn(fs, "readdirSync")
  await expect(loadClientSecrets(fileSource(join(folder, "client_secrets.json")))).rejects.toThrow(/client_secret_1/)
  expect(listed).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})

test("tolerates a folder that does not exist, may not be listed, or is a file", async () => {
  const folder = scratch({ "closed/client_secret_1.json": "not read", "file.json": "not a folder" })
  expect(await absenceOf(join(folder, "nowhere/client_secrets.json"), folder)).toEqual({
    place: "client_secrets.json in FOLDER/nowhere",
    state: "the folder does not exist, or may not be read",
    remedy: "put the file at FOLDER/nowhere/client_secrets.json",
  })
  expect(await absenceOf(join(folder, "file.json/client_secrets.json"), folder)).toMatchObject({
    place: "client_secrets.json in FOLDER/file.json",
    similar: [],
  })
  const refusal = Object.assign(new Error("EACCES"), { code: "EACCES" })
  vi.spyOn(fs, "readdirSync").mockImplementation(() => {
    throw refusal
  })
  vi.spyOn(fs, "readdir").mockImplementation(((_: string, done: (error: Error) => void) => done(refusal)) as never)
  expect(await absenceOf(join(folder, "closed/client_secrets.json"), folder)).toMatchObject({
    place: "client_secrets.json in FOLDER/closed",
    similar: [],
  })
  vi.restoreAllMocks()
})

test("does not print a name that could be a secret", async () => {
  const secret = freshSecret()
  const folder = scratch({ [`client_secret_${secret}.json`]: "not read" })
  const absence = await absenceOf(folder, folder)
  expect(absence.advice).toMatch(/^Is .*…\.json the client file\? /)
  assertNoLeak([secret], { absence: JSON.stringify(absence) })
})

test("explains a ~ that no shell expanded", async () => {
  expect(await absenceOf("~/client_secrets.json", "/nowhere")).toEqual({
    place: "~/client_secrets.json",
    advice: "Only a shell expands `~`. Pass the whole path of the file.",
  })
})

test("reports a deleted working directory as one that does not exist", async () => {
  const folder = scratch({ "deleted/": "" })
  const built = new URL("../dist/index.js", import.meta.url).href
  const program = `
    import { rmdirSync } from "node:fs"
    import { fileSource } from ${JSON.stringify(built)}
    rmdirSync(${JSON.stringify(join(folder, "deleted"))})
    const source = fileSource()
    console.log(JSON.stringify([(await source.read()) ?? null, source.readSync() ?? null, source.absence()]))`
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: join(folder, "deleted"),
    encoding: "utf8",
  })
  expect(JSON.parse(stdout)).toEqual([
    null,
    null,
    {
      place: "client_secrets.json in the working directory",
      state: "the folder does not exist, or may not be read",
      remedy: "pass the path of the file to fileSource()",
    },
  ])
})

test("does not repeat an unprintable path in the remedy", async () => {
  const folder = scratch()
  expect(await absenceOf(join(folder, "a {b}"), folder)).toEqual({
    place: "(a path that is not printed) in FOLDER",
    similar: [],
  })
  expect(await absenceOf(join(folder, "a {b}/c.json"), folder)).toEqual({
    place: "c.json in (a path that is not printed)",
    state: "the folder does not exist, or may not be read",
  })
})
