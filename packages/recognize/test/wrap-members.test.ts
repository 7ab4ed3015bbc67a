import { describe, expect, test } from "vitest"
import { googleEndpoints, hasNoRedirectUris, splitList, withEndpoints, wrapMembers } from "../src/index.ts"

const google = { auth_uri: googleEndpoints.authUri, token_uri: googleEndpoints.tokenUri }
const acme = { authUri: "https://acme.example/auth", tokenUri: "https://acme.example/token" }

describe("wrapMembers", () => {
  test("makes a client file, with Google's endpoints and with lists that are one string", () => {
    const members = { client_id: "a,b", redirect_uris: "https://a.example/, https://b.example/" }
    expect(wrapMembers(members, ["redirect_uris"])).toEqual({
      web: { client_id: "a,b", redirect_uris: ["https://a.example/", "https://b.example/"], ...google },
    })
  })

  test("takes another type and other endpoints", () => {
    expect(wrapMembers({}, [], "installed", acme)).toEqual({
      installed: { auth_uri: acme.authUri, token_uri: acme.tokenUri },
    })
  })

  test("has no properties that Object.prototype has", () => {
    const { web } = wrapMembers({}, ["toString"])
    expect(Object.getPrototypeOf(web)).toBe(null)
  })
})

test("withEndpoints adds no endpoint to a client that names one of them", () => {
  expect(withEndpoints({ auth_uri: "https://a.example/" }, acme)).toEqual({ auth_uri: "https://a.example/" })
  expect(withEndpoints({ auth_uri: "", token_uri: null }, acme)).toEqual({
    auth_uri: acme.authUri,
    token_uri: acme.tokenUri,
  })
  expect(withEndpoints({}, undefined)).toEqual({})
})

test.each([
  ["https://a.example/ https://b.example/", ["https://a.example/", "https://b.example/"]],
  ["a,b\n c", ["a", "b", "c"]],
  ['["a", "b"]', ["a", "b"]],
  ['["a", "b"', ['["a"', '"b"']],
  ["", []],
])("splitList reads %j", (text, list) => expect(splitList(text)).toEqual(list))

test("hasNoRedirectUris is true only for an empty list of its own", () => {
  expect(hasNoRedirectUris({ redirect_uris: [] })).toBe(true)
  expect(hasNoRedirectUris({ redirect_uris: "" })).toBe(false)
  expect(hasNoRedirectUris(Object.create({ redirect_uris: [] }))).toBe(false)
})
