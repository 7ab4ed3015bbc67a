import { expect, test } from "vitest"
import { googleEndpoints, loadClientSecrets, parseClientSecrets, safeParseClientSecrets } from "../../src/index.ts"
import { exampleFile, sourceOf } from "../example-client.ts"

const bare = { auth_uri: undefined, token_uri: undefined }
const own = { authUri: "https://login.example.com/authorize", tokenUri: "https://login.example.com/token" }

/** The codes and paths of the errors in a file. */
function pathsOf(file: unknown, options: object): string[] {
  const result = safeParseClientSecrets(file as string, options)
  return result.success ? [] : result.error.issues.map(({ code, path }) => `${code} ${path.join(".")}`)
}

test("fills in the endpoints of a file that names neither, whatever the type of input", () => {
  for (const file of [exampleFile(bare), new TextEncoder().encode(exampleFile(bare)), JSON.parse(exampleFile(bare))]) {
    expect(parseClientSecrets(file, { endpoints: googleEndpoints })).toMatchObject(googleEndpoints)
    expect(parseClientSecrets(file, { endpoints: own })).toMatchObject(own)
    expect(pathsOf(file, {})).toEqual(["missing web.auth_uri", "missing web.token_uri"])
  }
  const empty = exampleFile({ auth_uri: "", token_uri: null })
  expect(parseClientSecrets(empty, { endpoints: googleEndpoints })).toMatchObject(googleEndpoints)
})

test("keeps the endpoints that a file names, and does not combine two providers", () => {
  const file = exampleFile({ auth_uri: own.authUri, token_uri: own.tokenUri })
  expect(parseClientSecrets(file, { endpoints: googleEndpoints })).toMatchObject(own)
  const half = exampleFile({ auth_uri: own.authUri, token_uri: undefined })
  expect(pathsOf(half, { endpoints: googleEndpoints })).toEqual(["missing web.token_uri"])
})

test("checks the endpoints from the option like those of a file", () => {
  expect(pathsOf(exampleFile(bare), { endpoints: { ...own, tokenUri: "http://login.example.com/token" } })).toEqual([
    "insecure_endpoint web.token_uri",
  ])
})

test("finds members that occur twice, although the option adds as many names and values as there are duplicates", () => {
  const named = '"project_id":"example-1",'
  for (const empty of ["", '"auth_uri":"","token_uri":"",', '"auth_uri":null,"token_uri":null,']) {
    for (const count of [2, 3, 4]) {
      const file = exampleFile(bare).replace('"client_id":', `${named.repeat(count)}${empty}"client_id":`)
      const duplicates = Array(count - 1).fill("duplicate_member web.project_id")
      expect(pathsOf(file, { endpoints: own })).toEqual(duplicates)
    }
  }
})

test("finds a member that occurs twice, although the option adds as many characters as the duplicate has", () => {
  const added = `"auth_uri":"${own.authUri}","token_uri":"${own.tokenUri}",`
  const unknown = '"x":"",'
  // The first of the two is the one that JSON.parse drops.
  const dropped = `"x":"${"a".repeat(added.length - unknown.length)}",`
  const file = exampleFile(bare).replace('"client_id":', `${dropped}${unknown}"client_id":`)
  expect(pathsOf(file, { endpoints: own })).toHaveLength(1)
})

test("loadClientSecrets() accepts the same option, also for documents of single members", async () => {
  const { web } = JSON.parse(exampleFile(bare))
  for (const document of [{ content: exampleFile(bare) }, { members: web }]) {
    const source = sourceOf("store", () => document)
    expect(await loadClientSecrets(source, { endpoints: own })).toMatchObject(own)
  }
  const members = sourceOf("store", () => ({ members: web }))
  expect(await loadClientSecrets(members)).toMatchObject(googleEndpoints)
})

test("throws a TypeError for endpoints of the wrong form", () => {
  for (const endpoints of [null, "google", {}, { authUri: own.authUri }, Object.create(own)])
    expect(() => parseClientSecrets(exampleFile(), { endpoints: endpoints as never })).toThrow(
      /^The option endpoints must be an object with authUri and tokenUri, two strings; received /,
    )
})
