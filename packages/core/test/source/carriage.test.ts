import { randomBytes } from "node:crypto"
import { describe, expect, test } from "vitest"
import { ClientSecretsError } from "../../src/error.ts"
import { parseClientSecrets } from "../../src/format/parse.ts"
import { loadClientSecrets } from "../../src/source/load.ts"
import { secretSource } from "../../src/source/secret-source.ts"
import type { Source } from "../../src/source/source.ts"
import { exampleFile, exampleMembers, thrownBy } from "../example-client.ts"

const file = exampleFile()
const pretty = JSON.stringify(JSON.parse(file), null, 2)
const base64 = (value: string | Buffer) => Buffer.from(value as string).toString("base64")
const utf16 = (value: string) => Buffer.from(value, "utf16le")
const folded = (width: number, end: string, value = base64(pretty)) =>
  value.replace(RegExp(`.{${width}}`, "g"), `$&${end}`)
const first = (width: number, value: string) => value.slice(0, width)

/** What can happen to a client file without any loss: it is decoded and read. */
const whole: readonly (readonly [string, string | Buffer])[] = [
  ["nothing", pretty],
  ["base64", base64(file)],
  ["base64 without padding", base64(file.length % 3 === 0 ? `${file} ` : file).replace(/=+$/, "")],
  ["base64url", Buffer.from(pretty).toString("base64url")],
  ["base64 folded at 76", folded(76, "\n")],
  ["base64 folded at 64 as on Windows", folded(64, "\r\n")],
  ["base64 folded with spaces", folded(76, " ")],
  ["base64 folded with line breaks written as \\n", folded(76, "\\n")],
  ["base64 with indented lines", folded(76, "\n    ")],
  ["base64 after a byte order mark", `\ufeff${base64(file)}`],
  ["base64 of UTF-8 with a byte order mark", base64(`\ufeff${file}`)],
  ["base64 of UTF-16 with a byte order mark", base64(utf16(`\ufeff${pretty}`))],
  ["base64 of UTF-16 without a byte order mark", base64(utf16(pretty))],
  ["folded base64 of UTF-16", folded(76, " ", base64(utf16(file)))],
  ["base64 of big-endian UTF-16", base64(utf16(pretty).swap16())],
  ["UTF-16 without a byte order mark", utf16(pretty)],
  ["UTF-16 with a byte order mark", utf16(`\ufeff${pretty}`)],
  ["base64 that is itself written in UTF-16", utf16(`\ufeff${base64(file)}\r\n`)],
]

/** What loses a part of the file: the message says what happened, and what to do. */
const damaged: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ["the first line of base64", first(76, base64(file)), /base64 that was cut off.*base64 -w0/s],
  ["the first line of base64 of PEM's width", first(64, base64(file)), /base64 that was cut off/],
  ["base64 cut within a group", first(101, base64(file)), /base64 that was cut off/],
  ["the first line of base64 of UTF-16", first(76, base64(utf16(pretty))), /base64 that was cut off/],
  ["base64 twice", base64(base64(file)), /base64 of base64\.\n {2}Encode it once/],
  ["base64 of a bare secret", base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"), /base64 of a client secret/],
  ["base64 of another text", base64("something else than JSON, and long"), /not of a client file/],
  ["base64 of compressed data", "H4sIAAAAAAAAA6tWKkktLlGyUlAqS8wpTtVRUMpMUbJSMDQDADtiSnIbAAAA", /compressed/],
  ["base64 of broken JSON", base64(file.replace("}}", ",}}")), /lines and columns are those of the decoded file/],
  ["lost quotes", file.replaceAll('"', ""), /double quotes are gone/],
  ["escaped quotes", file.replaceAll('"', '\\"'), /quotes have backslashes/],
  ["escaped quotes in quotes", JSON.stringify(file), /quotes have backslashes/],
  ["single quotes", file.replaceAll('"', "'"), /JSON has double quotes/],
  ["kept quotes", `'${file}'`, /quotes around the value are part of it/],
  ["only its first line", "{", /Only the first brace/],
  [
    "a size limit within a string",
    first(60, file),
    /the string that begins at line 1, column \d+ is never closed\.\n {2}It was probably cut off/,
  ],
  [
    "a size limit between members",
    file.slice(0, file.indexOf(',"client_secret"')),
    /is never closed\.\n {2}It was probably cut off/,
  ],
  ["line breaks written as \\n", pretty.replaceAll("\n", "\\n"), /line breaks are written/],
  ["percent-encoding", encodeURIComponent(file), /percent-encoded/],
  ["a data: URL", `data:application/json;base64,${base64(file)}`, /data: URL/],
  ["only its secret", "Ab8~Q~EXAMPLE_NOT_A_REAL_SECRET", /only the client secret.*secretSource/],
]

const store = (content: string | Buffer, carried = true): Source => ({
  name: "store",
  read: async () => ({ content, carried }),
})

/** The forms in which a source returns content. */
const forms: readonly (readonly [string, (value: string | Buffer) => string | Buffer])[] = [
  ["as a string", value => value],
  ["as bytes", value => Buffer.from(value as string)],
]

describe.each(forms)("content of a source, %s", (_, as) => {
  test.each(whole)("is read although it arrived as %s", async (_, value) => {
    const client = await loadClientSecrets(store(as(value)))
    expect(client.clientSecret.reveal()).toBe(exampleMembers.client_secret)
  })

  test.each(damaged)("is explained if it arrived as %s", async (_, value, advice) => {
    const error = (await thrownBy(() => loadClientSecrets(store(as(value))))) as ClientSecretsError
    expect(error).toMatchObject({ code: "invalid", source: "store" })
    expect(error.message).toMatch(advice)
    expect(error.message).not.toContain("cut here")
  })
})

const wrapped = whole.filter(([name]) => name.startsWith("base64") || name.includes("without a byte order mark"))

test.each(wrapped)("a file, and parseClientSecrets, do not decode %s", async (_, value) => {
  expect(() => parseClientSecrets(value)).toThrow(ClientSecretsError)
  await expect(loadClientSecrets(store(value, false))).rejects.toMatchObject({ code: "invalid" })
})

test("explains UTF-16 that a store read as UTF-8", async () => {
  const error = await thrownBy(() => loadClientSecrets(store(utf16(file).toString("latin1"))))
  expect((error as Error).message).toMatch(/NUL characters.*UTF-16\.\n {2}Save the file as UTF-8/)
})

test("the source's own hint comes after the explanation", async () => {
  const hinting: Source = {
    name: "store",
    read: async () => ({ content: "{", carried: true, hint: () => "Ask the owner of the store." }),
  }
  const { message } = (await thrownBy(() => loadClientSecrets(hinting))) as Error
  expect(message.split("\n")).toEqual([
    "store is not valid.",
    "- 1:1 Only the first brace arrived: a line break or a quote ended the value.",
    "  Store the file again from the file itself, not through a shell, or store it as base64.",
    "- Ask the owner of the store.",
  ])
})

test("the issue itself says what happened, with its position, and says it once", async () => {
  for (const [name, value, explanation] of damaged) {
    const error = (await thrownBy(() => loadClientSecrets(store(value)))) as ClientSecretsError
    expect(error.message.match(RegExp(explanation.source, "gs")), name).toHaveLength(1)
    expect(error.message.match(/is base64/g)?.length ?? 0, error.message).toBeLessThan(2)
    expect(error.issues, name).toHaveLength(1)
  }
  const twice = (await thrownBy(() => loadClientSecrets(store(base64(base64(file)))))) as ClientSecretsError
  expect(twice.message).toBe("store is not valid.\n- 1:1 The value is base64 of base64.\n  Encode it once.")
  expect(twice.issues).toMatchObject([
    {
      code: "not_json",
      path: [],
      line: 1,
      column: 1,
      message: "The value is base64 of base64.",
      hint: "Encode it once.",
    },
  ])
})

const { client_secret: _, ...withoutClientSecret } = exampleMembers
const pairs = (members: object): Source => ({
  name: "store",
  read: async () => ({ members: { ...withoutClientSecret, ...members } }),
})

test.each([
  ["client_secret", file, "client_secret holds a whole client file."],
  ["client_secret", pretty, "client_secret holds a whole client file."],
  ["client_secret", base64(file), "client_secret is base64 of a whole client file."],
  ["client_secret", folded(76, "\n"), "client_secret is base64 of a whole client file."],
  ["client_secret", base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"), "client_secret is base64 of a client secret."],
  ["client_secret", `${base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET")}\n`, "client_secret is base64 of a client secret."],
  ["client_id", base64(exampleMembers.client_id), "client_id is base64 of a client id."],
])(
  "members of pairs: %s is named if its value is something else, and never decoded: %#",
  async (name, value, message) => {
    const source = pairs({ client_secret: exampleMembers.client_secret, [name]: value })
    const error = (await thrownBy(() => loadClientSecrets(source))) as ClientSecretsError
    expect(error.issues).toMatchObject([{ code: "encoded_value", path: ["web", name], message }])
    const joined = (await thrownBy(() => loadClientSecrets(secretSource(publicClient, source)))) as ClientSecretsError
    expect(joined.issues).toMatchObject([{ code: "encoded_value", path: ["web", name], message }])
    // A real value may look like this: then it is a warning.
    if (!/\s/.test(value)) {
      const client = await loadClientSecrets(source, { accept: ["encoded_value"] })
      expect([client.clientId, client.clientSecret.reveal()]).toContain(value)
    }
  },
)

test("a store and a variable decode a whole file, and a file on disk is not decoded", async () => {
  const text = exampleFile({ client_secret: base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET") })
  await expect(loadClientSecrets(store(text))).rejects.toMatchObject({ issues: [{ code: "encoded_value" }] })
  expect(parseClientSecrets(text).type).toBe("web")
  expect((await loadClientSecrets(store(text, false))).type).toBe("web")
})

const publicClient = { type: "web", clientId: exampleMembers.client_id } as const
const withoutSecret = {
  ...publicClient,
  redirectUris: exampleMembers.redirect_uris,
  authUri: exampleMembers.auth_uri,
  tokenUri: exampleMembers.token_uri,
}
const secretOf = (content: string | Buffer) => loadClientSecrets(secretSource(withoutSecret, store(content)))

test.each([
  "EXAMPLENOTAREALSECRETab",
  "RVhBTVBMRS1OT1QtQS1SRUFMLVNFQ1JFVA==",
  // Apple's client secret is a JWT: it begins like base64 of a brace and a quote, but base64 has no dots.
  `${base64('{"alg":"ES256"}')}.${base64('{"iss":"EXAMPLE"}').replaceAll("=", "")}.EXAMPLE_NOT_A_REAL_SIGNATURE`,
])("secretSource never decodes a bare secret", async secret => {
  expect((await secretOf(secret)).clientSecret.reveal()).toBe(secret)
})

test("secretSource reads a whole file in base64, and refuses a truncated one and the base64 of a secret", async () => {
  expect((await secretOf(folded(76, " "))).clientSecret.reveal()).toBe(exampleMembers.client_secret)
  for (const value of [first(76, base64(file)), base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"), base64(base64(file))])
    await expect(secretOf(value)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/is base64/),
    })
})

test("no message contains six characters of a value, in whatever form it arrived", async () => {
  for (let round = 0; round < 20; round++) {
    const secret = randomBytes(24).toString("base64url")
    const text = exampleFile({ client_secret: secret })
    const values = [
      secret,
      base64(secret),
      `'${secret}'`,
      `{${secret}: 1}`,
      `"${secret}`,
      text.replaceAll('"', ""),
      text.replaceAll('"', '\\"'),
      text.replace("}}", ",}}"),
      base64(text.replace("}}", ",}}")),
      base64(base64(text)),
      base64(text).slice(0, 300),
      text.slice(0, text.indexOf(secret) + 10),
      base64(utf16(text)).slice(0, 700),
    ]
    for (const value of values.flatMap(value => [value, Buffer.from(value)])) {
      const error = (await thrownBy(() => loadClientSecrets(store(value)))) as Error
      if (!ClientSecretsError.is(error)) throw new Error("was read")
      const printed = `${error.message}${error.stack}${JSON.stringify(error)}`
      for (const needle of [secret, base64(secret)])
        for (let start = 0; start + 6 <= needle.length; start++)
          expect(printed).not.toContain(needle.slice(start, start + 6))
    }
  }
})
