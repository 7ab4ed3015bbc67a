import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { memoryTokenStore } from "@client-secrets/oauth/local"
import { authenticate } from "@client-secrets/oauth/local-auth"
import type { authenticate as original } from "@google-cloud/local-auth"
import { calendar } from "@googleapis/calendar"
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest"
import { type Liar, startLiar } from "./fixtures/liar.ts"

let liar: Liar
let folder: string
let keyfilePath: string
beforeAll(async () => {
  liar = await startLiar()
  folder = mkdtempSync(join(tmpdir(), "local-auth-"))
  keyfilePath = join(folder, "credentials.json")
  const client = {
    client_id: "liar-client",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["http://localhost"],
    auth_uri: `${liar.issuer}/auth`,
    token_uri: `${liar.issuer}/token`,
  }
  writeFileSync(keyfilePath, JSON.stringify({ installed: client }))
})
afterAll(async () => {
  await liar.close()
  rmSync(folder, { recursive: true })
})

const scopes = ["https://www.googleapis.com/auth/calendar.readonly"]

test("accepts the options of @google-cloud/local-auth", () => {
  expectTypeOf<Parameters<typeof original>[0]>().toMatchTypeOf<Parameters<typeof authenticate>[0]>()
})

test("its client gets lists, renews the token after expiry and after a 401, and contains no secret and nothing of Object.prototype", async () => {
  let count = 0
  const grants: string[] = []
  liar.answers["/token"] = ({ form }) => {
    grants.push(form.get("grant_type")!)
    const lifetime = count === 0 ? 30 : 3600
    count++
    return {
      body: {
        access_token: `EXAMPLE_ACCESS_${count}`,
        token_type: "Bearer",
        refresh_token: "EXAMPLE_REFRESH",
        expires_in: lifetime,
      },
    }
  }
  const seen: string[] = []
  liar.answers["/calendar/v3/users/me/calendarList"] = ({ headers }) => {
    seen.push(headers.authorization!)
    return headers.authorization === "Bearer EXAMPLE_ACCESS_2" && seen.length > 1
      ? { status: 401, body: { error: { code: 401 } } }
      : { body: { items: [{ id: "primary" }] } }
  }
  const openBrowser = async (url: string) => {
    const { searchParams } = new URL(url)
    await fetch(`${searchParams.get("redirect_uri")}/?code=one&state=${searchParams.get("state")}`)
  }
  const store = memoryTokenStore()
  const auth = await authenticate({ keyfilePath, scopes, store, openBrowser })
  const api = calendar({ version: "v3", auth: auth as never, rootUrl: `${liar.issuer}/` })
  // The first token expires within a minute, so the client gets the second one, which a server then refuses.
  expect((await api.calendarList.list()).data.items).toEqual([{ id: "primary" }])
  expect((await api.calendarList.list()).data.items).toEqual([{ id: "primary" }])
  expect(seen).toEqual(["Bearer EXAMPLE_ACCESS_2", "Bearer EXAMPLE_ACCESS_2", "Bearer EXAMPLE_ACCESS_3"])
  expect(grants).toEqual(["authorization_code", "refresh_token", "refresh_token"])
  const printed = inspect(auth, { depth: 20, showHidden: true }) + JSON.stringify(auth)
  expect(printed).not.toContain("EXAMPLE_NOT_A_REAL_SECRET")
  expect(printed).not.toContain("EXAMPLE_REFRESH")
  const again = await authenticate({ keyfilePath, scopes, store, interactive: false })
  expect(again.credentials.access_token).toBe("EXAMPLE_ACCESS_3")

  // Where the library would send the token to have it revoked, and the proxy of each request.
  const polluted = Object.prototype as { endpoints?: object; transporterOptions?: object }
  polluted.endpoints = { oauth2RevokeUrl: "https://planted.example" }
  polluted.transporterOptions = { proxy: "https://planted.example" }
  try {
    const own = await authenticate({ keyfilePath, scopes, store, interactive: false })
    expect(Object.values((own as unknown as { endpoints: object }).endpoints)).not.toContain("https://planted.example")
    expect(own.transporter.defaults.proxy).toBeUndefined()
  } finally {
    delete polluted.endpoints
    delete polluted.transporterOptions
  }
})

test.each([{ scopes }, { keyfilePath: "", scopes }, { keyfilePath: "credentials.json" }])(
  "throws a TypeError for %j",
  async options => {
    await expect(authenticate({ interactive: false, ...options } as never)).rejects.toThrow(TypeError)
  },
)

test("reports a missing file as not_found, and explains a folder", async () => {
  const nowhere = authenticate({ keyfilePath: join(folder, "nowhere.json"), scopes, store: memoryTokenStore() })
  await expect(nowhere).rejects.toMatchObject({ code: "not_found" })
  await expect(authenticate({ keyfilePath: folder, scopes, store: memoryTokenStore() })).rejects.toThrow("is a folder")
})
