import { expect, test } from "vitest"
import { firstOf } from "../../src/source/first-of.ts"
import { loadClientSecretsSync } from "../../src/source/load.ts"
import { exampleFile, exampleMembers, sourceOf, syncSourceOf, thrownBy } from "../example-client.ts"

const howToGetOne = "How to get one: https://github.com/client-secrets/client-secrets/blob/main/docs/get-the-file.md"

const missing = syncSourceOf("a", () => undefined)

test("returns the client synchronously", () => {
  const secrets = loadClientSecretsSync(
    syncSourceOf("file", () => ({ content: exampleFile({}, "installed") })),
    {
      type: "installed",
    },
  )
  expect(secrets.type satisfies "installed").toBe("installed")
  expect(secrets.clientId).toBe(exampleMembers.client_id)
})

test("the error says where it looked", async () => {
  const chain = firstOf(
    missing,
    syncSourceOf("b", () => undefined),
  )
  expect(await thrownBy(() => loadClientSecretsSync(chain))).toMatchObject({
    code: "not_found",
    message: `No client file was found. Tried: a (does not exist); b (does not exist). ${howToGetOne}`,
    attempts: [
      { source: "a", code: "not_found" },
      { source: "b", code: "not_found" },
    ],
  })
})

test("throws a TypeError for wrong arguments", () => {
  expect(() => loadClientSecretsSync(sourceOf("remote", () => undefined) as never)).toThrow(
    /received a source that only has read\(\)/,
  )
  expect(() => loadClientSecretsSync(undefined as never)).toThrow(TypeError)
})
