import { execFileSync } from "node:child_process"
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { firstOf, loadClientSecrets, loadClientSecretsSync, secretSource } from "@client-secrets/core"
import { type EnvSourceOptions, envSource } from "@client-secrets/env"
import { afterEach, describe, expect, test, vi } from "vitest"
import { base64, members, outcomeOf, text } from "./example.ts"

const { client_id, client_secret } = members
const redirectUri = "https://app.example.com/callback"
const split = { GOOGLE_CLIENT_ID: client_id, GOOGLE_CLIENT_SECRET: client_secret }
const other = JSON.stringify({ web: { ...members, client_secret: "ANOTHER_EXAMPLE" } })

const outcomeWith = (env: object, options?: EnvSourceOptions) => outcomeOf(envSource({ env, ...options }))

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe("the forms", () => {
  test("reads a whole file, as JSON or in base64", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: text })).toBe(text)
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: base64(text) })).toBe(text)
    expect(loadClientSecretsSync(envSource({ env: { GOOGLE_CLIENT_SECRETS: text } })).clientId).toBe(client_id)
  })

  test("reads a whole file as an object, as from a Worker's JSON variable", async () => {
    const file = { web: members }
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: file })).toBe(file)
  })

  test("reads a file that a variable names", async () => {
    const folder = scratch({ "google.json": text })
    const env = { GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json") }
    expect(await outcomeWith(env)).toBe(text)
    expect(envSource({ env }).readSync()?.hint?.()).toBe(
      "The document is the file that GOOGLE_CLIENT_SECRETS_FILE names.",
    )
    expect(envSource({ env }).readSync()?.path).toBe(join(folder, "google.json"))
  })

  test("reads a systemd credential", async () => {
    const folder = scratch({ GOOGLE_CLIENT_SECRETS: text, ACME_CLIENT_SECRETS: other })
    const env = { CREDENTIALS_DIRECTORY: folder }
    expect(await outcomeWith(env)).toBe(text)
    expect(await outcomeWith(env, { name: "ACME_CLIENT_SECRETS" })).toBe(other)
    expect(await outcomeWith(env, { name: "OTHER_CLIENT_SECRETS" })).toBeUndefined()
    expect(envSource({ env }).readSync()?.hint?.()).toBe(
      "The document is the systemd credential GOOGLE_CLIENT_SECRETS.",
    )
  })

  test("reads the split form", async () => {
    expect(await outcomeWith(split)).toEqual({ client_id, client_secret, redirect_uris: [] })
    const uris = `${redirectUri},https://app.example.com/other`
    expect(await outcomeWith({ ...split, GOOGLE_REDIRECT_URIS: uris })).toEqual({
      client_id,
      client_secret,
      redirect_uris: uris,
    })
    expect(await outcomeWith({ ...split, GOOGLE_REDIRECT_URIS: [redirectUri] })).toMatchObject({
      redirect_uris: [redirectUri],
    })
    const secrets = await loadClientSecrets(
      envSource({ env: { ...split, GOOGLE_REDIRECT_URIS: uris }, type: "installed" }),
    )
    expect(secrets).toMatchObject({
      type: "installed",
      clientId: client_id,
      redirectUris: [redirectUri, "https://app.example.com/other"],
      tokenUri: "https://oauth2.googleapis.com/token",
    })
    expect(secrets.clientSecret.reveal()).toBe(client_secret)
  })

  test("an id and a secret are a client without known redirect URIs", async () => {
    const source = envSource({ env: split })
    for (const secrets of [await loadClientSecrets(source), loadClientSecretsSync(source)]) {
      expect(secrets.redirectUris).toEqual([])
      expect(Object.isFrozen(secrets)).toBe(true)
      expect(secrets).toMatchObject({ type: "web", clientId: client_id, tokenUri: members.token_uri })
      expect(secrets.clientSecret.reveal()).toBe(client_secret)
    }
    // An empty list that is written in a file is still a mistake.
    const empty = { name: "x", read: async () => ({ content: { web: { ...members, redirect_uris: [] } } }) }
    await expect(loadClientSecrets(empty)).rejects.toMatchObject({ code: "invalid" })
  })

  test("reads GOOGLE_REDIRECT_URI if the plural is not set", async () => {
    const singular = { GOOGLE_REDIRECT_URI: redirectUri }
    expect(await outcomeWith({ ...split, ...singular })).toMatchObject({ redirect_uris: redirectUri })
    const both = { ...split, ...singular, GOOGLE_REDIRECT_URIS: "https://app.example.com/other" }
    expect(await outcomeWith(both)).toMatchObject({ redirect_uris: "https://app.example.com/other" })
    expect((await loadClientSecrets(envSource({ env: { ...split, ...singular } }))).redirectUris).toEqual([redirectUri])
  })

  test("marks half of a split form as partial, so that a chain reads on", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_ID: client_id })).toEqual({ client_id, redirect_uris: [], partial: true })
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRET: client_secret })).toEqual({
      client_secret,
      redirect_uris: [],
      partial: true,
    })
    expect(await outcomeWith({ GOOGLE_REDIRECT_URIS: redirectUri })).toBeUndefined()
    const source = envSource({ env: { GOOGLE_CLIENT_SECRET: client_secret } })
    const publicClient = {
      type: "web",
      clientId: client_id,
      redirectUris: [redirectUri],
      authUri: members.auth_uri,
      tokenUri: members.token_uri,
    } as const
    expect((await loadClientSecrets(secretSource(publicClient, source))).clientSecret.reveal()).toBe(client_secret)
    await expect(loadClientSecrets(source)).rejects.toMatchObject({
      code: "invalid",
      // A complete split form has no known redirect URIs either.
      issues: [expect.objectContaining({ path: ["web", "client_id"] })],
      message: expect.stringContaining("GOOGLE_CLIENT_SECRET is set, but GOOGLE_CLIENT_ID is not."),
    })
    // The file is used, as a newcomer expects who has both.
    const file = { name: "file", read: async () => ({ content: text }), readSync: () => ({ content: text }) }
    for (const half of [{ GOOGLE_CLIENT_SECRET: client_secret }, { GOOGLE_CLIENT_ID: client_id }]) {
      const chain = firstOf(envSource({ env: half }), file)
      expect((await loadClientSecrets(chain)).redirectUris).toEqual([redirectUri])
      expect(loadClientSecretsSync(chain).clientId).toBe(client_id)
      // And the half is used if nothing else exists.
      const empty = firstOf(envSource({ env: half }), envSource({ env: {} }))
      const optional = ["client_id", "client_secret"] as const
      const present = "GOOGLE_CLIENT_ID" in half ? "clientId" : "clientSecret"
      expect(Object.keys(await loadClientSecrets(empty, { optional }))).toContain(present)
      expect(Object.keys(loadClientSecretsSync(empty, { optional }))).toContain(present)
    }
    // With a public part only the secret is needed: the file is not read.
    const unused = { name: "unused", read: async () => expect.fail("asked"), readSync: () => expect.fail("asked") }
    const joined = secretSource(publicClient, firstOf(source, unused))
    expect((await loadClientSecrets(joined)).clientSecret.reveal()).toBe(client_secret)
    expect(loadClientSecretsSync(joined).clientSecret.reveal()).toBe(client_secret)
  })

  test("rejects a document with another id than the one that is set without a secret", async () => {
    const file = { name: "the file", read: async () => ({ content: text }), readSync: () => ({ content: text }) }
    const chain = firstOf(envSource({ env: { GOOGLE_CLIENT_ID: "another" } }), file)
    await expect(loadClientSecrets(chain)).rejects.toMatchObject({ code: "client_mismatch", source: "the file" })
    const says = /another client than env GOOGLE_CLIENT_SECRETS, which holds only a client id/
    expect(() => loadClientSecretsSync(chain)).toThrow(says)
  })

  test("reads other names", async () => {
    const name = "ACME_CLIENT_SECRETS"
    expect(await outcomeWith({ ...split, ACME_CLIENT_SECRETS: other }, { name })).toBe(other)
    expect(
      await outcomeWith({ GOOGLE_CLIENT_SECRETS: text, ACME_CLIENT_ID: "a", ACME_CLIENT_SECRET: "b" }, { name }),
    ).toEqual({ client_id: "a", client_secret: "b", redirect_uris: [] })
    expect(envSource({ name }).name).toBe("env ACME_CLIENT_SECRETS")
    expect(envSource().name).toBe("env GOOGLE_CLIENT_SECRETS")
  })

  test("reads the names of presets", async () => {
    const authjs = { AUTH_GOOGLE_ID: "a", AUTH_GOOGLE_SECRET: "b" }
    expect(await outcomeWith(authjs, { preset: "authjs", redirectUris: [redirectUri] })).toEqual({
      client_id: "a",
      client_secret: "b",
      redirect_uris: [redirectUri],
    })
    const nuxt = {
      NUXT_OAUTH_GOOGLE_CLIENT_ID: "c",
      NUXT_OAUTH_GOOGLE_CLIENT_SECRET: "d",
      NUXT_OAUTH_GOOGLE_REDIRECT_URL: redirectUri,
    }
    expect(await outcomeWith({ ...split, ...nuxt }, { preset: "nuxt" })).toEqual({
      client_id: "c",
      client_secret: "d",
      redirect_uris: redirectUri,
    })
    expect(await outcomeWith(split, { preset: "nuxt" })).toBeUndefined()
  })

  test("finds nothing if no variable is set, or all are empty", async () => {
    expect(await outcomeWith({})).toBeUndefined()
    const names = [
      "GOOGLE_CLIENT_SECRETS",
      "GOOGLE_CLIENT_SECRETS_FILE",
      "GOOGLE_CLIENT_ID",
      "GOOGLE_CLIENT_SECRET",
      "GOOGLE_TOKEN_URI",
      "VITE_GOOGLE_CLIENT_SECRET",
    ]
    for (const empty of ["", undefined, null]) {
      expect(await outcomeWith(Object.fromEntries(names.map(name => [name, empty])))).toBeUndefined()
    }
  })
})

describe("contradictions", () => {
  test("a variable and its _FILE must not both be set", async () => {
    const folder = scratch({ "google.json": text })
    const env = { GOOGLE_CLIENT_SECRETS: text, GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json") }
    expect(await outcomeWith(env)).toEqual({
      code: "invalid",
      message: "GOOGLE_CLIENT_SECRETS and GOOGLE_CLIENT_SECRETS_FILE are both set. Unset one of them.",
    })
  })

  const differ = (one: string, another: string, member = "client_secret") => ({
    code: "invalid",
    message: `${one} and ${another} are both set, and their ${member} is not the same. Unset one of them.`,
  })

  test("returns the first of two complete forms if they agree, and rejects if they differ", async () => {
    const folder = scratch({ GOOGLE_CLIENT_SECRETS: text, "google.json": text })
    const CREDENTIALS_DIRECTORY = folder
    const named = { GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json") }
    const foreignSplit = { GOOGLE_CLIENT_ID: client_id, GOOGLE_CLIENT_SECRET: "another" }
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: ` ${text}`, CREDENTIALS_DIRECTORY, ...split })).toBe(` ${text}`)
    expect(await outcomeWith({ ...named, CREDENTIALS_DIRECTORY, ...split })).toBe(text)
    expect(await outcomeWith({ CREDENTIALS_DIRECTORY, ...split })).toBe(text)
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: other, ...split })).toEqual(
      differ("GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRET"),
    )
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: other, CREDENTIALS_DIRECTORY })).toEqual(
      differ("GOOGLE_CLIENT_SECRETS", "the systemd credential GOOGLE_CLIENT_SECRETS"),
    )
    expect(await outcomeWith({ ...named, ...foreignSplit })).toEqual(
      differ("GOOGLE_CLIENT_SECRETS_FILE", "GOOGLE_CLIENT_SECRET"),
    )
    expect(await outcomeWith({ CREDENTIALS_DIRECTORY, ...foreignSplit })).toEqual(
      differ("the systemd credential GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRET"),
    )
    // An unreadable form is not skipped: core reports what is wrong with it.
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: "broken", ...split })).toBe("broken")
  })

  describe("compares", () => {
    const whole = (changes: object) => ({ GOOGLE_CLIENT_SECRETS: JSON.stringify({ web: { ...members, ...changes } }) })
    const differs = (member: string) => differ("GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRET", member)
    const isWhole = async (env: Record<string, string>, options?: EnvSourceOptions) => {
      expect(await outcomeWith(env, options)).toBe(env["GOOGLE_CLIENT_SECRETS"])
    }

    test("the endpoints that the names GOOGLE_… imply, so that the secret is not sent elsewhere", async () => {
      const evil = { token_uri: "https://evil.example/t" }
      expect(await outcomeWith({ ...split, ...whole(evil) })).toEqual(differs("token_uri"))
      const own = whole({ ...evil, auth_uri: "https://evil.example/a" })
      expect(await outcomeWith({ ...split, ...own })).toEqual(differs("auth_uri"))
      const script = whole({ token_uri: "https://script.google.com/macros/s/x/exec" })
      expect(await outcomeWith({ ...split, ...script })).toEqual(differs("token_uri"))
      // Google has several addresses of its own.
      const auth_uri = "https://accounts.google.com/o/oauth2/v2/auth"
      await isWhole({ ...split, ...whole({ auth_uri, token_uri: "https://www.googleapis.com/oauth2/v4/token" }) })
    })

    test("the endpoints of other names only if both forms have them", async () => {
      const own = { auth_uri: "https://id.example.com/a", token_uri: "https://id.example.com/t" }
      const env = {
        ACME_CLIENT_SECRETS: JSON.stringify({ web: { ...members, ...own } }),
        ACME_CLIENT_ID: client_id,
        ACME_CLIENT_SECRET: client_secret,
      }
      const name = "ACME_CLIENT_SECRETS"
      expect(await outcomeWith(env, { name })).toBe(env.ACME_CLIENT_SECRETS)
      const endpoints = { authUri: own.auth_uri, tokenUri: "https://other.example.com/t" }
      const expected = differ("ACME_CLIENT_SECRETS", "ACME_CLIENT_SECRET", "token_uri")
      expect(await outcomeWith(env, { name, endpoints })).toEqual(expected)
    })

    test("a file only if it has both an id and a secret", async () => {
      const planted = JSON.stringify({
        web: { ...members, client_secret: undefined, token_uri: "https://evil.example/t" },
      })
      const form = { client_id, client_secret, redirect_uris: [] }
      expect(await outcomeWith({ ...split, GOOGLE_CLIENT_SECRETS: planted })).toEqual(form)
      // Without another form it is the result.
      expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: planted })).toBe(planted)
    })

    test("the type only if the option states it", async () => {
      const installed = { GOOGLE_CLIENT_SECRETS: JSON.stringify({ installed: members }) }
      await isWhole({ ...split, ...installed })
      await isWhole({ ...split, ...installed }, { type: "installed" })
      expect(await outcomeWith({ ...split, ...installed }, { type: "web" })).toEqual(differs("client type"))
    })

    test("each client of a file with both types, since the reader chooses one", async () => {
      const evil = { ...members, token_uri: "https://evil.example/t" }
      const both = (web: object, installed: object) => JSON.stringify({ web, installed })
      const planted = (text: string) => ({ ...split, GOOGLE_CLIENT_SECRETS: text })
      expect(await outcomeWith(planted(both(members, evil)))).toEqual(differs("token_uri"))
      expect(await outcomeWith(planted(both(evil, members)))).toEqual(differs("token_uri"))
      const withoutSecret = { ...evil, client_secret: undefined }
      expect(await outcomeWith(planted(both(withoutSecret, members)))).toEqual(differs("token_uri"))
      await isWhole(planted(both(members, members)))
      const folder = scratch({ "google.json": both(members, { ...members, client_id: "another" }) })
      const named = { GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json"), CREDENTIALS_DIRECTORY: folder }
      writeFileSync(join(folder, "GOOGLE_CLIENT_SECRETS"), both(members, { ...members, client_id: "another" }))
      expect(await outcomeWith(named)).toBe(both(members, { ...members, client_id: "another" }))
      writeFileSync(join(folder, "GOOGLE_CLIENT_SECRETS"), both(members, members))
      expect(await outcomeWith(named)).toEqual(
        differ("GOOGLE_CLIENT_SECRETS_FILE", "the systemd credential GOOGLE_CLIENT_SECRETS", "client_id"),
      )
    })

    test("redirect URIs, of which one form may have more", async () => {
      const uris = [redirectUri, "https://app.example.com/other"]
      await isWhole({ ...split, ...whole({ redirect_uris: uris }), GOOGLE_REDIRECT_URIS: redirectUri })
      await isWhole({ ...split, ...whole({}), GOOGLE_REDIRECT_URIS: uris.join() })
      await isWhole({ ...split, ...whole({}) })
      const other = { GOOGLE_REDIRECT_URI: "https://elsewhere.example.com/" }
      expect(await outcomeWith({ ...split, ...whole({}), ...other })).toEqual(differs("redirect_uris"))
    })

    test("decoded files: a byte order mark and UTF-16 make no difference", async () => {
      await isWhole({ ...split, GOOGLE_CLIENT_SECRETS: `\ufeff${text}` })
      const folder = scratch()
      writeFileSync(join(folder, "google.json"), Buffer.from(`\ufeff${text}`, "utf16le"))
      const env = { ...split, GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json") }
      expect(loadClientSecretsSync(envSource({ env })).redirectUris).toEqual(members.redirect_uris)
    })
  })

  test("an incomplete form is neither completed by another one nor compared with it", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: text, GOOGLE_CLIENT_ID: "another" })).toBe(text)
    const halfFile = JSON.stringify({ web: { client_id } })
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: halfFile, GOOGLE_CLIENT_SECRET: client_secret })).toBe(halfFile)
  })

  test("ignores a credential that may not be read if another form exists", async () => {
    const folder = scratch({ "GOOGLE_CLIENT_SECRETS/": "" })
    const env = { CREDENTIALS_DIRECTORY: folder }
    expect(await outcomeWith(env)).toMatchObject({ code: "unsupported" })
    vi.spyOn(process, "getBuiltinModule").mockImplementation(((name: string) => {
      const refuse = () => {
        throw Object.assign(new Error("refused"), { code: "EACCES" })
      }
      return name === "node:fs" ? { constants: { O_RDONLY: 0 }, openSync: refuse, open: refuse } : {}
    }) as never)
    expect(await outcomeWith(env)).toMatchObject({ code: "denied" })
    expect(await outcomeWith({ ...env, ...split })).toMatchObject({ client_id, client_secret })
  })
})

describe("endpoints", () => {
  const auth = { GOOGLE_AUTH_URI: "https://id.example.com/authorize" }
  const token = { GOOGLE_TOKEN_URI: "https://id.example.com/token" }

  test('reports endpoints in variables unless the option endpoints is "env"', async () => {
    for (const [name, env] of [
      ["GOOGLE_AUTH_URI", auth],
      ["GOOGLE_TOKEN_URI", token],
    ] as const) {
      for (const form of [split, { GOOGLE_CLIENT_SECRETS: text }, {}]) {
        expect(await outcomeWith({ ...form, ...env })).toEqual({
          code: "invalid",
          message: `${name} is set, but it is read only with the option endpoints: "env". Unset it, or set that option.`,
        })
      }
    }
    expect(await outcomeWith({ ...split, ...auth, ...token }, { endpoints: "env" })).toMatchObject({
      auth_uri: auth.GOOGLE_AUTH_URI,
      token_uri: token.GOOGLE_TOKEN_URI,
    })
    expect(await outcomeWith(split, { endpoints: "env" })).toEqual({ client_id, client_secret, redirect_uris: [] })
  })

  test("rejects one endpoint without the other", async () => {
    const source = envSource({ env: { ...split, ...token, GOOGLE_REDIRECT_URIS: redirectUri }, endpoints: "env" })
    await expect(loadClientSecrets(source)).rejects.toMatchObject({ code: "invalid" })
  })

  test("uses the endpoints of the option, and ignores variables", async () => {
    const endpoints = { authUri: "https://own.example.com/authorize", tokenUri: "https://own.example.com/token" }
    expect(await outcomeWith({ ...split, ...auth, ...token }, { endpoints })).toEqual({
      client_id,
      client_secret,
      redirect_uris: [],
      auth_uri: endpoints.authUri,
      token_uri: endpoints.tokenUri,
    })
  })
})

test("uses the redirect URIs of the option, and ignores variables", async () => {
  const env = { ...split, GOOGLE_REDIRECT_URIS: "https://attacker.example/" }
  expect(await outcomeWith(env, { redirectUris: [redirectUri] })).toMatchObject({ redirect_uris: [redirectUri] })
})

test.each([
  ["VITE_GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRETS"],
  ["NEXT_PUBLIC_GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET"],
  ["BUN_PUBLIC_GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET"],
])("refuses a secret under %s, even in addition to a valid form", async (publicName, name) => {
  for (const form of [{}, split, { GOOGLE_CLIENT_SECRETS: text }]) {
    expect(await outcomeWith({ ...form, [publicName]: "EXAMPLE" })).toEqual({
      code: "unsupported",
      message: `${publicName} is set, and bundlers put such variables into the browser's code. Unset it, create a new secret, and set ${name} instead.`,
    })
  }
})

test("accepts a public client id", async () => {
  const env = { ...split, NEXT_PUBLIC_GOOGLE_CLIENT_ID: client_id }
  expect(await outcomeWith(env)).toMatchObject({ client_id, client_secret })
})

test("also refuses a public variable with a preset's name", async () => {
  const env = { NUXT_PUBLIC_OAUTH_GOOGLE_CLIENT_SECRET: "EXAMPLE" }
  expect(await outcomeWith(env, { preset: "nuxt" })).toMatchObject({ code: "unsupported" })
})

describe("a file that a variable names", () => {
  test("must exist: it is an error, not an absence", async () => {
    const path = join(scratch(), "nowhere.json")
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: path })).toEqual({
      code: "unavailable",
      message: `GOOGLE_CLIENT_SECRETS_FILE names a file that does not exist: ${path}`,
    })
  })

  test("must be a regular file, and not larger than allowed", async () => {
    const folder = scratch({ "large.json": "x".repeat(65_537) })
    execFileSync("mkfifo", [join(folder, "fifo")])
    symlinkSync("loop", join(folder, "loop"))
    const codeOf = async (path: string, options?: EnvSourceOptions) => {
      return ((await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: path }, options)) as { code?: string }).code
    }
    for (const path of [join(folder, "fifo"), "/dev/zero", folder, join(folder, "loop")]) {
      expect(await codeOf(path), path).toBe("unsupported")
    }
    expect(await codeOf(join(folder, "large.json"))).toBe("too_large")
    expect(await codeOf(join(folder, "large.json"), { maxBytes: 65_537 })).toBeUndefined()
    execFileSync("mkfifo", [join(folder, "GOOGLE_CLIENT_SECRETS")])
    expect(await outcomeWith({ CREDENTIALS_DIRECTORY: folder })).toMatchObject({ code: "unsupported" })
  })

  test("must not be an address, whose query could hold a token, or have quotes around it", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: "https://example.com/?token=EXAMPLE_TOKEN" })).toEqual({
      code: "invalid",
      message: "GOOGLE_CLIENT_SECRETS_FILE holds an address, not a path. Read it with fetchSource().",
    })
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: '"/run/secrets/absent.json"' })).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/its value has quotes around it\. Remove them\.$/),
    })
  })

  test("must not be the document itself", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: text })).toEqual({
      code: "invalid",
      message: "GOOGLE_CLIENT_SECRETS_FILE holds a document, not a path. Put it into GOOGLE_CLIENT_SECRETS.",
    })
  })
})

test("reports values that are neither strings nor objects", async () => {
  const invalid = (message: string) => ({ code: "invalid", message })
  expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: 7 })).toEqual(
    invalid("GOOGLE_CLIENT_SECRETS must be a string or an object; it is a number."),
  )
  expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: {} })).toEqual(
    invalid("GOOGLE_CLIENT_SECRETS_FILE must be the path of a file; it is an object."),
  )
  expect(await outcomeWith({ ...split, GOOGLE_CLIENT_SECRET: {} })).toEqual(
    invalid("GOOGLE_CLIENT_SECRET must be a string; it is an object."),
  )
  expect(await outcomeWith({ ...split, GOOGLE_REDIRECT_URIS: [7] })).toEqual(
    invalid("GOOGLE_REDIRECT_URIS must be a string, or an array of strings; it is an array."),
  )
  expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: { get: async () => text } })).toEqual({
    code: "unsupported",
    message: "GOOGLE_CLIENT_SECRETS is a binding with get(). Read it with bindingSource().",
  })
})

describe("the ambient environment", () => {
  test("is read at the time of the read", async () => {
    const source = envSource()
    vi.stubEnv("GOOGLE_CLIENT_SECRETS", text)
    expect(await outcomeOf(source)).toBe(text)
    vi.stubEnv("GOOGLE_CLIENT_SECRETS", other)
    expect(await outcomeOf(source)).toBe(other)
  })

  test("is not read if the option env is passed", async () => {
    vi.stubEnv("GOOGLE_CLIENT_SECRETS", text)
    expect(await outcomeWith({})).toBeUndefined()
  })

  test("is read by name only, each variable once", async () => {
    const asked: string[] = []
    const env = new Proxy(
      {},
      {
        getOwnPropertyDescriptor(_, name) {
          asked.push(String(name))
          return undefined
        },
        ownKeys() {
          throw new Error("enumerated")
        },
        has() {
          throw new Error("looked for through the prototype")
        },
      },
    )
    expect(await envSource({ env }).read()).toBeUndefined()
    expect(new Set(asked).size).toBe(asked.length)
    const wanted = asked.filter(name => !/^(VITE|NEXT|NUXT|PUBLIC|REACT|EXPO|GATSBY|VUE|NG|BUN)_/.test(name))
    expect(wanted.sort()).toEqual([
      "CREDENTIALS_DIRECTORY",
      "GOOGLE_AUTH_URI",
      "GOOGLE_CLIENT_ID",
      "GOOGLE_CLIENT_SECRET",
      "GOOGLE_CLIENT_SECRETS",
      "GOOGLE_CLIENT_SECRETS_FILE",
      "GOOGLE_TOKEN_URI",
    ])
  })

  test("the error says that the runtime has no environment", async () => {
    vi.stubGlobal("process", undefined)
    try {
      await expect(envSource().read()).rejects.toMatchObject({ code: "unsupported" })
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

test("ignores inherited variables and options", async () => {
  const shared = Object.prototype as Record<string, unknown>
  Object.assign(shared, {
    GOOGLE_CLIENT_SECRETS: other,
    GOOGLE_TOKEN_URI: "https://attacker.example/",
    endpoints: "env",
    env: {},
    preset: "nuxt",
  })
  try {
    expect(await outcomeOf(envSource({ env: split }))).toEqual({ client_id, client_secret, redirect_uris: [] })
    vi.stubEnv("GOOGLE_CLIENT_ID", "ambient")
    expect(await outcomeOf(envSource())).toEqual({
      client_id: "ambient",
      redirect_uris: [],
      partial: true,
    })
  } finally {
    for (const name of ["GOOGLE_CLIENT_SECRETS", "GOOGLE_TOKEN_URI", "endpoints", "env", "preset"]) delete shared[name]
  }
})

test.each<[options: unknown, message: string]>([
  ["text", "The options must be an object; received a string."],
  [null, "The options must be an object; received null."],
  [{ env: "text" }, "The option env must be an object of variables; received a string."],
  [{ env: null }, "The option env must be an object of variables; received null."],
  [{ name: "google" }, "The option name must be the name of a variable in capitals"],
  [{ name: 7 }, "received a number"],
  [{ name: "VITE_CLIENT_SECRETS" }, "The option name begins with a prefix that bundlers put into the browser's code."],
  [{ type: "desktop" }, 'The option type must be "web" or "installed"; received a string.'],
  [{ preset: "next" }, 'The option preset must be "authjs" or "nuxt"; received a string.'],
  [{ redirectUris: redirectUri }, "The option redirectUris must be an array of strings; received a string."],
  [{ redirectUris: [7] }, "The option redirectUris must be an array of strings; received an array."],
  [{ endpoints: "google" }, "The option endpoints must be"],
  [{ endpoints: { tokenUri: "https://id.example.com/token" } }, "The option endpoints must be"],
  [{ endpoints: null }, "received null"],
  [{ maxBytes: 0 }, "The option maxBytes must be a whole number of bytes"],
])("throws a TypeError for wrong options: %j", (options, message) => {
  expect(() => envSource(options as never)).toThrow(TypeError)
  expect(() => envSource(options as never)).toThrow(message)
})

test("no message contains a value, an option, or a path that looks like a secret", async () => {
  const secret = freshSecret()
  const folder = scratch({ [secret]: secret.repeat(3000), "GOOGLE_CLIENT_SECRETS/": "" })
  mkdirSync(join(folder, "sound"))
  writeFileSync(join(folder, "sound/GOOGLE_CLIENT_SECRETS"), `{"web": ${secret}`)
  const document = JSON.stringify({ web: { client_id: secret, client_secret: secret } })
  const environments: object[] = [
    { GOOGLE_CLIENT_SECRETS: secret },
    { GOOGLE_CLIENT_SECRETS: base64(secret) },
    { GOOGLE_CLIENT_SECRETS: `'${document}'` },
    { GOOGLE_CLIENT_SECRETS: { web: { client_secret: secret } } },
    { GOOGLE_CLIENT_SECRETS: { get: () => secret } },
    { GOOGLE_CLIENT_SECRETS: document, GOOGLE_CLIENT_SECRETS_FILE: secret },
    { GOOGLE_CLIENT_SECRETS: document, GOOGLE_CLIENT_ID: secret, GOOGLE_CLIENT_SECRET: `${secret}-other` },
    { GOOGLE_CLIENT_SECRETS_FILE: document },
    { GOOGLE_CLIENT_SECRETS_FILE: secret },
    { GOOGLE_CLIENT_SECRETS_FILE: join(folder, secret) },
    { GOOGLE_CLIENT_SECRETS_FILE: `${secret}\0` },
    { CREDENTIALS_DIRECTORY: folder },
    { CREDENTIALS_DIRECTORY: join(folder, "sound") },
    { CREDENTIALS_DIRECTORY: secret.repeat(200) },
    { GOOGLE_CLIENT_ID: secret },
    { GOOGLE_CLIENT_ID: secret, GOOGLE_CLIENT_SECRET: { text: secret } },
    { GOOGLE_TOKEN_URI: secret },
    { VITE_GOOGLE_CLIENT_SECRET: secret },
  ]
  const printed: string[] = []
  for (const env of environments) {
    const source = envSource({ env })
    const error = await loadClientSecrets(source).catch(thrown => thrown)
    expect(error, Object.keys(env).join()).toBeInstanceOf(Error)
    const thrown = await source.read().catch(error => error)
    printed.push(
      inspect(source, { showHidden: true }),
      inspect(error, { showHidden: true }),
      JSON.stringify(error),
      error.stack,
    )
    if (thrown instanceof Error) printed.push(inspect(thrown, { showHidden: true }), thrown.stack ?? "")
  }
  const options: object[] = [
    { name: secret },
    { preset: secret },
    { type: secret },
    { endpoints: secret },
    { redirectUris: secret },
    { maxBytes: secret },
    { env: secret },
  ]
  for (const option of options) {
    try {
      printed.push(inspect(envSource(option), { showHidden: true }))
    } catch (error) {
      printed.push(inspect(error, { showHidden: true }))
    }
  }
  assertNoLeak([secret], Object.fromEntries(printed.entries()))
})

test("the name of a file that cannot be read is not printed if it could be a secret in the wrong variable", async () => {
  const before = process.cwd()
  process.chdir(scratch({ swordfish: "x".repeat(65_537), "swordfish.json": "x".repeat(65_537) }))
  try {
    const messageOf = async (GOOGLE_CLIENT_SECRETS_FILE: string) => {
      const reading = envSource({ env: { GOOGLE_CLIENT_SECRETS_FILE } }).read()
      return ((await reading.catch((error: unknown) => error)) as Error).message
    }
    expect(await messageOf("swordfish")).toBe(
      "GOOGLE_CLIENT_SECRETS_FILE could not be read. Its value does not look like a path, so it is not printed.",
    )
    expect(await messageOf("swordfish.json")).toContain("swordfish.json")
  } finally {
    process.chdir(before)
  }
})
