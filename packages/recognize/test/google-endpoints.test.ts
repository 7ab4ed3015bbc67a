import { expect, test } from "vitest"
import { googleAliases, googleEndpoints, isGoogleEndpoint } from "../src/index.ts"

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
