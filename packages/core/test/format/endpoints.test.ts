import { expect, test } from "vitest"
import { googleEndpoints, loadClientSecrets, parseClientSecrets, safeParseClientSecrets } from "../../src/index.ts"
import { exampleFile, sourceOf } from "../example-client.ts"

const bare = { auth_uri: undefined, token_uri: undefined }
const own = { authUri: "https://login.example.com/authorize", tokenUri: "https://login.example.com/token" }

/** The paths of what is wrong with a file. */
function pathsOf(file: unknown, options: object): string[] {
  const result = safeParseClientSecrets(file as string, options)
  return result.success ? [] : result.error.issues.map(({ code, path }) => `${code} ${path.join(".")}`)
}

test("fills in the endpoints where a file names neither, whatever the input is", () => {
  for (const file of [exampleFile(bare), new TextEncoder().encode(exampleFile(bare)), JSON.parse(exampleFile(bare))]) {
    expect(parseClientSecrets(file, { endpoints: googleEndpoints })).toMatchObject(googleEndpoints)
    expect(parseClientSecrets(file, { endpoints: own })).toMatchObject(own)
    expect(pathsOf(file, {})).toEqual(["missing web.auth_uri", "missing web.token_uri"])
  }
  const empty = exampleFile({ auth_uri: "", token_uri: null })
  expect(parseClientSecrets(empty, { endpoints: googleEndpoints })).toMatchObject(googleEndpoints)
})

test("changes nothing where a file names its own, and does not mix providers", () => {
  const file = exampleFile({ auth_uri: own.authUri, token_uri: own.tokenUri })
  expect(parseClientSecrets(file, { endpoints: googleEndpoints })).toMatchObject(own)
  const half = exampleFile({ auth_uri: own.authUri, token_uri: undefined })
  expect(pathsOf(half, { endpoints: googleEndpoints })).toEqual(["missing web.token_uri"])
})

test("the endpoints passed are checked like those of a file", () => {
  expect(pathsOf(exampleFile(bare), { endpoints: { ...own, tokenUri: "http://login.example.com/token" } })).toEqual([
    "insecure_endpoint web.token_uri",
  ])
})

test("reading a source takes the same option, also for single members", async () => {
  const { web } = JSON.parse(exampleFile(bare))
  for (const document of [{ content: exampleFile(bare) }, { members: web }]) {
    const source = sourceOf("store", () => document)
    expect(await loadClientSecrets(source, { endpoints: own })).toMatchObject(own)
  }
  const members = sourceOf("store", () => ({ members: web }))
  expect(await loadClientSecrets(members)).toMatchObject(googleEndpoints)
})

test("mistakes of the caller are TypeErrors", () => {
  for (const endpoints of [null, "google", {}, { authUri: own.authUri }, Object.create(own)])
    expect(() => parseClientSecrets(exampleFile(), { endpoints: endpoints as never })).toThrow(
      /^The option endpoints must be an object with authUri and tokenUri, two strings; received /,
    )
})
