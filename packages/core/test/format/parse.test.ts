import { describe, expect, test } from "vitest"
import { type ClientSecretsIssue, parseClientSecrets, safeParseClientSecrets } from "../../src/index.ts"
import { secretText, webFile, webText } from "../fixtures.ts"
import { issuesOf } from "../issues-of.ts"
import { reveal } from "../reveal.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

describe("reads one client from", () => {
  const want = reveal(parseClientSecrets(webText()))

  test.each<[string, Parameters<typeof parseClientSecrets>[0]]>([
    ["text in one line", JSON.stringify(webFile())],
    ["text with CRLF", webText().replaceAll("\n", "\r\n")],
    ["text with CR alone", webText().replaceAll("\n", "\r")],
    ["text with a byte order mark", `\ufeff${webText()}`],
    ["text with white space around it", `\n\t ${webText()} \r\n`],
    [
      "text with escapes",
      webText().replaceAll("e", "e").replace('"client_id"', '"cli\\u0065nt_id"').replace("/o/", "\\/o\\/"),
    ],
    ["bytes", bytes(webText())],
    ["bytes with a mark", bytes(`\ufeff${webText()}`)],
    ["bytes in UTF-16", new Uint8Array(Buffer.from(`\ufeff${webText()}`, "utf16le"))],
    ["a Buffer", Buffer.from(webText())],
    ["a part of a larger buffer", bytes(`xxxx${webText()}xxxx`).subarray(4, -4)],
    ["an object", webFile()],
    ["an object without a prototype", Object.assign(Object.create(null), webFile())],
  ])("%s", (_, input) => {
    expect(reveal(parseClientSecrets(input))).toEqual(want)
  })
})

describe("a document that is", () => {
  test.each<[string, unknown, string]>([
    ["empty", "", "no_input "],
    ["white space", " \n", "no_input "],
    ["no bytes", new Uint8Array(0), "no_input "],
    ["a mark alone", "\ufeff", "no_input "],
    ["cut off", webText().slice(0, -3), "not_json "],
    ["followed by another", webText() + webText(), "not_json "],
    ["in Latin-1", Buffer.from(webText({ note: "\u00fc" }), "latin1"), "encoding "],
    ["too deep", webText({ deep: 0 }).replace(": 0", `: ${"[".repeat(511)}${"]".repeat(511)}`), "too_deep "],
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

  test("510 levels deep within the client is read", () => {
    const text = webText({ deep: 0 }).replace(": 0", `: ${"[".repeat(510)}${"]".repeat(510)}`)
    expect(issuesOf(text)).toEqual({ errors: [], warnings: [] })
  })
})

describe("a member that stands twice", () => {
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
    ["as the client type", webText().replace('"web":', '"web": null, "web":'), ["duplicate_member web"]],
    [
      "as an unknown member",
      webText({ note: 1 }).replace('"note":', '"note": 2, "note":'),
      ["duplicate_member web.note"],
    ],
    [
      "within an unknown member",
      webText({ note: 0 }).replace(": 0", ': [{"a": 1, "a": 2}]'),
      ["duplicate_member web.note.0.1"],
    ],
    [
      "with a name that is not printed",
      webText().replace('"client_id":', '"EXAMPLE": 1, "EXAMPLE": 2, "client_id":'),
      ["duplicate_member web.1"],
    ],
    [
      "thrice",
      webText().replace('"client_id":', '"client_id": "a", "client_id": "b", "client_id":'),
      ["duplicate_member web.client_id", "duplicate_member web.client_id"],
    ],
  ])("%s", (_, text, want) => {
    expect(issuesOf(text).errors).toEqual(want)
  })
})

describe("the cap", () => {
  const size = bytes(webText()).length

  test("is counted in bytes of UTF-8", () => {
    expect(issuesOf(webText(), { maxBytes: size }).errors).toEqual([])
    expect(issuesOf(webText(), { maxBytes: size - 1 }).errors).toEqual(["too_large "])
    expect(issuesOf(bytes(webText()), { maxBytes: size - 1 }).errors).toEqual(["too_large "])
    const wide = webText({ note: "\u00fc".repeat(100) })
    expect(issuesOf(wide, { maxBytes: bytes(wide).length }).errors).toEqual([])
    expect(issuesOf(wide, { maxBytes: bytes(wide).length - 1 }).errors).toEqual(["too_large "])
  })

  test("raised to megabytes, lets no engine throw at them", () => {
    // The expression of the fast path would have more to remember than V8 allows.
    const long = webText({ redirect_uris: [`https://${"a.".repeat(3_900_000)}com`], javascript_origins: undefined })
    expect(issuesOf(long, { maxBytes: 2 ** 23 }).errors).toEqual([])
  })

  test("is 65,536 by default", () => {
    const padded = (length: number) => webText().padEnd(length, " ")
    expect(issuesOf(padded(65_536)).errors).toEqual([])
    expect(issuesOf(padded(65_537)).errors).toEqual(["too_large "])
  })

  test("is an error of its own code", () => {
    expect(() => parseClientSecrets(webText(), { maxBytes: 10 })).toThrow(
      expect.objectContaining({ code: "too_large" }),
    )
  })
})

describe("an issue says where it is", () => {
  test.each<[string, string, [line: number, column: number]]>([
    ["a value", '{\n  "web": {\n    "client_id": ""\n  }\n}', [3, 18]],
    ["what is missing, at the object that lacks it", '{\n  "web": {}\n}', [2, 10]],
    ["an item of a list", '{"web": {"redirect_uris": [\r\n  "x"]}}', [2, 3]],
    ["a duplicate, at the second", '{"web": {"a": 1,\n "a": 2}}', [2, 2]],
    ["where it stops being JSON", '{"web": {\r"client_id": x}}', [2, 14]],
    ["behind a byte order mark", '\ufeff{"web": {"client_id": ""}}', [1, 23]],
    ["behind wide characters", '{"web": {"\u{1f511}": "\u{1f511}", "client_id": ""}}', [1, 35]],
  ])("%s", (_, text, [line, column]) => {
    const result = safeParseClientSecrets(text)
    expect(!result.success && result.error.issues).toContainEqual(expect.objectContaining({ line, column }))
  })

  test("and no line where the input was no text", () => {
    const result = safeParseClientSecrets({ web: {} })
    for (const issue of result.success ? [] : result.error.issues) expect(issue.line).toBeUndefined()
  })
})

describe("the error", () => {
  test("holds all problems at once", () => {
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

  test("tells each of its issues in its message, up to twenty", () => {
    const result = safeParseClientSecrets(webText({ redirect_uris: Array.from({ length: 30 }, () => "x") }))
    if (result.success) throw new TypeError("It is to be rejected.")
    const { message, issues } = result.error
    expect(issues).toHaveLength(30)
    for (const issue of issues.slice(0, 20)) expect(message).toContain(issue.message)
    expect(message).toMatch(/20 of 30/)
    expect(message).not.toContain(issues[20]!.message)
  })

  test("has no cause, and holds nothing of what the engine said", () => {
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

  test("are given to onWarning and by safeParse, of good files and bad", () => {
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

  test("a listener's own error goes to the caller", () => {
    const fault = new RangeError("the listener's")
    const onWarning = () => {
      throw fault
    }
    expect(() => parseClientSecrets(odd, { onWarning })).toThrow(fault)
    expect(() => safeParseClientSecrets(odd, { onWarning })).toThrow(fault)
  })
})

describe("options that are not of their kind are the caller's mistake", () => {
  test.each<[string, object]>([
    ["a type there is not", { type: "desktop" }],
    ["a list of types", { type: ["web"] }],
    ["an optional member there is not", { optional: ["project_id"] }],
    ["a property's name", { optional: ["clientSecret"] }],
    ["one name without a list", { optional: "client_secret" }],
    ["a cap below nothing", { maxBytes: -1 }],
    ["a cap that is no number", { maxBytes: Number.NaN }],
    ["a cap in words", { maxBytes: "many" }],
  ])("%s", (_, options) => {
    for (const document of [webText(), "{}"]) {
      expect(() => parseClientSecrets(document, options)).toThrow(TypeError)
      expect(() => safeParseClientSecrets(document, options)).toThrow(TypeError)
    }
  })

  test("undefined is no mistake", () => {
    const options = {
      type: undefined,
      optional: undefined,
      maxBytes: undefined,
      allowInsecureEndpoints: undefined,
      onWarning: undefined,
    }
    expect(parseClientSecrets(webText(), options).type).toBe("web")
  })

  test("an inherited option is none", () => {
    const options = Object.create({ allowInsecureEndpoints: true, optional: ["client_secret"], type: "installed" })
    expect(parseClientSecrets(webText(), options).type).toBe("web")
    expect(
      issuesOf(webText({ client_secret: undefined, token_uri: "http://login.example.com/" }), options).errors,
    ).toEqual(["missing web.client_secret", "insecure_endpoint web.token_uri"])
  })
})
