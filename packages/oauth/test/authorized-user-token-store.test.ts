import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSecret } from "@client-secrets/core"
import { authorizedUserTokenStore, type StoredTokens, signIn, type TokenKey } from "@client-secrets/oauth/local"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type Liar, startLiar } from "./fixtures/liar.ts"
import { rejectionOf } from "./fixtures/print.ts"

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "authorized-user-"))
  file = join(folder, "token.json")
})
afterEach(() => rmSync(folder, { recursive: true }))

const key: TokenKey = {
  clientId: "liar-client",
  issuer: "https://as.example.com",
  tokenUri: "https://as.example.com/token",
  account: "",
}
const expiry = Date.parse("2030-01-02T03:04:05.678Z")
const renewed: StoredTokens = {
  accessToken: createSecret("EXAMPLE_NEW_ACCESS"),
  tokenType: "bearer",
  scope: "a b",
  expiresAt: expiry,
  refreshToken: createSecret("EXAMPLE_NEW_REFRESH"),
}

/** Files as Google's own quickstarts and libraries write them, with an additional unknown member. */
const files = {
  "Node, google.auth.fromJSON": {
    given: {
      type: "authorized_user",
      client_id: "liar-client",
      client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
      refresh_token: "EXAMPLE_REFRESH",
      unknown: { kept: true },
    },
    read: { access: "", refresh: "EXAMPLE_REFRESH", expiresAt: 0, scope: "" },
    changed: { refresh_token: "EXAMPLE_NEW_REFRESH" },
  },
  "Node, OAuth2Client.credentials": {
    given: {
      access_token: "EXAMPLE_ACCESS",
      refresh_token: "EXAMPLE_REFRESH",
      scope: "a",
      token_type: "Bearer",
      expiry_date: 1_700_000_000_000,
      refresh_token_expires_in: 604_799,
    },
    read: { access: "EXAMPLE_ACCESS", refresh: "EXAMPLE_REFRESH", expiresAt: 1_700_000_000_000, scope: "a" },
    changed: {
      access_token: "EXAMPLE_NEW_ACCESS",
      refresh_token: "EXAMPLE_NEW_REFRESH",
      scope: "a b",
      expiry_date: expiry,
    },
  },
  "Python, Credentials.to_json()": {
    given: {
      token: "EXAMPLE_ACCESS",
      refresh_token: "EXAMPLE_REFRESH",
      token_uri: "https://oauth2.googleapis.com/token",
      client_id: "liar-client",
      client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
      scopes: ["a"],
      universe_domain: "googleapis.com",
      account: "",
      expiry: "2023-11-14T22:13:20.123456Z",
    },
    read: { access: "EXAMPLE_ACCESS", refresh: "EXAMPLE_REFRESH", expiresAt: 1_700_000_000_123, scope: "a" },
    changed: {
      token: "EXAMPLE_NEW_ACCESS",
      refresh_token: "EXAMPLE_NEW_REFRESH",
      scopes: ["a", "b"],
      expiry: "2030-01-02T03:04:05.678Z",
    },
  },
  "Go, oauth2.Token": {
    given: {
      access_token: "EXAMPLE_ACCESS",
      token_type: "Bearer",
      refresh_token: "EXAMPLE_REFRESH",
      expiry: "2023-11-14T23:13:20.123456789+01:00",
      expires_in: 3599,
    },
    read: { access: "EXAMPLE_ACCESS", refresh: "EXAMPLE_REFRESH", expiresAt: 1_700_000_000_123, scope: "" },
    changed: {
      access_token: "EXAMPLE_NEW_ACCESS",
      refresh_token: "EXAMPLE_NEW_REFRESH",
      expiry: "2030-01-02T03:04:05.678Z",
    },
  },
}

describe.each(Object.entries(files))("%s", (_, { given, read, changed }) => {
  test("is read", async () => {
    writeFileSync(file, JSON.stringify(given))
    const tokens = await authorizedUserTokenStore(file).get(key)
    expect(tokens?.accessToken.reveal()).toBe(read.access)
    expect(tokens?.refreshToken?.reveal()).toBe(read.refresh)
    expect(tokens?.expiresAt).toBe(read.expiresAt)
    expect(tokens?.scope).toBe(read.scope)
  })

  test("keeps its shape, its order and its other members, and has mode 0600", async () => {
    writeFileSync(file, JSON.stringify(given))
    chmodSync(file, 0o644)
    const store = authorizedUserTokenStore(file)
    await store.set(key, renewed)
    const written = JSON.parse(readFileSync(file, "utf8"))
    expect(written).toEqual({ ...given, ...changed })
    expect(Object.keys(written)).toEqual(Object.keys(given))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(["token.json"])
    expect((await store.get(key))?.accessToken.reveal()).toBe("EXAMPLE_NEW_ACCESS")
  })
})

test("lock() rejects with the reason of the caller's signal itself", async () => {
  const reason = new Error("the caller's")
  const store = authorizedUserTokenStore(file)
  await expect(store.lock!(key, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test("creates a file that does not exist, and a sign-out removes it", async () => {
  const store = authorizedUserTokenStore(file)
  expect(await store.get(key)).toBeUndefined()
  await store.set(key, renewed)
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    access_token: "EXAMPLE_NEW_ACCESS",
    refresh_token: "EXAMPLE_NEW_REFRESH",
    scope: "a b",
    token_type: "Bearer",
    expiry_date: expiry,
  })
  await store.delete(key)
  expect(existsSync(file)).toBe(false)
})

test.each([
  ["a file of another client", { client_id: "other", refresh_token: "EXAMPLE" }, "of another client"],
  ["a client file", { installed: { client_id: "liar-client" } }, "holds no tokens"],
  ["a list", [], "is not a JSON object"],
])("refuses %s, and a read does not overwrite it", async (_, content, sentence) => {
  writeFileSync(file, JSON.stringify(content))
  const error = await rejectionOf(authorizedUserTokenStore(file).get(key))
  expect(error).toMatchObject({ code: "invalid" })
  expect((error as Error).message).toContain(sentence)
})

test("refuses a link", async () => {
  writeFileSync(join(folder, "real.json"), JSON.stringify(files["Go, oauth2.Token"].given))
  symlinkSync(join(folder, "real.json"), file)
  await expect(authorizedUserTokenStore(file).get(key)).rejects.toMatchObject({ code: "untrusted_location" })
})

test("throws a TypeError for a second account, for which the file has no place", async () => {
  await expect(authorizedUserTokenStore(file).get({ ...key, account: "work" })).rejects.toThrow(TypeError)
})

test.each(["", "~/token.json", undefined])("throws a TypeError for the path %j", value => {
  expect(() => authorizedUserTokenStore(value as never)).toThrow(TypeError)
})

describe("with signIn", () => {
  let liar: Liar
  beforeAll(async () => {
    liar = await startLiar()
  })
  afterAll(() => liar.close())

  test("an existing token.json signs the user in without a browser, and gets the renewed refresh token", async () => {
    const { given } = files["Node, google.auth.fromJSON"]
    writeFileSync(file, JSON.stringify(given))
    liar.answers["/token"] = ({ form }) => ({
      body: {
        access_token: "EXAMPLE_ACCESS",
        token_type: "bearer",
        expires_in: 3600,
        refresh_token: `${form.get("refresh_token")}_2`,
      },
    })
    const options = { scope: "a", store: authorizedUserTokenStore(file), interactive: false }
    const { redirectUris: _, ...secrets } = liar.secrets()
    const first = await signIn(secrets, options)
    expect(first.tokens!.accessToken.reveal()).toBe("EXAMPLE_ACCESS")
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ ...given, refresh_token: "EXAMPLE_REFRESH_2" })
    const count = liar.requests.length
    await signIn(secrets, options)
    expect(liar.requests.length).toBe(count)
  })
})
