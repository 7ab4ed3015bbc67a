import { describe, expect, test } from "vitest"
import { parseClientSecrets, safeParseClientSecrets } from "../../src/index.ts"
import { type Answer, answerInTime } from "../answer-in-time.ts"
import { webFile, webText } from "../fixtures.ts"

const megabytes = { maxBytes: 2 ** 23 }
const good = "https://app.example.com/"

// The built package parses each document in a separate thread, which is terminated if it does not answer.
describe("parsing documents of hostile size", () => {
  const questions: [name: string, document: string, want: Partial<Answer>][] = [
    [
      "40,000 unknown members",
      'webText(Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => ["member_" + index, index])))',
      { outcome: "ok" },
    ],
    [
      "40,000 unknown members that almost spell client_id, which is missing",
      'webText({ client_id: undefined, ...Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => ["clientid" + index, ""])) })',
      { outcome: "invalid" },
    ],
    [
      "40,000 top-level members",
      'webText().replace("{", "{" + Array.from({ length: 40_000 }, (_, index) => `"m${index}": 1,`).join(""))',
      { outcome: "ok" },
    ],
    [
      "40,000 duplicates of one member",
      'webText().replace(`"client_id"`, `"client_id": "a",`.repeat(40_000) + `"client_id"`)',
      { outcome: "invalid" },
    ],
    [
      "10,000 good redirect URIs",
      `webText({ redirect_uris: Array.from({ length: 10_000 }, (_, index) => "${good}" + index) })`,
      { outcome: "ok", issues: {} },
    ],
    [
      "10,000 redirect URIs that are not URIs",
      "webText({ redirect_uris: Array.from({ length: 10_000 }, (_, index) => String(index)) })",
      { outcome: "invalid", issues: { invalid_uri: 10_000 } },
    ],
    [
      "10,000 odd redirect URIs",
      'webText({ redirect_uris: Array.from({ length: 10_000 }, (_, index) => "http://app.example.com/" + index) })',
      { outcome: "ok", warnings: { odd_redirect_uri: 10_000 } },
    ],
    [
      "200,000 levels of arrays",
      'webText({ deep: 0 }).replace(/: 0/, ": " + "[".repeat(200_000))',
      { outcome: "invalid", issues: { too_deep: 1 } },
    ],
    ["200,000 levels of objects", "'{\"web\":'.repeat(200_000)", { outcome: "invalid", issues: { too_deep: 1 } }],
    [
      "200,000 levels, all closed",
      '"[".repeat(200_000) + "]".repeat(200_000)',
      { outcome: "invalid", issues: { too_deep: 1 } },
    ],
    [
      "200,000 levels in an object that was parsed by the caller",
      "(() => { let deep = 0; for (let level = 0; level < 200_000; level++) deep = [deep]; return { web: { client_id: deep, deep } } })()",
      { outcome: "invalid" },
    ],
    ["200,000 empty arrays side by side", '"[" + "[],".repeat(200_000) + "[]]"', { outcome: "invalid" }],
    [
      "200,000 line breaks",
      '"\\r\\n".repeat(100_000) + "\\r".repeat(100_000) + "!"',
      { outcome: "invalid", issues: { not_json: 1 } },
    ],
    ["1 MiB of white space", '" ".repeat(2 ** 20)', { outcome: "invalid", issues: { no_input: 1 } }],
    ["1 MiB of quotes", "'\"'.repeat(2 ** 20)", { outcome: "invalid" }],
    ["1 MiB of backslashes", "'\"' + '\\\\'.repeat(2 ** 20)", { outcome: "invalid" }],
    ["1 MiB of commas", '"[" + ",".repeat(2 ** 20)', { outcome: "invalid", issues: { not_json: 1 } }],
    ["1 MiB of digits", '"[" + "1".repeat(2 ** 20)', { outcome: "invalid", issues: { not_json: 1 } }],
    ["1 MiB of letters", '"a".repeat(2 ** 20)', { outcome: "invalid" }],
    ["1 MiB that begins like base64", '"ey" + "J".repeat(2 ** 20) + "!"', { outcome: "invalid" }],
    ["1 MiB that begins like a path", '"/" + "a/".repeat(2 ** 19) + "\\n"', { outcome: "invalid" }],
    ["a secret of 1 MiB", 'webText({ client_secret: "Q".repeat(2 ** 20) })', { outcome: "ok" }],
    [
      "a secret of 1 MiB, all escapes",
      'webText({ client_secret: 0 }).replace(`: 0`, `: "${"\\\\u0051".repeat(2 ** 20)}"`)',
      { outcome: "ok" },
    ],
    ["an unknown member of 1 MiB", 'webText({ customer: "Q".repeat(2 ** 20) })', { outcome: "ok" }],
    [
      "an unknown member of 1 MiB, all escapes",
      'webText({ customer: 0 }).replace(`: 0`, `: "${"\\\\u0051".repeat(2 ** 20)}"`)',
      { outcome: "ok" },
    ],
    ["a member's name of 1 MiB", '`{"${"Q".repeat(2 ** 20)}": 1}`', { outcome: "invalid" }],
    [
      "a member's name of 1 MiB within the client",
      'webText({ ["q".repeat(2 ** 20)]: 1, client_id: undefined })',
      { outcome: "invalid" },
    ],
    [
      "a value of 1 MiB that ends in white space",
      'webText({ client_id: "Q".repeat(2 ** 20) + " " })',
      { outcome: "invalid" },
    ],
    ["a value of 1 MiB of white space", 'webText({ client_id: "a" + " ".repeat(2 ** 20) + "a" })', {}],
    ["a value of 1 MiB that begins like a placeholder", 'webText({ client_id: "[[".repeat(2 ** 19) })', {}],
    ["a value of 1 MiB of stars", 'webText({ client_id: "*".repeat(2 ** 20) + "abcde" })', {}],
    ["an endpoint of 1 MiB of labels", 'webText({ auth_uri: "https://" + "a.".repeat(2 ** 19) + "!" })', {}],
    ["an endpoint of 1 MiB of at signs", 'webText({ auth_uri: "https://" + "@".repeat(2 ** 20) })', {}],
    [
      "an endpoint of 1 MiB of path",
      'webText({ auth_uri: "https://a.example.com/" + "a/".repeat(2 ** 19) + "#" })',
      {},
    ],
    ["a redirect URI of 1 MiB of slashes", 'webText({ redirect_uris: ["https:" + "/".repeat(2 ** 20) + "*"] })', {}],
    [
      "a secret of 256 KiB that almost appears in a public member",
      'webText({ client_secret: "a".repeat(2 ** 17) + "b" + "a".repeat(2 ** 17), project_id: "a".repeat(2 ** 19) })',
      { outcome: "ok" },
    ],
  ]

  test.each(questions)("%s", async (_, document, want) => {
    const answer = await answerInTime({ document, options: megabytes })
    expect(answer).toMatchObject(want)
    // The message lists twenty issues, and counts the others.
    expect((answer as Answer).messageLength).toBeLessThan(6_000)
  })

  test.each(questions)("%s, with the default limit of size", async (_, document) => {
    const answer = await answerInTime({ document })
    expect(answer).toMatchObject({ outcome: expect.stringMatching(/^(invalid|too_large|ok)$/) })
  })

  test("parses each redirect URI only once", async () => {
    for (const count of [10, 1_000, 10_000]) {
      const document = `webText({ redirect_uris: Array.from({ length: ${count} }, (_, index) => "HTTPS://app.example.com/" + index) })`
      const answer = await answerInTime({ document, options: megabytes })
      expect(answer).toMatchObject({ outcome: "ok" })
      // Also the list of origins and the three endpoints, two of which are also checked beforehand.
      expect((answer as Answer).urisParsed).toBeLessThanOrEqual(count + 7)
    }
  })

  test("the helper detects a parse that hangs or crashes", async () => {
    expect(await answerInTime({ document: "(() => { for (;;); })()" }, 500)).toBe("no answer")
    expect(await answerInTime({ document: "process.exit(1)" }, 5_000)).toBe("crash")
  })
})

describe("members named like those of Object.prototype", () => {
  const names = [
    "__proto__",
    "constructor",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "__defineGetter__",
    "then",
    "toJSON",
  ]

  test.each(names)("%s is not a client type", name => {
    for (const value of [webFile().web, null, 1]) {
      const result = safeParseClientSecrets(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`)
      expect(!result.success && result.error.code).toBe("invalid")
    }
  })

  test.each(names)("%s next to the client is a warning", name => {
    const result = safeParseClientSecrets(webText().replace("{", `{${JSON.stringify(name)}: {"client_id": "other"},`))
    expect(result.success && result.data.clientId).toBe(webFile().web["client_id"])
    expect(result.warnings).toHaveLength(1)
  })

  test.each(names)("%s in the client is an unknown member", name => {
    const members = `${JSON.stringify(name)}: {"clientSecret": "x", "web": 1},`
    const client = parseClientSecrets(webText().replace('"client_id"', `${members} "client_id"`))
    expect(client.extra.names).toEqual([name])
    expect(client.extra.has(name)).toBe(true)
    expect(client.extra.get(name)).toEqual({ clientSecret: "x", web: 1 })
    expect(Object.getPrototypeOf(client)).toBe(Object.prototype)
    expect(client.clientSecret.reveal()).toBe(webFile().web["client_secret"])
  })

  test.each(names)("%s is not found in a client that lacks it", name => {
    const { extra } = parseClientSecrets(webText())
    expect([extra.has(name), extra.get(name)]).toEqual([false, undefined])
  })

  test("ignores members that the input inherits from its prototype", () => {
    const client = Object.assign(
      Object.create({ client_secret: "EXAMPLE_INHERITED_SECRET" }),
      webFile({ client_secret: undefined }).web,
    )
    const result = safeParseClientSecrets({ web: client })
    expect(!result.success && result.error.issues.map(issue => [issue.code, issue.path])).toEqual([
      ["missing", ["web", "client_secret"]],
    ])
    const inherited = safeParseClientSecrets(Object.create(webFile()))
    expect(!inherited.success && inherited.error.issues[0]!.code).toBe("no_client_type")
  })
})
