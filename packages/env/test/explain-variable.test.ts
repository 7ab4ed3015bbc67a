import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { freshSecret } from "@client-secrets/conformance"
import { locateBun, locateDeno, locateNode, runProgram, scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets, loadClientSecretsSync, secretSource } from "@client-secrets/core"
import { envSource } from "@client-secrets/env"
import { dotenvSource } from "@client-secrets/env/dotenv"
import { beforeAll, describe, expect, test } from "vitest"
import { base64, members, text } from "./example.ts"

const hintOf = (value: unknown, env: object = { GOOGLE_CLIENT_SECRETS: value }) =>
  envSource({ env }).readSync()?.hint?.()

/** Core's message about a value, with the hints of its issues and of the source; undefined if it can be read. */
function messageOf(env: object): string | undefined {
  try {
    loadClientSecretsSync(envSource({ env }))
    return undefined
  } catch (error) {
    return (error as Error).message.replaceAll("\n", " ")
  }
}

test.each<[what: string, value: string, message: RegExp | undefined]>([
  ["a valid document", text, undefined],
  ["backslashes before the quotes", text.replaceAll('"', '\\"'), /quotes have backslashes/],
  ["what Node keeps of escaped quotes", "{\\", /quotes have backslashes/],
  ["line breaks written as \\n", '{\\n  "web": {}\\n}', /line breaks are written as a backslash and an n/],
  ["single quotes that were kept", `'${text}'`, /quotes around the value are part of it/],
  ["double quotes that were kept", `"${text}"`, /quotes around the value are part of it/],
  ["a quote that is never closed", `'${text}`, /begins with a quote that is never closed/],
  ["the first line of several", "{", /Only the first brace/],
  ["quotes that a shell removed", text.replaceAll('"', ""), /double quotes are gone/],
  ["a Python dictionary", text.replaceAll('"', "'"), /JSON has double quotes/],
  ["a comment within a string", text.slice(0, text.indexOf("REAL")), /is never closed\..*`#`.*apostrophe/],
  [
    "a truncation between members",
    text.slice(0, text.indexOf(',"redirect_uris"')),
    /is never closed\. .*cut the value off\. Use base64/,
  ],
  ["what Bun keeps of $NAME", text.replace(members.client_secret, ""), /Bun replaces \$NAME/],
  ["a bare secret", "GOCSPX-EXAMPLE_NOT_A_REAL", /only the client secret, set GOOGLE_CLIENT_SECRET instead/],
  [
    "another provider's bare secret",
    "EXAMPLE_NOT_A~REAL/SECRET",
    /only the client secret, set GOOGLE_CLIENT_SECRET instead/,
  ],
  ["compressed data in base64", gzipSync(text).toString("base64"), /base64 of something compressed/],
  ["a data: URL", `data:application/json;base64,${base64(text)}`, /data: URL/],
  ["percent-encoding", encodeURIComponent(text), /percent-encoded/],
  ["a whole line of a .env file", `GOOGLE_CLIENT_SECRETS='${text}'`, /name and the equals sign/],
  ["base64 twice", base64(base64(text)), /base64 of base64/],
  ["base64 of another text", base64("something else than JSON, and long"), /not of a client file/],
  ["the first line of base64", base64(text).slice(0, 76), /was cut off.*base64 -w0/],
  ["a path", "/run/secrets/client_secrets.json", /For the path of a file, set GOOGLE_CLIENT_SECRETS_FILE instead/],
  ["a relative path", "client_secrets.json", /set GOOGLE_CLIENT_SECRETS_FILE instead/],
  ["a path from the home folder", "~/secrets", /set GOOGLE_CLIENT_SECRETS_FILE instead/],
  ["curl's @path", "@client_secrets", /set GOOGLE_CLIENT_SECRETS_FILE instead/],
  ["a Windows path", "C:\\secrets\\google", /set GOOGLE_CLIENT_SECRETS_FILE instead/],
  ["a sentence", "to be set by the administrator", /This is not JSON: it does not begin with a brace/],
])("explains %s", (_, value, message) => {
  const said = messageOf({ GOOGLE_CLIENT_SECRETS: value })
  if (message === undefined) expect(said).toBeUndefined()
  else expect(said).toMatch(message)
})

// The source does not repeat what core itself recognizes.
test.each([
  ["a value encrypted by dotenvx", "encrypted:BGBzVmVlcmFnZQ", /encrypted by dotenvx.*dotenvx run --/s],
  ["a client id", members.client_id, /client id/],
  ["the string that a template makes of an object", "[object Object]", /JSON\.stringify/],
  ["a 1Password reference", "op://vault/google/file", /1Password reference/],
  ["a Vault reference", "vault:secret/data/google#file", /Vault reference/],
  ["the ARN of a secret of AWS", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:google", /ARN of a secret/],
  ["the name of a secret of Google", "projects/example/secrets/google/versions/latest", /Secret Manager/],
  ["an Azure reference", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/g/1)", /did not resolve/],
])("leaves %s to core", (_, value, message) => {
  expect(() => loadClientSecretsSync(envSource({ env: { GOOGLE_CLIENT_SECRETS: value } }))).toThrow(message)
  expect(hintOf(value)).toBeUndefined()
})

test.each<[what: string, env: object, hint: string | undefined]>([
  [
    "a complete one",
    { GOOGLE_CLIENT_ID: "a", GOOGLE_CLIENT_SECRET: "b", GOOGLE_REDIRECT_URIS: "c" },
    "The values are those of GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.",
  ],
  [
    "no secret",
    { GOOGLE_CLIENT_ID: "a", GOOGLE_REDIRECT_URIS: "c" },
    "GOOGLE_CLIENT_ID is set, but GOOGLE_CLIENT_SECRET is not.",
  ],
  [
    "a whole file in the variable of the secret",
    { GOOGLE_CLIENT_SECRET: text },
    "For a whole file, set GOOGLE_CLIENT_SECRETS instead of GOOGLE_CLIENT_SECRET.",
  ],
  [
    "the same in base64",
    { GOOGLE_CLIENT_SECRET: base64(text) },
    "For a whole file, set GOOGLE_CLIENT_SECRETS instead of GOOGLE_CLIENT_SECRET.",
  ],
  ["only a secret", { GOOGLE_CLIENT_SECRET: "b" }, "GOOGLE_CLIENT_SECRET is set, but GOOGLE_CLIENT_ID is not."],
  [
    "quotes around the secret",
    { GOOGLE_CLIENT_ID: "a", GOOGLE_CLIENT_SECRET: '"b"', GOOGLE_REDIRECT_URIS: "c" },
    "The values are those of GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.",
  ],
])("the hint for the split form: %s", (_, env, hint) => {
  expect(hintOf(undefined, env)).toBe(hint)
})

const split = { GOOGLE_CLIENT_ID: members.client_id, GOOGLE_CLIENT_SECRET: "x" }
const googleSecret = "GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"

test.each<[what: string, secret: string, message: string]>([
  ["a whole file", text, "client_secret holds a whole client file."],
  ["a whole file in lines", JSON.stringify(JSON.parse(text), null, 2), "client_secret holds a whole client file."],
  ["a whole file in base64", base64(text), "client_secret is base64 of a whole client file."],
  ["its first line", base64(text).slice(0, 76), "client_secret is base64 of a whole client file."],
  ["base64 of the secret", base64(googleSecret), "client_secret is base64 of a client secret."],
  ["base64 of the secret and a line break", base64(`${googleSecret}\n`), "client_secret is base64 of a client secret."],
])("names %s in GOOGLE_CLIENT_SECRET once, for every reader", async (_, secret, message) => {
  const google = { type: "web", clientId: members.client_id } as const
  for (const env of [{ ...split, GOOGLE_CLIENT_SECRET: secret }, { GOOGLE_CLIENT_SECRET: secret }]) {
    for (const source of [envSource({ env }), secretSource(google, envSource({ env }))]) {
      const error = (await loadClientSecrets(source, { optional: ["client_id"] }).catch(thrown => thrown)) as Error
      expect(error).toMatchObject({ code: "invalid", issues: [{ code: "encoded_value", message }] })
      expect(error.message.split(message)).toHaveLength(2)
      expect(error.message.match(/base64 of|holds a/g)).toHaveLength(1)
      expect(error.message).not.toContain(secret.slice(0, 20))
    }
  }
})

test("does not report a missing id if only the secret is needed", () => {
  const source = envSource({ env: { GOOGLE_CLIENT_SECRET: '"x y"' } })
  expect(source.readSync({ wants: "secret" })?.hint?.()).toBe("The secret is that of GOOGLE_CLIENT_SECRET.")
})

test("names the variables of a preset", () => {
  const env = { AUTH_GOOGLE_SECRET: "b" }
  const hint = envSource({ env, preset: "authjs" }).readSync()?.hint?.()
  expect(hint).toBe("AUTH_GOOGLE_SECRET is set, but AUTH_GOOGLE_ID is not.")
})

test("prints nothing of the value", () => {
  for (let round = 0; round < 200; round++) {
    const secret = freshSecret()
    for (const shape of [
      `'${secret}`,
      `{"${secret}`,
      `{${secret}: 1}`,
      `/${secret}`,
      `"${secret}"`,
      secret,
      base64(secret),
    ]) {
      expect(hintOf(shape) ?? "").not.toContain(secret.slice(0, 6))
      expect(messageOf({ GOOGLE_CLIENT_SECRETS: shape }) ?? "").not.toContain(secret.slice(0, 6))
    }
  }
})

// The same lines of a .env file, as each reader passes them to the program.
describe("the result of a .env file", () => {
  const file = (secret: string) => text.replace(members.client_secret, secret)
  const sound = file("a_#b")
  const lines = `
UNQUOTED=${file("ab")}
UNQUOTED_HASH=${sound}
SINGLE='${sound}'
SINGLE_LINES='${JSON.stringify(JSON.parse(sound), null, 2)}'
SINGLE_APOSTROPHE='${file("it's")}'
SINGLE_DOLLAR='${file("$abc")}'
DOUBLE="${file("ab")}"
DOUBLE_ESCAPED="${file("ab").replaceAll('"', '\\"')}"
UNQUOTED_ESCAPED=${file("ab").replaceAll('"', '\\"')}
UNQUOTED_LINES=${JSON.stringify(JSON.parse(sound), null, 2)}
BACKTICKS=\`${sound}\`
BASE64=${base64(sound)}
BASE64_LINES="${base64(sound).replace(/.{76}/g, "$&\n")}"
COMMENT=${file("ab")} # what it is
ENCRYPTED=encrypted:BGBzVmVlcmFnZQ
WRITTEN_LINES='${JSON.stringify(JSON.parse(sound), null, 2).replaceAll("\n", "\\n")}'
FILE=./client_secrets.json
`
  const names = [...lines.matchAll(/^([A-Z\d_]+)=/gm)].map(([, name]) => name as string)
  const lineOf = (name: string) => {
    const end = names[names.indexOf(name) + 1]
    return lines.slice(lines.indexOf(`\n${name}=`) + 1, end === undefined ? undefined : lines.indexOf(`\n${end}=`) + 1)
  }
  const readers = ["dotenv", "node 20", "node 26", "bun", "deno"] as const
  const read: Partial<Record<(typeof readers)[number], Readonly<Record<string, string | undefined>>>> = {}

  beforeAll(async () => {
    // Not `scratch`, which is removed at the end of a test.
    const folder = join(import.meta.dirname, "../test-results/dotenv")
    const { mkdirSync, writeFileSync } = await import("node:fs")
    mkdirSync(folder, { recursive: true })
    // Each in a separate file: Node 20 also swallows the line after a broken one.
    for (const name of names) writeFileSync(join(folder, `${name}.env`), lineOf(name))
    const flags = names.map(name => `--env-file=${name}.env`)
    const program = `console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(names)}.map(name => [name, process.env[name]]))))`
    writeFileSync(join(folder, "program.mjs"), program)
    const run = async (file: string | undefined, ...args: string[]) => {
      if (file === undefined) throw new Error("a runtime is not installed")
      const { output } = await runProgram({ file, args: [...args, "program.mjs"], folder, environment: {} })
      return JSON.parse(output.trim().split("\n").at(-1) as string)
    }
    read["node 20"] = await run(locateNode(20), ...flags)
    read["node 26"] = await run(locateNode(26), ...flags)
    read.bun = await run(locateBun(), "run", "--no-install", ...flags)
    read.deno = await run(locateDeno(), "run", "--no-prompt", "--no-config", "--allow-env", ...flags)
    const { parse } = await import("dotenv")
    read.dotenv = Object.assign({}, ...names.map(name => parse(readFileSync(join(folder, `${name}.env`)))))
  })

  // The value either loads, or fails with this in the message.
  const every = (outcome: string) => Object.fromEntries(readers.map(reader => [reader, outcome]))
  const expected: Record<string, Record<string, string>> = {
    UNQUOTED: every("loads"),
    UNQUOTED_HASH: every("an apostrophe ends single quotes"),
    SINGLE: every("loads"),
    SINGLE_LINES: every("loads"),
    SINGLE_APOSTROPHE: { ...every("an apostrophe ends single quotes"), dotenv: "loads", deno: "loads" },
    SINGLE_DOLLAR: { ...every("loads"), bun: "Bun replaces $NAME" },
    DOUBLE: { ...every("Only the first brace"), dotenv: "loads", deno: "loads" },
    DOUBLE_ESCAPED: every("quotes have backslashes"),
    UNQUOTED_ESCAPED: every("quotes have backslashes"),
    UNQUOTED_LINES: every("Only the first brace"),
    BACKTICKS: every("loads"),
    BASE64: every("loads"),
    BASE64_LINES: every("loads"),
    COMMENT: every("loads"),
    ENCRYPTED: every("encrypted by dotenvx"),
    WRITTEN_LINES: every("line breaks are written"),
    FILE: every("set GOOGLE_CLIENT_SECRETS_FILE instead"),
  }

  for (const [name, outcomes] of Object.entries(expected)) {
    for (const reader of readers) {
      test(`${reader}: ${name} ${outcomes[reader]}`, () => {
        const source = envSource({ env: { GOOGLE_CLIENT_SECRETS: read[reader]?.[name] } })
        expect(outcomeWith(source)).toContain(outcomes[reader])
      })
    }
  }

  test("dotenvSource has the results of dotenv", () => {
    for (const name of names) {
      const folder = scratch({ ".env": lineOf(name).replace(name, "GOOGLE_CLIENT_SECRETS") })
      expect(outcomeWith(dotenvSource(join(folder, ".env"))), name).toContain(expected[name]?.["dotenv"])
    }
  })

  function outcomeWith(source: Parameters<typeof loadClientSecretsSync>[0]): string {
    const document = source.readSync()
    if (document === undefined) throw new Error("the variable is not set")
    try {
      loadClientSecretsSync(source)
      return "loads"
    } catch (error) {
      return (error as Error).message
    }
  }
})
