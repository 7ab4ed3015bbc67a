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

/** What a client file may have gone through that leaves all of it: it is read. */
const whole: readonly (readonly [string, string | Buffer])[] = [
  ["nothing", pretty],
  ["base64", base64(file)],
  ["base64 without padding", base64(file.length % 3 === 0 ? `${file} ` : file).replace(/=+$/, "")],
  ["base64url", Buffer.from(pretty).toString("base64url")],
  ["base64 folded at 76", folded(76, "\n")],
  ["base64 folded at 64 as on Windows", folded(64, "\r\n")],
  ["base64 folded by spaces", folded(76, " ")],
  ["base64 folded by line breaks that are written out", folded(76, "\\n")],
  ["base64 with indented lines", folded(76, "\n    ")],
  ["base64 after a byte order mark", `\ufeff${base64(file)}`],
  ["base64 of UTF-8 with a mark", base64(`\ufeff${file}`)],
  ["base64 of UTF-16 with a mark", base64(utf16(`\ufeff${pretty}`))],
  ["base64 of UTF-16 without a mark", base64(utf16(pretty))],
  ["folded base64 of UTF-16", folded(76, " ", base64(utf16(file)))],
  ["base64 of big-endian UTF-16", base64(utf16(pretty).swap16())],
  ["UTF-16 without a mark", utf16(pretty)],
  ["UTF-16 with a mark", utf16(`\ufeff${pretty}`)],
  ["base64 that is written in UTF-16", utf16(`\ufeff${base64(file)}\r\n`)],
]

/** What leaves less than all of it: the message says what happened, and what to do. */
const damaged: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ["the first line of base64", first(76, base64(file)), /base64 that was cut off.*base64 -w0/],
  ["the first line of PEM's width", first(64, base64(file)), /base64 that was cut off/],
  ["base64 cut within a group", first(101, base64(file)), /base64 that was cut off/],
  ["the first line of base64 of UTF-16", first(76, base64(utf16(pretty))), /base64 that was cut off/],
  ["base64 twice", base64(base64(file)), /base64 of base64\. Encode it once/],
  ["base64 of a bare secret", base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET"), /base64 of a client secret/],
  ["base64 of other text", base64("something else than JSON, and long"), /not of a client file/],
  ["base64 of something compressed", "H4sIAAAAAAAAA6tWKkktLlGyUlAqS8wpTtVRUMpMUbJSMDQDADtiSnIbAAAA", /compressed/],
  ["base64 of broken JSON", base64(file.replace("}}", ",}}")), /line and column above are those of the decoded file/],
  ["lost quotes", file.replaceAll('"', ""), /double quotes are gone/],
  ["escaped quotes", file.replaceAll('"', '\\"'), /quotes have backslashes/],
  ["escaped quotes in quotes", JSON.stringify(file), /quotes have backslashes/],
  ["single quotes", file.replaceAll('"', "'"), /JSON has double quotes/],
  ["kept quotes", `'${file}'`, /quotes around the value are part of it/],
  ["its first line", "{", /Only the first brace/],
  ["a limit within a string", first(60, file), /ends inside a string/],
  ["a limit between members", file.slice(0, file.indexOf(',"client_secret"')), /ends before its last brace/],
  ["written line breaks", pretty.replaceAll("\n", "\\n"), /line breaks are written/],
  ["percent-encoding", encodeURIComponent(file), /percent-encoded/],
  ["a data: URL", `data:application/json;base64,${base64(file)}`, /data: URL/],
  ["nothing but its secret", "Ab8~Q~EXAMPLE_NOT_A_REAL_SECRET", /only the client secret.*secretSource/],
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

describe.each(forms)("carried content, %s", (_, as) => {
  test.each(whole)("is read after %s", async (_, value) => {
    const client = await loadClientSecrets(store(as(value)))
    expect(client.clientSecret.reveal()).toBe(exampleMembers.client_secret)
  })

  test.each(damaged)("is explained after %s", async (_, value, advice) => {
    const error = (await thrownBy(() => loadClientSecrets(store(as(value))))) as ClientSecretsError
    expect(error).toMatchObject({ code: "invalid", source: "store" })
    expect(error.message).toMatch(advice)
    expect(error.message).not.toContain("cut here")
  })
})

const wrapped = whole.filter(([name]) => name.startsWith("base64") || name.includes("without a mark"))

test.each(wrapped)("a file, and parseClientSecrets, do not decode %s", async (_, value) => {
  expect(() => parseClientSecrets(value)).toThrow(ClientSecretsError)
  await expect(loadClientSecrets(store(value, false))).rejects.toMatchObject({ code: "invalid" })
})

test("UTF-16 that a store took for UTF-8 is explained", async () => {
  const error = await thrownBy(() => loadClientSecrets(store(utf16(file).toString("latin1"))))
  expect((error as Error).message).toMatch(/NUL characters.*UTF-16\. Save the file as UTF-8/)
})

test("the source's own advice comes first", async () => {
  const hinting: Source = {
    name: "store",
    read: async () => ({ content: "{", carried: true, hint: () => "Ask the owner of the store." }),
  }
  const { message } = (await thrownBy(() => loadClientSecrets(hinting))) as Error
  expect(message).toContain("- Ask the owner of the store.")
  expect(message).not.toContain("Only the first brace")
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
  // Apple's client secret is a JWT: its dots end base64, though it begins as base64 of a brace and a quote does.
  `${base64('{"alg":"ES256"}')}.${base64('{"iss":"EXAMPLE"}').replaceAll("=", "")}.EXAMPLE_NOT_A_REAL_SIGNATURE`,
])("secretSource never decodes a bare secret", async secret => {
  expect((await secretOf(secret)).clientSecret.reveal()).toBe(secret)
})

test("secretSource reads a whole file in base64, and refuses half of one and the base64 of a secret", async () => {
  expect((await secretOf(folded(76, " "))).clientSecret.reveal()).toBe(exampleMembers.client_secret)
  for (const value of [first(76, base64(file)), base64("GOCSPX-EXAMPLE_NOT_A_REAL_SECRET")])
    await expect(secretOf(value)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/is base64/),
    })
})

test("no message holds six characters of a value, however it was carried", async () => {
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
