import { expect, test } from "vitest"
import { googleAliases, googleEndpoints, isGoogleEndpoint, isGoogleHost } from "../src/index.ts"

test("each address is valid for its own member only", () => {
  for (const [member, aliases] of Object.entries(googleAliases))
    for (const alias of aliases) {
      const url = new URL(`https://${alias}`)
      expect(isGoogleEndpoint(member, url)).toBe(true)
      expect(isGoogleEndpoint(member === "issuer" ? "auth_uri" : "issuer", url)).toBe(false)
    }
})

test("the endpoints in Google's files are included", () => {
  expect(isGoogleEndpoint("auth_uri", new URL(googleEndpoints.authUri))).toBe(true)
  expect(isGoogleEndpoint("token_uri", new URL(googleEndpoints.tokenUri))).toBe(true)
})

test("a member without addresses has none, and no names are inherited", () => {
  for (const member of ["logout_uri", "toString", "__proto__", ""])
    expect(isGoogleEndpoint(member, new URL(googleEndpoints.tokenUri))).toBe(false)
})

test("the hosts of all addresses are Google's, also with a trailing dot, and no others below the same domains", () => {
  for (const alias of Object.values(googleAliases).flat())
    expect(isGoogleHost(new URL(`https://${alias}`).hostname)).toBe(true)
  expect(isGoogleHost("accounts.google.com.")).toBe(true)
  for (const host of [
    "script.google.com",
    "storage.googleapis.com",
    "google.com",
    "accounts.google.com.example.com",
    "",
    "toString",
  ])
    expect(isGoogleHost(host)).toBe(false)
})
