import { locateBun, locateDeno, locateNode, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets } from "@client-secrets/core"
import { type EnvSourceOptions, envSource } from "@client-secrets/env"
import { dotenvSource } from "@client-secrets/env/dotenv"
import { describe, expect, test } from "vitest"
import { isOneSlipAway } from "../src/explain-absence.ts"

const unset =
  "None of these variables is set: GOOGLE_CLIENT_SECRETS, GOOGLE_CLIENT_SECRETS_FILE, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET."

const hintOf = (env: object, options?: EnvSourceOptions) => envSource({ env, ...options }).hint?.()

test.each<[env: object, says: string]>([
  [{}, ""],
  [{ PATH: "x", SOMETHING_ELSE: "x" }, ""],
  [{ GOOGLE_CLIENT_SECRTES: "x" }, "GOOGLE_CLIENT_SECRTES is set. Is GOOGLE_CLIENT_SECRETS meant?"],
  [{ GOOGLE_CLIENT_SECRETES: "x" }, "GOOGLE_CLIENT_SECRETES is set. Is GOOGLE_CLIENT_SECRETS meant?"],
  [{ GOGLE_CLIENT_SECRETS_FILE: "x" }, "GOGLE_CLIENT_SECRETS_FILE is set. Is GOOGLE_CLIENT_SECRETS_FILE meant?"],
  [{ AUTH_GOOGLE_ID: "x" }, 'AUTH_GOOGLE_ID is set. Pass { preset: "authjs" }.'],
  [
    { GOOGLE_CREDENTIALS: "x" },
    "GOOGLE_CREDENTIALS is set. If it holds the client file, rename it to GOOGLE_CLIENT_SECRETS.",
  ],
  [{ GOOGLE_CLIENT_SECRETS_JSON: "x" }, "GOOGLE_CLIENT_SECRETS_JSON is set. If it holds the client file, rename it"],
  [{ GOOGLE_APPLICATION_CREDENTIALS: "x" }, "which is not an OAuth client. google-auth-library reads it."],
])("with %j", (env, says) => {
  expect(hintOf(env)).toContain(unset)
  expect(hintOf(env)).toContain(says)
})

test("with other names, only those are looked for", () => {
  expect(hintOf({ GOOGLE_CREDENTIALS: "x" }, { name: "ACME_CLIENT_SECRETS" })).toBe(
    "None of these variables is set: ACME_CLIENT_SECRETS, ACME_CLIENT_SECRETS_FILE, ACME_CLIENT_ID, ACME_CLIENT_SECRET.",
  )
  expect(hintOf({ ACME_CLIENT_ID_: "x" }, { name: "ACME_CLIENT_SECRETS" })).toContain("Is ACME_CLIENT_ID meant?")
})

test("core's error says it, and so does a .env file's", async () => {
  await expect(loadClientSecrets(envSource({ env: { GOOGLE_CLIENT_SECRTES: "x" } }))).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("Is GOOGLE_CLIENT_SECRETS meant?"),
  })
  const source = dotenvSource(`${scratch({ ".env": "GOOGLE_CLIENT_SECRTES=x" })}/.env`)
  expect(source.hint?.()).toBeUndefined()
  await source.read()
  expect(source.hint?.()).toContain("Is GOOGLE_CLIENT_SECRETS meant?")
})

test.each([
  ["ABC", "ABD", true],
  ["ABCD", "ABC", true],
  ["AC", "ABC", true],
  ["ACB", "ABC", true],
  ["BC", "ABC", true],
  ["ABC", "ABC", false],
  ["AXY", "ABC", false],
  ["ABCDE", "ABC", false],
  ["", "ABC", false],
])("%j and %j are one slip apart: %j", (one, other, expected) => {
  expect(isOneSlipAway(one, other)).toBe(expected)
})

describe.each([
  ["Node", locateNode(26), [], "Is GOOGLE_CLIENT_SECRETS meant?"],
  ["Bun", locateBun(), [], "Is GOOGLE_CLIENT_SECRETS meant?"],
  ["Deno", locateDeno(), ["run", "--no-prompt", "--no-config", "--allow-env"], "Is GOOGLE_CLIENT_SECRETS meant?"],
  // Listing needs a grant of all variables, and nobody is asked for it.
  ["Deno with some grants", locateDeno(), ["run", "--no-config", "--allow-env=GOOGLE_CLIENT_SECRETS"], unset],
] as const)("%s", (_, file, args, says) => {
  test("looks at the names of the process's own variables where that is free", async () => {
    if (file === undefined) return expect.fail("the runtime is not on this machine")
    const built = new URL("../dist/index.js", import.meta.url).href
    const folder = scratch({
      "program.mjs": `import { envSource } from ${JSON.stringify(built)}\nconsole.log(envSource().hint())`,
    })
    const environment = { GOOGLE_CLIENT_SECRTES: "x" }
    const { output } = await runProgram({ file, args: [...args, "program.mjs"], folder, environment })
    expect(output).toContain(says)
  })
})
