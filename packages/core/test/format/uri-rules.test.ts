import { describe, expect, test } from "vitest"
import { google, localAddress, loopback, normalizeUri } from "../../src/format/uri-rules.ts"

describe("normalizeUri", () => {
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
    expect(normalizeUri(text)).toBe(want)
  })
})

/** Tests an expression on what the URL parser makes of a text, as the rules do. */
function testExpression(expression: RegExp, is: readonly string[], isNot: readonly string[]): void {
  test.each(is)("%s is", text => {
    expect(normalizeUri(text)).toMatch(expression)
  })
  test.each(isNot)("%s is not", text => {
    expect(normalizeUri(text)).not.toMatch(expression)
  })
}

describe("loopback", () => {
  testExpression(
    loopback,
    [
      "http://localhost",
      "https://localhost:8443/",
      "http://127.0.0.1:1/",
      "http://127.9.9.9",
      "http://[::1]:80/",
      "http://[0:0:0:0:0:0:0:1]/",
      "http://LOCALHOST/",
      "http://127.1/",
    ],
    [
      "http://localhost.example.com/",
      "http://127.0.0.1.example.com/",
      "http://localhost@example.com/",
      "http://example.com/?http://localhost/",
      "http://0.0.0.0/",
      "http://[::]/",
      "http://[::2]/",
      "http://128.0.0.1/",
      "ftp://localhost/",
      "http://localhost./",
    ],
  )
})

describe("localAddress", () => {
  testExpression(
    localAddress,
    [
      "https://0.0.0.0/",
      "https://0.1.2.3/",
      "https://10.255.0.1:8443/",
      "https://172.16.0.1/",
      "https://172.31.0.1/",
      "https://192.168.0.1/",
      "https://169.254.169.254/latest",
      "https://[::]/",
      "https://[fe80::1]/",
      "https://[febf::1]/",
      "https://[fc00::1]/",
      "https://[fdff::1]/",
      "https://[::ffff:8.8.8.8]/",
      "https://[::ffff:a00:1]/",
    ],
    [
      "https://172.15.0.1/",
      "https://172.32.0.1/",
      "https://169.255.0.1/",
      "https://100.10.0.1/",
      "https://10.example.com/",
      "https://[2001:db8::1]/",
      "https://[fec0::1]/",
      "https://example.com/10.0.0.1",
      "https://8.8.8.8/",
      "https://127.0.0.1/",
      "https://[::1]/",
    ],
  )
})

describe("google", () => {
  testExpression(
    google,
    [
      "https://accounts.google.com/o/oauth2/auth",
      "https://oauth2.googleapis.com/token",
      "https://accounts.google.com",
      "https://ACCOUNTS.google.com/",
      "http://accounts.google.com/",
      "https://www.googleapis.com/oauth2/v4/token",
    ],
    [
      "https://google.com.example.com/",
      "https://accounts.google.com.example.com/",
      "https://evilgoogle.com/",
      "https://example.com/.google.com/",
      "https://accounts.google.com@example.com/",
      "https://example.com/?x=.google.com/",
      "https://accounts.google.com:8443/",
    ],
  )
})
