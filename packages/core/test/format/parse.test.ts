import { describe, expect, test } from "vitest"
import {
  type ClientSecretsIssue,
  createLoader,
  loadClientSecrets,
  parseClientSecrets,
  safeParseClientSecrets,
} from "../../src/index.ts"
import { secretText, webFile, webText } from "../fixtures.ts"
import { issuesOf } from "../issues-of.ts"
import { reveal } from "../reveal.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

describe("parseClientSecrets reads the same client from", () => {
  const want = reveal(parseClientSecrets(webText()))

  test.each<[string, Parameters<typeof parseClientSecrets>[0]]>([
    ["a string in one line", JSON.stringify(webFile())],
    ["a string with CRLF", webText().replaceAll("\n", "\r\n")],
    ["a string with CR only", webText().replaceAll("\n", "\r")],
    ["a string with a byte order mark", `\ufeff${webText()}`],
    ["a string with white space around it", `\n\t ${webText()} \r\n`],
    [
      "a string with escapes",
      webText().replaceAll("e", "e").replace('"client_id"', '"cli\\u0065nt_id"').replace("/o/", "\\/o\\/"),
    ],
    ["bytes", bytes(webText())],
    ["bytes with a byte order mark", bytes(`\ufeff${webText()}`)],
    ["bytes in UTF-16", new Uint8Array(Buffer.from(`\ufeff${webText()}`, "utf16le"))],
    ["a Buffer", Buffer.from(webText())],
    ["a view of a larger buffer", bytes(`xxxx${webText()}xxxx`).subarray(4, -4)],
    ["an object", webFile()],
    ["an object without a prototype", Object.assign(Object.create(null), webFile())],
  ])("%s", (_, input) => {
    expect(reveal(parseClientSecrets(input))).toEqual(want)
  })
})

describe("parseClientSecrets rejects a document that is", () => {
  test.each<[string, unknown, string]>([
    ["empty", "", "no_input "],
    ["white space", " \n", "no_input "],
    ["an empty byte array", new Uint8Array(0), "no_input "],
    ["only a byte order mark", "\ufeff", "no_input "],
    ["truncated", webText().slice(0, -3), "not_json "],
    ["followed by another", webText() + webText(), "not_json "],
    ["in Latin-1", Buffer.from(webText({ note: "\u00fc" }), "latin1"), "encoding "],
    ["too deep", webText({ deep: 0 }).replace(": 0", `: ${"[".repeat(511)}${"]".repeat(511)}`), "too_deep "],
    [
      "an object that is too deep",
      JSON.parse(webText({ deep: 0 }).replace(": 0", `: ${"[".repeat(511)}${"]".repeat(511)}`)),
      "too_deep ",
    ],
    [
      "an object whose getter throws",
      {
        get web() {
          throw new Error(secretText)
        },
      },
      "unreadable ",
    ],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error(secretText)
          },
        },
      ),
      "unreadable ",
    ],
  ])("%s", (_, document, want) => {
    expect(issuesOf(document).errors).toEqual([want])
  })

  test("accepts 510 levels within the client", () => {
    const text = webText({ deep: 0 }).replace(": 0", `: ${"[".repeat(510)}${"]".repeat(510)}`)
    expect(issuesOf(text)).toEqual({ errors: [], warnings: [] })
  })
})

describe("duplicate members:", () => {
  test.each<[string, string, string[]]>([
    [
      "with the same value",
      webText().replace('"client_id":', '"client_id": "first", "client_id":'),
      ["duplicate_member web.client_id"],
    ],
    [
      "written with an escape",
      webText().replace('"client_id":', '"client\\u005fid": "first", "client_id":'),
      ["duplicate_member web.client_id"],
    ],
    ["the client type", webText().replace('"web":', '"web": null, "web":'), ["duplicate_member web"]],
    ["an unknown member", webText({ note: 1 }).replace('"note":', '"note": 2, "note":'), ["duplicate_member web.note"]],
    [
      "a member within an unknown member",
      webText({ note: 0 }).replace(": 0", ': [{"a": 1, "a": 2}]'),
      ["duplicate_member web.note.0.1"],
    ],
    [
      "a name that is not printed",
      webText().replace('"client_id":', '"EXAMPLE": 1, "EXAMPLE": 2, "client_id":'),
      ["duplicate_member web.1"],
    ],
    [
      "three times",
      webText().replace('"client_id":', '"client_id": "a", "client_id": "b", "client_id":'),
      ["duplicate_member web.client_id", "duplicate_member web.client_id"],
    ],
  ])("%s", (_, text, want) => {
    expect(issuesOf(text).errors).toEqual(want)
  })
})

describe("maxBytes", () => {
  const size = bytes(webText()).length

  test("counts bytes of UTF-8", () => {
    expect(issuesOf(webText(), { maxBytes: size }).errors).toEqual([])
    expect(issuesOf(webText(), { maxBytes: size - 1 }).errors).toEqual(["too_large "])
    expect(issuesOf(bytes(webText()), { maxBytes: size - 1 }).errors).toEqual(["too_large "])
    const wide = webText({ note: "\u00fc".repeat(100) })
    expect(issuesOf(wide, { maxBytes: bytes(wide).length }).errors).toEqual([])
    expect(issuesOf(wide, { maxBytes: bytes(wide).length - 1 }).errors).toEqual(["too_large "])
  })

  test("of several megabytes does not make the engine throw", () => {
    // V8 cannot backtrack that far in the regular expression of the fast path.
    const long = webText({ redirect_uris: [`https://${"a.".repeat(3_900_000)}com`], javascript_origins: undefined })
    expect(issuesOf(long, { maxBytes: 2 ** 23 }).errors).toEqual([])
  })

  test("counts the names and strings of an object", () => {
    expect(issuesOf(webFile(), { maxBytes: size }).errors).toEqual([])
    expect(issuesOf(webFile(), { maxBytes: 100 }).errors).toEqual(["too_large "])
    expect(issuesOf(webFile({ note: "a".repeat(70_000) })).errors).toEqual(["too_large "])
    expect(issuesOf(webFile({ ["a".repeat(70_000)]: "" })).errors).toEqual(["too_large "])
    expect(issuesOf(webFile({ notes: Array(70_000).fill(0) })).errors).toEqual(["too_large "])
  })

  test("is 65,536 by default", () => {
    const padded = (length: number) => webText().padEnd(length, " ")
    expect(issuesOf(padded(65_536)).errors).toEqual([])
    expect(issuesOf(padded(65_537)).errors).toEqual(["too_large "])
  })

  test("causes an error with its own code, too_large", () => {
    expect(() => parseClientSecrets(webText(), { maxBytes: 10 })).toThrow(
      expect.objectContaining({ code: "too_large" }),
    )
  })
})

describe("an issue has the line and column of", () => {
  test.each<[string, string, [line: number, column: number]]>([
    ["a value", '{\n  "web": {\n    "client_id": ""\n  }\n}', [3, 18]],
    ["the object that lacks a member", '{\n  "web": {}\n}', [2, 10]],
    ["an item of a list", '{"web": {"redirect_uris": [\r\n  "x"]}}', [2, 3]],
    ["the second of two duplicates", '{"web": {"a": 1,\n "a": 2}}', [2, 2]],
    ["the place where the text stops being JSON", '{"web": {\r"client_id": x}}', [2, 14]],
    ["a value after a byte order mark", '\ufeff{"web": {"client_id": ""}}', [1, 23]],
    ["a value after characters outside the BMP", '{"web": {"\u{1f511}": "\u{1f511}", "client_id": ""}}', [1, 35]],
  ])("%s", (_, text, [line, column]) => {
    const result = safeParseClientSecrets(text)
    expect(!result.success && result.error.issues).toContainEqual(expect.objectContaining({ line, column }))
  })

  test("an issue has no line if the input was an object", () => {
    const result = safeParseClientSecrets({ web: {} })
    for (const issue of result.success ? [] : result.error.issues) expect(issue.line).toBeUndefined()
  })
})

describe("the error", () => {
  test("has all the issues of the document", () => {
    const result = safeParseClientSecrets(
      webText({
        client_id: "YOUR_ID",
        client_secret: ` ${secretText}`,
        redirect_uris: ["x"],
        auth_uri: "http://a.example.com/",
        token_uri: undefined,
      }),
    )
    expect(!result.success && result.error.issues.map(issue => issue.code).sort()).toEqual([
      "insecure_endpoint",
      "invalid_uri",
      "missing",
      "placeholder",
      "white_space",
    ])
  })

  test("lists up to twenty issues in its message", () => {
    const result = safeParseClientSecrets(webText({ redirect_uris: Array.from({ length: 30 }, () => "x") }))
    if (result.success) throw new TypeError("It is to be rejected.")
    const { message, issues } = result.error
    expect(issues).toHaveLength(30)
    for (const issue of issues.slice(0, 20)) expect(message).toContain(issue.message)
    expect(message).toMatch(/20 of 30/)
    expect(message).not.toContain(issues[20]!.message)
  })

  test("has no cause, and repeats nothing of the engine's message", () => {
    for (const text of [`{"web": ${secretText}}`, `{"client_secret": "${secretText}"`, secretText]) {
      const result = safeParseClientSecrets(text)
      expect(
        !result.success && [
          result.error.cause,
          result.error.message.includes("EXAMPLE"),
          result.error.message.includes("JSON at position"),
        ],
      ).toEqual([undefined, false, false])
    }
  })
})

describe("warnings", () => {
  const odd = webText({ redirect_uris: ["http://app.example.com/"] }).replace("{", '{"note": 1,')

  test("reach onWarning and the result of safeParseClientSecrets, for valid and invalid files", () => {
    const given: ClientSecretsIssue[] = []
    parseClientSecrets(odd, { onWarning: warning => given.push(warning) })
    expect(given.map(warning => warning.code)).toEqual(["unknown_member", "odd_redirect_uri"])
    expect(safeParseClientSecrets(odd).warnings).toEqual(given)
    const bad = safeParseClientSecrets(odd.replace(secretText, "YOUR_SECRET"), {
      onWarning: warning => given.push(warning),
    })
    expect(bad.success).toBe(false)
    expect(bad.warnings.map(warning => warning.code)).toEqual(["unknown_member", "odd_redirect_uri"])
    expect(given).toHaveLength(4)
  })

  test("an error that onWarning throws reaches the caller", () => {
    const fault = new RangeError("the listener's")
    const onWarning = () => {
      throw fault
    }
    expect(() => parseClientSecrets(odd, { onWarning })).toThrow(fault)
    expect(() => safeParseClientSecrets(odd, { onWarning })).toThrow(fault)
  })
})

describe("throws a TypeError for", () => {
  test.each<[string, object]>([
    ["an unknown type", { type: "desktop" }],
    ["a list of types", { type: ["web"] }],
    ["an unknown optional member", { optional: ["project_id"] }],
    ["the name of a property in place of a member's", { optional: ["clientSecret"] }],
    ["a string in place of a list of members", { optional: "client_secret" }],
    ["a negative limit", { maxBytes: -1 }],
    ["a limit that is NaN", { maxBytes: Number.NaN }],
    ["a limit that is a string", { maxBytes: "many" }],
    ["a permission that is a string", { allowInsecureEndpoints: "false" }],
    ["a permission that is a number", { allowInsecureEndpoints: 0 }],
    ["a code that cannot be accepted", { accept: ["missing"] }],
    ["a string in place of a list of codes", { accept: "placeholder" }],
    ["one endpoint without the other", { endpoints: { authUri: "https://login.example.com/" } }],
    ["endpoints that are a string", { endpoints: "google" }],
    ["a listener that is not a function", { onWarning: "console.warn" }],
  ])("%s", (_, options) => {
    for (const document of [webText(), "{}"]) {
      expect(() => parseClientSecrets(document, options)).toThrow(/^The option \w+ must be/)
      expect(() => safeParseClientSecrets(document, options)).toThrow(TypeError)
    }
  })

  test.each(["installed", 7, true, null])("throws a TypeError for %j in place of the options", async options => {
    const source = { name: "a source", read: async () => ({ content: webText() }) }
    const given = options as never
    const message = "The second argument must be an object of options"
    expect(() => parseClientSecrets(webText(), given)).toThrow(message)
    expect(() => safeParseClientSecrets(webText(), given)).toThrow(message)
    expect(() => createLoader(source, given)).toThrow(TypeError)
    await expect(loadClientSecrets(source, given)).rejects.toThrow(TypeError)
  })

  test("accepts undefined for every option", () => {
    const options = {
      type: undefined,
      optional: undefined,
      maxBytes: undefined,
      allowInsecureEndpoints: undefined,
      onWarning: undefined,
    }
    expect(parseClientSecrets(webText(), options).type).toBe("web")
  })

  test("ignores inherited options", () => {
    const options = Object.create({ allowInsecureEndpoints: true, optional: ["client_secret"], type: "installed" })
    expect(parseClientSecrets(webText(), options).type).toBe("web")
    expect(
      issuesOf(webText({ client_secret: undefined, token_uri: "http://login.example.com/" }), options).errors,
    ).toEqual(["missing web.client_secret", "insecure_endpoint web.token_uri"])
  })
})
