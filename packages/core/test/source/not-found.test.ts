import { expect, test } from "vitest"
import type { ClientSecretsError } from "../../src/error.ts"
import { firstOf } from "../../src/source/first-of.ts"
import { loadClientSecrets, loadClientSecretsSync } from "../../src/source/load.ts"
import { secretSource } from "../../src/source/secret-source.ts"
import type { Source, SourceAbsence } from "../../src/source/source.ts"
import { exampleFile, exampleMembers, sourceOf, syncSourceOf, thrownBy } from "../example-client.ts"

const howToGetOne = "How to get one: https://github.com/client-secrets/client-secrets/blob/main/docs/get-the-file.md"

const messageOf = async (source: Source) =>
  ((await thrownBy(() => loadClientSecrets(source))) as ClientSecretsError).message

function absent(name: string, absence?: unknown): Source {
  return { ...syncSourceOf(name, () => undefined), absence } as Source
}

const variable: SourceAbsence = {
  place: "the variable GOOGLE_CLIENT_SECRETS",
  state: "not set",
  remedy: "set the variable",
}
const file: SourceAbsence = {
  place: "client_secrets.json in /app and its parents up to /srv",
  remedy: "put the file into /app",
}

test("the message lists where each link looked, what it found there, and what to do", async () => {
  const chain = firstOf(
    absent("env", () => variable),
    absent("file", () => file),
  )
  const error = (await thrownBy(() => loadClientSecrets(chain))) as ClientSecretsError
  expect(error.message).toBe(
    "No client file was found. Tried: the variable GOOGLE_CLIENT_SECRETS (not set); client_secrets.json in /app and its parents up to /srv (does not exist). Set the variable, or put the file into /app. " +
      howToGetOne,
  )
  expect(error).toMatchObject({
    code: "not_found",
    transient: false,
    attempts: [
      { source: "env", code: "not_found" },
      { source: "file", code: "not_found" },
    ],
  })
  expect(await thrownBy(() => loadClientSecretsSync(chain as never))).toMatchObject({ message: error.message })
})

test("suggestions follow what to do, and advice that two links share appears once", async () => {
  const chain = firstOf(
    absent("env", () => ({ ...variable, advice: "GOOGLE_CLIENT_SECRTES is set. Is GOOGLE_CLIENT_SECRETS meant?" })),
    absent("again", () => variable),
    absent("file", () => ({ ...file, advice: "Is /app/credentials.json the client file?" })),
  )
  expect(await messageOf(chain)).toContain(
    " (does not exist). Set the variable, or put the file into /app. GOOGLE_CLIENT_SECRTES is set. Is GOOGLE_CLIENT_SECRETS meant? Is /app/credentials.json the client file? How",
  )
})

test("a source that cannot explain is listed by its name", async () => {
  const chain = firstOf(
    absent("a"),
    absent("b", () => undefined),
    absent("c", () => ({ remedy: "ask the operator for it" })),
  )
  expect(await messageOf(chain)).toBe(
    `No client file was found. Tried: a (does not exist); b (does not exist); c (does not exist). Ask the operator for it. ${howToGetOne}`,
  )
})

test("ignores explanations of the wrong form, and escapes the others", async () => {
  const faults = [
    7,
    () => 7,
    () => null,
    () => ({ place: 7, state: {}, remedy: ["x"], advice: 7 }),
    () => ({ place: "", state: "", remedy: "", advice: "" }),
    () => {
      throw new Error("boom")
    },
    () =>
      new Proxy(
        {},
        {
          get() {
            throw new Error("boom")
          },
        },
      ),
  ]
  for (const absence of faults)
    expect(await messageOf(absent("a", absence))).toBe(
      `No client file was found. Tried: a (does not exist). ${howToGetOne}`,
    )
  const spoofed = absent("a", () => ({ place: "x\n", state: "y\u001b[31m", remedy: "z\u202e", advice: "w\r" }))
  expect(await messageOf(spoofed)).toBe(
    `No client file was found. Tried: x\\u000a (y\\u001b[31m). Z\\u202e. w\\u000d ${howToGetOne}`,
  )
})

test("secretSource reports a missing secret, and asks its source where it looked", async () => {
  const inner = firstOf(
    absent("env", (context: { wants?: string } | undefined) => ({ ...variable, place: `a ${context?.wants}` })),
    absent("keychain"),
  )
  const source = secretSource({ type: "web", clientId: "id" }, inner)
  expect(await messageOf(source)).toBe(
    "No client secret was found. Tried: a secret (not set); keychain (does not exist). Set the variable.",
  )
  expect(await messageOf(firstOf(source, absent("file")))).toBe(
    `No client file was found. Tried: a secret (not set); keychain (does not exist); file (does not exist). Set the variable. ${howToGetOne}`,
  )
})

const half = { client_id: exampleMembers.client_id }
const partial = sourceOf("env", () => ({
  members: half,
  partial: true,
  hint: () => "GOOGLE_CLIENT_ID is set, but GOOGLE_CLIENT_SECRET is not.",
}))

test("for an incomplete client that nothing completes, the message lists what else was tried", async () => {
  const chain = firstOf(
    absent("first", () => variable),
    partial,
    absent("file", () => file),
  )
  const error = (await thrownBy(() => loadClientSecrets(chain))) as ClientSecretsError
  expect(error.code).toBe("invalid")
  expect(error.message).toMatch(/^env is not valid\.\n- client_secret is missing\.\n/)
  expect(error.message.split("\n").at(-1)).toBe(
    "- GOOGLE_CLIENT_ID is set, but GOOGLE_CLIENT_SECRET is not. Also tried: the variable GOOGLE_CLIENT_SECRETS (not set); client_secrets.json in /app and its parents up to /srv (does not exist).",
  )
  expect(error.attempts).toEqual([
    { source: "first", code: "not_found" },
    { source: "env", code: "invalid" },
    { source: "file", code: "not_found" },
  ])
})

test("the error of an invalid document lists the links that were tried before it", async () => {
  const invalid = sourceOf("file", () => ({ content: "{" }))
  const attempts = [
    { source: "a", code: "not_found" },
    { source: "file", code: "invalid" },
  ]
  expect(await thrownBy(() => loadClientSecrets(firstOf(absent("a"), invalid)))).toMatchObject({ attempts })
  expect(await thrownBy(() => loadClientSecrets(invalid))).toMatchObject({ attempts: [attempts[1]] })
  const other = sourceOf("other", () => ({ content: exampleFile({ client_id: "other.example.com" }) }))
  expect(await thrownBy(() => loadClientSecrets(firstOf(absent("a"), partial, other)))).toMatchObject({
    code: "client_mismatch",
    attempts: [
      { source: "a", code: "not_found" },
      { source: "env", code: "not_found" },
      { source: "other", code: "client_mismatch" },
    ],
  })
})
