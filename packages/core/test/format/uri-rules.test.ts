import { describe, expect, test } from "vitest"
import { isGoogles, isOnThisMachine, isOrdinaryUri, parseUri } from "../../src/format/uri-rules.ts"

describe("parseUri", () => {
  test.each([
    ["HTTPS://EXAMPLE.com", "https://example.com/"],
    ["https://example.com:443/", "https://example.com/"],
    ["http://2130706433/", "http://127.0.0.1/"],
    ["http://0x7f.1/", "http://127.0.0.1/"],
    ["https://b\u00fccher.example/", "https://xn--bcher-kva.example/"],
    ["https:example.com", "https://example.com/"],
    ["https://example.com\\path", "https://example.com/path"],
    ["urn:ietf:wg:oauth:2.0:oob", "urn:ietf:wg:oauth:2.0:oob"],
    ["example.com", undefined],
    ["", undefined],
    ["https://", undefined],
    ["https://a b/", undefined],
    ["https://example.com:65536/", undefined],
  ])("%s", (text, want) => {
    expect(parseUri(text)?.href).toBe(want)
  })
})

describe("isOnThisMachine", () => {
  test.each([
    "http://localhost",
    "https://localhost:8443/",
    "http://127.0.0.1:1/",
    "http://127.9.9.9",
    "http://[::1]:80/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://LOCALHOST/",
    "http://127.1/",
    "http://localhost./",
  ])("accepts %s", text => {
    expect(isOnThisMachine(text)).toBe(true)
  })

  test.each([
    "http://localhost.example.com/",
    "http://127.0.0.1.example.com/",
    "http://localhost@example.com/",
    "http://example.com/?http://localhost/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://[::2]/",
    "http://[::ffff:127.0.0.1]/",
    "http://128.0.0.1/",
    "ftp://localhost/",
  ])("rejects %s", text => {
    expect(isOnThisMachine(text)).toBe(false)
  })
})

describe("isGoogles", () => {
  test.each([
    ["auth_uri", "https://accounts.google.com/o/oauth2/auth"],
    ["auth_uri", "https://accounts.google.com/o/oauth2/v2/auth"],
    ["auth_uri", "https://ACCOUNTS.google.com:443/o/oauth2/auth?access_type=offline"],
    ["auth_uri", "https://accounts.google.com/o/./oauth2/x/../auth"],
    ["token_uri", "https://oauth2.googleapis.com/token"],
    ["token_uri", "https://accounts.google.com/o/oauth2/token"],
    ["token_uri", "https://www.googleapis.com/oauth2/v3/token"],
    ["token_uri", "https://www.googleapis.com/oauth2/v4/token"],
    ["issuer", "https://accounts.google.com"],
    ["issuer", "https://accounts.google.com/"],
  ])("%s: accepts %s", (member, text) => {
    expect(isGoogles(member, text)).toBe(true)
  })

  test.each([
    ["token_uri", "https://script.google.com/macros/s/EXAMPLE/exec"],
    ["token_uri", "https://storage.googleapis.com/bucket/token"],
    ["token_uri", "https://docs.google.com/forms/d/e/EXAMPLE/formResponse"],
    ["token_uri", "https://www.googleapis.com/oauth2/v3/userinfo"],
    ["token_uri", "https://oauth2.googleapis.com:8443/token"],
    ["token_uri", "https://oauth2.googleapis.com.example.com/token"],
    ["auth_uri", "https://accounts.google.com@example.com/o/oauth2/auth"],
    ["auth_uri", "https://example.com/accounts.google.com/o/oauth2/auth"],
    ["issuer", "https://evilgoogle.com/"],
  ])("%s: rejects %s", (member, text) => {
    expect(isGoogles(member, text)).toBe(false)
  })
})

test.each([
  "http://app.example.com/",
  "https://1.2.3.4/",
  "https://app.example.com:8443/",
  "https://app.example.com/?q",
  "https://xn--bcher-kva.example/",
  "https://app.example.com/a%2f",
  "https://localhost/",
  "https://APP.example.com/",
])("%s is not an ordinary URI", text => {
  expect(isOrdinaryUri("endpoint", text)).toBe(false)
})
