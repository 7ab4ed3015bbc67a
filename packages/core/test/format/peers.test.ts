// What the tests of the two original readers of this format demand, each under its name there. Each difference is
// intended: docs/differences.md gives the reason. The cases are rewritten, not copied. The cases about files on disk are
// in packages/file/test/peers.test.ts.
import { describe, expect, test } from "vitest"
import { parseClientSecrets, toClientSecretsJson } from "../../src/index.ts"
import { issuesOf } from "../issues-of.ts"

const google = {
  auth_uri: "https://accounts.google.com/o/oauth2/v2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

describe("oauth2client, tests/test_clientsecrets.py at 50d2053", () => {
  test("test_with_none", () => {
    expect(issuesOf(null).errors).toHaveLength(1)
    expect(issuesOf("null").errors).toHaveLength(1)
  })

  test("test_with_other_than_one_key", () => {
    expect(issuesOf({}).errors).toEqual(["no_client_type "])
    expect(issuesOf({ one: "val", two: "val" }).errors).toEqual(["no_client_type "])
  })

  test("test_with_non_dictionary", () => {
    expect(issuesOf([null]).errors).toEqual(["wrong_kind "])
  })

  test("test_invalid_client_type", () => {
    expect(issuesOf({ fake_type: null }).errors).toEqual(["no_client_type "])
  })

  const required = ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"]

  test.each(["web", "installed"])("test_missing_required_type_%s: reports all five, not only the first", type => {
    expect(issuesOf({ [type]: { not_required: null } }).errors).toEqual(required.map(name => `missing ${type}.${name}`))
  })

  // The original tests of validation use these values, and null for the rest.
  const client = {
    client_id: "eye-dee",
    client_secret: "seekrit",
    redirect_uris: null,
    auth_uri: null,
    token_uri: null,
  }

  test.each(["web", "installed"])("test_string_not_configured_type_%s", type => {
    const unfilled = { ...client, client_id: "[[template]]" }
    expect(issuesOf({ [type]: unfilled }).errors).toContain(`placeholder ${type}.client_id`)
  })

  test.each(["web", "installed"])("test_success_type_%s: differs, null is not a value", type => {
    const optional = ["redirect_uris", "auth_uri", "token_uri"] as const
    expect(issuesOf({ [type]: client }).errors).toEqual(optional.map(name => `wrong_type ${type}.${name}`))
    const relaxed = parseClientSecrets({ [type]: client }, { optional })
    expect([relaxed.clientId, relaxed.clientSecret.reveal(), relaxed.authUri]).toEqual([
      "eye-dee",
      "seekrit",
      undefined,
    ])
  })

  const file = {
    web: {
      client_id: "foo_client_id",
      client_secret: "foo_client_secret",
      redirect_uris: [],
      ...google,
      revoke_uri: "https://oauth2.googleapis.com/revoke",
    },
  }

  test("test_success, test_without_cache: differs, a list of redirect URIs needs at least one item", () => {
    expect(issuesOf(file).errors).toEqual(["empty web.redirect_uris"])
    const client = parseClientSecrets(file, { optional: ["redirect_uris"] })
    expect(client).toMatchObject({
      type: "web",
      clientId: "foo_client_id",
      authUri: google.auth_uri,
      tokenUri: google.token_uri,
      revokeUri: "https://oauth2.googleapis.com/revoke",
    })
    expect(client.clientSecret.reveal()).toBe("foo_client_secret")
  })

  test("test_bad_json: differs, throws our own error without the parser's message", () => {
    expect(issuesOf("[").errors).toEqual(["not_json "])
  })

  test("test_validate_error", () => {
    const unfilled = {
      client_id: "[[CLIENT ID REQUIRED]]",
      client_secret: "[[CLIENT SECRET REQUIRED]]",
      redirect_uris: ["http://localhost:8080/oauth2callback"],
      auth_uri: "",
      token_uri: "",
    }
    expect(issuesOf("{}").errors).toEqual(["no_client_type "])
    expect(issuesOf('{"foo": {}}').errors).toEqual(["no_client_type "])
    expect(issuesOf('{"web": {}}').errors).toHaveLength(5)
    expect(issuesOf('{"web": {"client_id": "dkkd"}}').errors).toHaveLength(4)
    expect(issuesOf(JSON.stringify({ web: unfilled })).errors).toEqual([
      "placeholder web.client_id",
      "placeholder web.client_secret",
      "empty web.auth_uri",
      "empty web.token_uri",
    ])
  })

  test("test_validation", () => {
    const unfilled = {
      client_id: "[[INSERT CLIENT ID HERE]]",
      client_secret: "[[INSERT CLIENT SECRET HERE]]",
      redirect_uris: [],
      ...google,
    }
    expect(issuesOf({ web: unfilled }).errors.filter(error => error.startsWith("placeholder"))).toHaveLength(2)
  })
})

describe("Google::APIClient::ClientSecrets, client_secrets_spec.rb at 0da4579", () => {
  const file = {
    installed: {
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      client_id: "1234567890.apps.googleusercontent.com",
      client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
      token_uri: "https://accounts.google.com/o/oauth2/token",
      client_email: "",
      redirect_uris: [] as string[],
    },
  }

  test("value of instance variables: differs, redirect URIs are required", () => {
    expect(issuesOf(file).errors).toEqual(["empty installed.redirect_uris"])
    const client = parseClientSecrets(file, { optional: ["redirect_uris"] })
    expect(client).toMatchObject({
      type: "installed",
      clientId: file.installed.client_id,
      authUri: file.installed.auth_uri,
      tokenUri: file.installed.token_uri,
    })
    expect(client.clientSecret.reveal()).toBe("EXAMPLE_NOT_A_REAL_SECRET")
    expect([client.redirectUris, client.javascriptOrigins]).toEqual([undefined, undefined])
  })

  const options = {
    access_token: "sample_access_token",
    auth_uri: "sample_auth_uri",
    authorization_uri: "sample_authorization_uri",
    client_id: "sample_client_id",
    client_secret: "sample_client_secret",
    expires_at: "sample_expires_at",
    expires_in: "sample_expires_in",
    id_token: "sample_id_token",
    issued_at: "sample_issued_at",
    javascript_origin: "sample_javascript_origin",
    javascript_origins: "sample_javascript_origins",
    redirect_uris: "sample_redirect_uris",
    refresh_token: "sample_refresh_token",
    token_credential_uri: "sample_token_credential_uri",
    token_uri: "sample_token_uri",
  }

  test("with options, flow: differs, only two client types exist", () => {
    expect(issuesOf({ samples: options }).errors).toEqual(["no_client_type "])
  })

  test("with options, values: differs, checks URIs and the types of lists", () => {
    expect(issuesOf({ web: options }).errors).toEqual([
      "invalid_uri web.auth_uri",
      "wrong_type web.redirect_uris",
      "invalid_uri web.token_uri",
    ])
  })

  test("with options, tokens: differs, tokens are unknown members, which are not printed", () => {
    const client = parseClientSecrets({ web: { ...options, ...google, redirect_uris: ["https://app.example.com/"] } })
    expect(client.extra.get("refresh_token")).toBe("sample_refresh_token")
    expect(client).not.toHaveProperty("refreshToken")
    expect(JSON.stringify(client)).not.toContain("sample_refresh_token")
  })

  test("singular names, which its code accepts: differs, they are reported as misnamed", () => {
    const { redirect_uris: _, ...client } = file.installed
    expect(issuesOf({ installed: { ...client, redirect_uri: "http://localhost" } }).errors).toEqual([
      "misnamed installed.redirect_uri",
    ])
  })

  test("serialized to hash: starts with the type, includes id and secret, and omits empty values", () => {
    const json = toClientSecretsJson(parseClientSecrets(file, { optional: ["redirect_uris"] }))
    const hash = JSON.parse(json)
    expect(Object.keys(hash)).toEqual(["installed"])
    expect(hash.installed).toEqual({
      client_id: file.installed.client_id,
      client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
      auth_uri: file.installed.auth_uri,
      token_uri: file.installed.token_uri,
    })
  })

  test("with invalid JSON file: differs, throws our own error", () => {
    expect(issuesOf('{"installed": ').errors).toEqual(["not_json "])
  })
})
