import { locateBun, locateDeno, locateNode, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets, secretSource } from "@client-secrets/core"
import { type EnvSourceOptions, envSource } from "@client-secrets/env"
import { dotenvSource } from "@client-secrets/env/dotenv"
import { describe, expect, test } from "vitest"
import { isOneSlipAway } from "../src/explain-absence.ts"

const unset = {
  place: "the variable GOOGLE_CLIENT_SECRETS",
  state: "not set",
  remedy: "set the variable GOOGLE_CLIENT_SECRETS (or GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET)",
}

const absenceOf = (env: object, options?: EnvSourceOptions) => envSource({ env, ...options }).absence?.()

test.each<[env: object, advice: string | undefined]>([
  [{}, undefined],
  [{ PATH: "x", SOMETHING_ELSE: "x" }, undefined],
  [{ GOOGLE_CLIENT_SECRTES: "x" }, "GOOGLE_CLIENT_SECRTES is set. Is GOOGLE_CLIENT_SECRETS meant?"],
  [{ GOOGLE_CLIENT_SECRETES: "x" }, "GOOGLE_CLIENT_SECRETES is set. Is GOOGLE_CLIENT_SECRETS meant?"],
  [{ GOGLE_CLIENT_SECRETS_FILE: "x" }, "GOGLE_CLIENT_SECRETS_FILE is set. Is GOOGLE_CLIENT_SECRETS_FILE meant?"],
  [{ AUTH_GOOGLE_ID: "x" }, 'AUTH_GOOGLE_ID is set. Pass { preset: "authjs" }.'],
  [
    { GOOGLE_CREDENTIALS: "x" },
    "GOOGLE_CREDENTIALS is set. If it holds the client file, rename it to GOOGLE_CLIENT_SECRETS.",
  ],
  [
    { GOOGLE_CLIENT_SECRETS_JSON: "x" },
    "GOOGLE_CLIENT_SECRETS_JSON is set. If it holds the client file, rename it to GOOGLE_CLIENT_SECRETS.",
  ],
  [
    { GOOGLE_APPLICATION_CREDENTIALS: "x" },
    "GOOGLE_APPLICATION_CREDENTIALS is set. It usually names the key of a service account, which is not an OAuth client. google-auth-library reads it.",
  ],
])("suggests what is probably meant with %j", (env, advice) => {
  expect(absenceOf(env)).toEqual({ ...unset, advice })
})

test("with other names, suggests only those", () => {
  expect(absenceOf({ GOOGLE_CREDENTIALS: "x" }, { name: "ACME_CLIENT_SECRETS" })).toEqual({
    place: "the variable ACME_CLIENT_SECRETS",
    state: "not set",
    remedy: "set the variable ACME_CLIENT_SECRETS (or ACME_CLIENT_ID and ACME_CLIENT_SECRET)",
  })
  expect(absenceOf({ ACME_CLIENT_ID_: "x" }, { name: "ACME_CLIENT_SECRETS" })?.advice).toContain(
    "Is ACME_CLIENT_ID meant?",
  )
  expect(absenceOf({}, { preset: "authjs" })?.remedy).toBe(
    "set the variable GOOGLE_CLIENT_SECRETS (or AUTH_GOOGLE_ID and AUTH_GOOGLE_SECRET)",
  )
})

test("for secretSource, reports the variable of the secret as missing", async () => {
  const google = { type: "web", clientId: "example.apps.googleusercontent.com" } as const
  for (const name of [undefined, "GOOGLE_CLIENT_SECRET"]) {
    await expect(loadClientSecrets(secretSource(google, envSource({ env: {}, name })))).rejects.toMatchObject({
      code: "not_found",
      message:
        "No client secret was found. Tried: the variable GOOGLE_CLIENT_SECRET (not set). Set the variable GOOGLE_CLIENT_SECRET.",
    })
  }
})

test("core's error contains it, for a .env file too", async () => {
  const pair = "(or GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET)"
  await expect(loadClientSecrets(envSource({ env: { GOOGLE_CLIENT_SECRTES: "x" } }))).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringMatching(
      /^No client file was found\. Tried: the variable GOOGLE_CLIENT_SECRETS \(not set\)\. Set the variable GOOGLE_CLIENT_SECRETS \(or .*\)\. GOOGLE_CLIENT_SECRTES is set\. Is GOOGLE_CLIENT_SECRETS meant\? How/,
    ),
  })
  const folder = scratch({ ".env": "GOOGLE_CLIENT_SECRTES=x" })
  const source = dotenvSource(`${folder}/.env`)
  await source.read()
  expect(source.absence?.()).toEqual({
    place: `the variable GOOGLE_CLIENT_SECRETS in ${folder}/.env`,
    state: "not set",
    remedy: `set the variable GOOGLE_CLIENT_SECRETS ${pair} in ${folder}/.env`,
    advice: "GOOGLE_CLIENT_SECRTES is set. Is GOOGLE_CLIENT_SECRETS meant?",
  })
  const missing = dotenvSource(`${folder}/.env.local`)
  await missing.read()
  expect(missing.absence?.()).toEqual({
    place: `${folder}/.env.local`,
    state: "does not exist",
    remedy: `set the variable GOOGLE_CLIENT_SECRETS ${pair} in ${folder}/.env.local`,
  })
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
  // Listing needs a grant of all variables, and the user is not prompted for it.
  ["Deno with some grants", locateDeno(), ["run", "--no-config", "--allow-env=GOOGLE_CLIENT_SECRETS"], unset.remedy],
] as const)("%s", (_, file, args, says) => {
  test("lists the names of the process's variables if no prompt is needed", async () => {
    if (file === undefined) return expect.fail("the runtime is not on this machine")
    const built = new URL("../dist/index.js", import.meta.url).href
    const folder = scratch({
      "program.mjs": `import { envSource } from ${JSON.stringify(built)}\nconsole.log(Object.values(envSource().absence()).join(" "))`,
    })
    const environment = { GOOGLE_CLIENT_SECRTES: "x" }
    const { output } = await runProgram({ file, args: [...args, "program.mjs"], folder, environment })
    expect(output).toContain(says)
  })
})
