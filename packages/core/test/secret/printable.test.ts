import { describe, expect, test } from "vitest"
import { escapeText, printableName } from "../../src/secret/printable.ts"

describe("printableName", () => {
  test.each([
    "client_id",
    "clientId",
    "client-id",
    "Client_id",
    "ClientId",
    "CLIENT",
    "clientid",
    "auth_provider_x509_cert_url",
    "token_endpoint_auth_method",
    "oauth2_url",
  ])("prints %s", name => {
    expect(printableName(name, "?")).toBe(name)
  })

  // Any of these may be a secret in the place of a name.
  test.each([
    "",
    "a",
    "hunter",
    "client_hunter",
    "abcdefghijklm_abcdefghij",
    "client_id_2",
    "client2_id",
    "a-b-c",
    `client${"_client".repeat(10)}`,
    "client id",
    "client.id",
    "$schema",
    "cl\u0456ent_id",
    "client_id\n",
    "GOCSPX-EXAMPLE",
  ])("prints the position in place of %j", name => {
    expect(printableName(name, 3)).toBe(3)
  })
})

describe("escapeText", () => {
  test.each([
    ["plain text, 100 % of it", "plain text, 100 % of it"],
    ["\u00e9\u4e2d\u{1f511}", "\u00e9\u4e2d\u{1f511}"],
    ["a\0b\u001bc\u007f", "a\\u0000b\\u001bc\\u007f"],
    ["a\u0085b\u009b", "a\\u0085b\\u009b"],
    ["a\r\nb", "a\\u000d\\u000ab"],
    ["a\u202eb\u2066c\u200fd", "a\\u202eb\\u2066c\\u200fd"],
    ["a\u2028b\u2029", "a\\u2028b\\u2029"],
    ["a\ud800b", "a\\ud800b"],
  ])("%j", (text, want) => {
    expect(escapeText(text)).toBe(want)
  })

  test("keeps at most 200 characters, and marks where it cuts", () => {
    expect(escapeText("a".repeat(200))).toBe("a".repeat(200))
    expect(escapeText("a".repeat(201))).toBe(`${"a".repeat(199)}\u2026`)
    expect(escapeText(`\u00e9${"a".repeat(200)}`)).toBe(`\u00e9${"a".repeat(198)}\u2026`)
  })
})
