import { describe, expect, test } from "vitest"
import { suggestMember } from "../../src/format/suggest-member.ts"
import { safeParseClientSecrets } from "../../src/index.ts"
import { type Members, web, webFile } from "../fixtures.ts"

describe("suggestMember() recognizes misspellings of", () => {
  test.each([
    [
      "client_id",
      [
        "clientId",
        "ClientId",
        "CLIENT_ID",
        "client-id",
        "clientid",
        "client_ID",
        "cilent_id",
        "clinet_id",
        "client_idd",
        "cliemt_id",
        "clnt_id",
      ],
    ],
    [
      "client_secret",
      ["clientSecret", "CLIENT_SECRET", "client-secret", "clientsecret", "client_secrets", "client_secert"],
    ],
    [
      "redirect_uris",
      [
        "redirect_urls",
        "redirect_uri",
        "redirect_url",
        "redirectUris",
        "redirect-uris",
        "REDIRECT_URIS",
        "rediret_uris",
      ],
    ],
    ["auth_uri", ["auth_url", "authUri", "authorization_uri", "authorization_endpoint", "authorize_url"]],
    ["token_uri", ["token_url", "tokenUri", "token_endpoint", "token_credential_uri"]],
  ])("%s", (member, names) => {
    for (const name of names) expect(suggestMember(name), name).toBe(member)
  })
})

describe("suggestMember() does not take other names for", () => {
  test.each([
    [
      "client_id",
      ["client_name", "client_email", "id_token", "project_id", "customer_id", "", "__proto__", "constructor"],
    ],
    ["client_secret", ["client_id", "client_name", "secret_name", "client_secret_expires_at"]],
    ["redirect_uris", ["javascript_origins", "uris", "logout_uris"]],
    ["auth_uri", ["token_uri", "jwks_uri", "logo_uri"]],
    ["token_uri", ["auth_uri", "jwks_uri", "id_token"]],
  ])("%s", (member, names) => {
    for (const name of names) expect(suggestMember(name), name).not.toBe(member)
  })
})

describe("a misnamed member in a file", () => {
  const issues = (changes: Members) => {
    const result = safeParseClientSecrets(webFile(changes))
    return result.success ? [] : result.error.issues
  }

  test("is reported together with the correct name", () => {
    const [issue, ...others] = issues({ redirect_uris: undefined, redirect_urls: ["https://app.example.com/"] })
    expect(others).toEqual([])
    expect(issue).toMatchObject({ code: "misnamed", path: ["web", "redirect_urls"] })
    expect(issue!.message).toMatch(/redirect_urls.*redirect_uris/)
  })

  test.each([
    ["client_id", "clientId"],
    ["client_id", "client-id"],
    ["redirect_uris", "redirectUris"],
    ["auth_uri", "authorizationEndpoint"],
  ])("%s: the issue names and locates the misspelling %s as it is written", (right, wrong) => {
    const text = JSON.stringify(webFile({ [wrong]: web[right], [right]: undefined }), undefined, 2)
    const result = safeParseClientSecrets(text)
    const [issue, ...others] = result.success ? [] : result.error.issues
    const line = text.split("\n").findIndex(one => one.includes(wrong)) + 1
    expect(others).toEqual([])
    expect(issue).toMatchObject({ code: "misnamed", path: ["web", wrong], line })
  })

  test("is an unknown member if the correct one exists", () => {
    expect(issues({ redirect_urls: ["https://app.example.com/"] })).toEqual([])
  })

  test("is not printed where the name could be a secret", () => {
    const name = "Cliemt_Id"
    const [issue] = issues({ client_id: undefined, [name]: "x" })
    expect(issue).toMatchObject({ code: "misnamed", path: ["web", Object.keys(web).length - 1] })
    expect(issue!.message).toMatch(/^The 8th member of "web" is not a member of the format\. .*client_id\.$/)
    expect(JSON.stringify(issue)).not.toContain(name)
  })
})
