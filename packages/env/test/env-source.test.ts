import { execFileSync } from "node:child_process"
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { assertNoLeak, freshSecret } from "@client-secrets/conformance"
import { scratch } from "@client-secrets/conformance/runtimes"
import { loadClientSecrets, loadClientSecretsSync, secretSource } from "@client-secrets/core"
import { type EnvSourceOptions, envSource } from "@client-secrets/env"
import { afterEach, describe, expect, test, vi } from "vitest"
import { base64, members, outcomeOf, text } from "./example.ts"

const { client_id, client_secret } = members
const redirectUri = "https://app.example.com/callback"
const split = { GOOGLE_CLIENT_ID: client_id, GOOGLE_CLIENT_SECRET: client_secret }
const other = JSON.stringify({ web: { ...members, client_secret: "ANOTHER_EXAMPLE" } })

const outcomeWith = (env: object, options?: EnvSourceOptions) => outcomeOf(envSource({ env, ...options }))

afterEach(() => vi.unstubAllEnvs())

describe("the forms", () => {
  test("a whole file, as JSON or in base64", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: text })).toBe(text)
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: base64(text) })).toBe(text)
    expect(loadClientSecretsSync(envSource({ env: { GOOGLE_CLIENT_SECRETS: text } })).clientId).toBe(client_id)
  })

  test("a whole file as an object, as a Worker's JSON variable has it", async () => {
    const file = { web: members }
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: file })).toBe(file)
  })

  test("a file that a variable names", async () => {
    const folder = scratch({ "google.json": text })
    const env = { GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json") }
    expect(await outcomeWith(env)).toBe(text)
    expect(envSource({ env }).readSync()?.hint?.()).toBe("It is the file that GOOGLE_CLIENT_SECRETS_FILE names.")
  })

  test("a systemd credential", async () => {
    const folder = scratch({ GOOGLE_CLIENT_SECRETS: text, ACME_CLIENT_SECRETS: other })
    const env = { CREDENTIALS_DIRECTORY: folder }
    expect(await outcomeWith(env)).toBe(text)
    expect(await outcomeWith(env, { name: "ACME_CLIENT_SECRETS" })).toBe(other)
    expect(await outcomeWith(env, { name: "OTHER_CLIENT_SECRETS" })).toBeUndefined()
    expect(envSource({ env }).readSync()?.hint?.()).toBe("It is the systemd credential GOOGLE_CLIENT_SECRETS.")
  })

  test("the split form", async () => {
    expect(await outcomeWith(split)).toEqual({ client_id, client_secret })
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

  test("half a split form is given for what it is", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_ID: client_id })).toEqual({ client_id })
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRET: client_secret })).toEqual({ client_secret })
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
      message: expect.stringContaining("Not set: GOOGLE_CLIENT_ID, GOOGLE_REDIRECT_URIS."),
    })
  })

  test("other names", async () => {
    const name = "ACME_CLIENT_SECRETS"
    expect(await outcomeWith({ ...split, ACME_CLIENT_SECRETS: other }, { name })).toBe(other)
    expect(
      await outcomeWith({ GOOGLE_CLIENT_SECRETS: text, ACME_CLIENT_ID: "a", ACME_CLIENT_SECRET: "b" }, { name }),
    ).toEqual({
      client_id: "a",
      client_secret: "b",
    })
    expect(envSource({ name }).name).toBe("env ACME_CLIENT_SECRETS")
    expect(envSource().name).toBe("env GOOGLE_CLIENT_SECRETS")
  })

  test("presets", async () => {
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

  test("nothing, and nothing but empty variables", async () => {
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
  test("a variable and its _FILE are never both set", async () => {
    const folder = scratch({ "google.json": text })
    const env = { GOOGLE_CLIENT_SECRETS: text, GOOGLE_CLIENT_SECRETS_FILE: join(folder, "google.json") }
    expect(await outcomeWith(env)).toEqual({
      code: "invalid",
      message: "GOOGLE_CLIENT_SECRETS and GOOGLE_CLIENT_SECRETS_FILE are both set: unset one of them.",
    })
  })

  const differ = (one: string, another: string) => ({
    code: "invalid",
    message: `${one} and ${another} are both set and differ: unset one of them.`,
  })

  test("two complete forms agree, or are an error; the first in order is given", async () => {
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
    // What cannot be compared is not taken for the same.
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: "broken", ...split })).toEqual(
      differ("GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRET"),
    )
  })

  test("half a form is neither completed by another nor in its way", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: text, GOOGLE_CLIENT_ID: "another" })).toBe(text)
    const halfFile = JSON.stringify({ web: { client_id } })
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: halfFile, GOOGLE_CLIENT_SECRET: client_secret })).toBe(halfFile)
  })

  test("a credential that may not be read is no matter where there is another form", async () => {
    const folder = scratch({ "GOOGLE_CLIENT_SECRETS/": "" })
    const env = { CREDENTIALS_DIRECTORY: folder }
    expect(await outcomeWith(env)).toMatchObject({ code: "unsupported" })
    const denied = vi.spyOn(process, "getBuiltinModule").mockImplementation(((name: string) => {
      const refuse = () => {
        throw Object.assign(new Error("refused"), { code: "EACCES" })
      }
      return name === "node:fs" ? { constants: { O_RDONLY: 0 }, openSync: refuse, open: refuse } : {}
    }) as never)
    expect(await outcomeWith(env)).toMatchObject({ code: "denied" })
    expect(await outcomeWith({ ...env, ...split })).toEqual({ client_id, client_secret })
    denied.mockRestore()
  })
})

describe("endpoints", () => {
  const auth = { GOOGLE_AUTH_URI: "https://id.example.com/authorize" }
  const token = { GOOGLE_TOKEN_URI: "https://id.example.com/token" }

  test("in variables are an error unless they are asked for", async () => {
    for (const [name, env] of [
      ["GOOGLE_AUTH_URI", auth],
      ["GOOGLE_TOKEN_URI", token],
    ] as const) {
      for (const form of [split, { GOOGLE_CLIENT_SECRETS: text }, {}]) {
        expect(await outcomeWith({ ...form, ...env })).toEqual({
          code: "invalid",
          message: `${name} is set, and is read only with the option endpoints: "env". Unset it, or ask for it.`,
        })
      }
    }
    expect(await outcomeWith({ ...split, ...auth, ...token }, { endpoints: "env" })).toMatchObject({
      auth_uri: auth.GOOGLE_AUTH_URI,
      token_uri: token.GOOGLE_TOKEN_URI,
    })
    expect(await outcomeWith(split, { endpoints: "env" })).toEqual({ client_id, client_secret })
  })

  test("one without the other is no client", async () => {
    const source = envSource({ env: { ...split, ...token, GOOGLE_REDIRECT_URIS: redirectUri }, endpoints: "env" })
    await expect(loadClientSecrets(source)).rejects.toMatchObject({ code: "invalid" })
  })

  test("of the option count, and no variable does", async () => {
    const endpoints = { authUri: "https://own.example.com/authorize", tokenUri: "https://own.example.com/token" }
    expect(await outcomeWith({ ...split, ...auth, ...token }, { endpoints })).toEqual({
      client_id,
      client_secret,
      auth_uri: endpoints.authUri,
      token_uri: endpoints.tokenUri,
    })
  })
})

test("redirect URIs of the option count, and no variable does", async () => {
  const env = { ...split, GOOGLE_REDIRECT_URIS: "https://attacker.example/" }
  expect(await outcomeWith(env, { redirectUris: [redirectUri] })).toMatchObject({ redirect_uris: [redirectUri] })
})

test.each([
  ["VITE_GOOGLE_CLIENT_SECRETS", "GOOGLE_CLIENT_SECRETS"],
  ["NEXT_PUBLIC_GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET"],
  ["BUN_PUBLIC_GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET"],
])("a secret under %s is refused, also beside a sound one", async (publicName, name) => {
  for (const form of [{}, split, { GOOGLE_CLIENT_SECRETS: text }]) {
    expect(await outcomeWith({ ...form, [publicName]: "EXAMPLE" })).toEqual({
      code: "unsupported",
      message: `${publicName} is set, which bundlers put in the browser's code. Unset it, have the secret replaced, and set ${name}.`,
    })
  }
})

test("a client id may be public", async () => {
  expect(await outcomeWith({ ...split, NEXT_PUBLIC_GOOGLE_CLIENT_ID: client_id })).toEqual({ client_id, client_secret })
})

test("a preset's secret is looked for in public too", async () => {
  const env = { NUXT_PUBLIC_OAUTH_GOOGLE_CLIENT_SECRET: "EXAMPLE" }
  expect(await outcomeWith(env, { preset: "nuxt" })).toMatchObject({ code: "unsupported" })
})

describe("a named file", () => {
  test("that is not there is an error, not nothing", async () => {
    const path = join(scratch(), "nowhere.json")
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: path })).toEqual({
      code: "unavailable",
      message: `GOOGLE_CLIENT_SECRETS_FILE names a file that is not there: ${path}`,
    })
  })

  test("is no FIFO, device, directory, loop of links, and not larger than allowed", async () => {
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

  test("is no address, whose query may hold a token, and has no quotes around it", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: "https://example.com/?token=EXAMPLE_TOKEN" })).toEqual({
      code: "invalid",
      message: "GOOGLE_CLIENT_SECRETS_FILE is an address, not a path: fetchSource takes that.",
    })
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: '"/run/secrets/absent.json"' })).toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/quotes around it are part of the value/),
    })
  })

  test("is not the document itself", async () => {
    expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: text })).toEqual({
      code: "invalid",
      message: "GOOGLE_CLIENT_SECRETS_FILE is a document, not a path: GOOGLE_CLIENT_SECRETS takes that.",
    })
  })
})

test("values that are neither text nor object are named", async () => {
  const invalid = (message: string) => ({ code: "invalid", message })
  expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: 7 })).toEqual(
    invalid("GOOGLE_CLIENT_SECRETS is neither a text nor an object."),
  )
  expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS_FILE: {} })).toEqual(
    invalid("GOOGLE_CLIENT_SECRETS_FILE is not a text."),
  )
  expect(await outcomeWith({ ...split, GOOGLE_CLIENT_SECRET: {} })).toEqual(
    invalid("GOOGLE_CLIENT_SECRET is not a text."),
  )
  expect(await outcomeWith({ ...split, GOOGLE_REDIRECT_URIS: [7] })).toEqual(
    invalid("GOOGLE_REDIRECT_URIS is not a text."),
  )
  expect(await outcomeWith({ GOOGLE_CLIENT_SECRETS: { get: async () => text } })).toEqual({
    code: "unsupported",
    message: "GOOGLE_CLIENT_SECRETS is a binding with get(): use bindingSource.",
  })
})

describe("the ambient environment", () => {
  test("is read when the source is read", async () => {
    const source = envSource()
    vi.stubEnv("GOOGLE_CLIENT_SECRETS", text)
    expect(await outcomeOf(source)).toBe(text)
    vi.stubEnv("GOOGLE_CLIENT_SECRETS", other)
    expect(await outcomeOf(source)).toBe(other)
  })

  test("is not looked at where one is handed in", async () => {
    vi.stubEnv("GOOGLE_CLIENT_SECRETS", text)
    expect(await outcomeWith({})).toBeUndefined()
  })

  test("is asked for by name alone, each variable once", async () => {
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
      "GOOGLE_REDIRECT_URIS",
      "GOOGLE_TOKEN_URI",
    ])
  })

  test("a runtime without one is named", async () => {
    vi.stubGlobal("process", undefined)
    try {
      await expect(envSource().read()).rejects.toMatchObject({ code: "unsupported" })
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

test("variables and options are own properties alone", async () => {
  const shared = Object.prototype as Record<string, unknown>
  Object.assign(shared, {
    GOOGLE_CLIENT_SECRETS: other,
    GOOGLE_TOKEN_URI: "https://attacker.example/",
    endpoints: "env",
    env: {},
    preset: "nuxt",
  })
  try {
    expect(await outcomeOf(envSource({ env: split }))).toEqual({ client_id, client_secret })
    vi.stubEnv("GOOGLE_CLIENT_ID", "ambient")
    expect(await outcomeOf(envSource())).toEqual({ client_id: "ambient" })
  } finally {
    for (const name of ["GOOGLE_CLIENT_SECRETS", "GOOGLE_TOKEN_URI", "endpoints", "env", "preset"]) delete shared[name]
  }
})

test.each<[what: string, options: unknown]>([
  ["options", "text"],
  ["options", null],
  ["env", { env: "text" }],
  ["env", { env: null }],
  ["name", { name: "google" }],
  ["name", { name: "VITE_CLIENT_SECRETS" }],
  ["type", { type: "desktop" }],
  ["preset", { preset: "next" }],
  ["redirectUris", { redirectUris: redirectUri }],
  ["redirectUris", { redirectUris: [7] }],
  ["endpoints", { endpoints: "google" }],
  ["endpoints", { endpoints: { tokenUri: "https://id.example.com/token" } }],
  ["endpoints", { endpoints: null }],
  ["maxBytes", { maxBytes: 0 }],
])("wrong %s are the caller's mistake: %j", (_, options) => {
  expect(() => envSource(options as never)).toThrow(TypeError)
})

test("no message holds a value, an option, or a path that looks like one", async () => {
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
