import { findLeaks, freshSecret, printingRoutes } from "@client-secrets/conformance"
import { type FetchFunction, type FetchInit, fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { cloudflareKvSource } from "@client-secrets/fetch/cloudflare-kv"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { vaultSource } from "@client-secrets/fetch/vault"
import { describe, expect, test } from "vitest"

function mistake(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return error as TypeError
  }
  throw new Error("nothing was thrown")
}

describe("the address", () => {
  test.each([
    "https://store.example.com/client_secrets.json",
    "https://store.example.com:8443/a?b=c",
    "http://localhost/x",
    "http://localhost:8200/x",
    "http://127.0.0.1:8200/x",
    "http://127.9.9.9/x",
    "http://2130706433/x",
    "http://[::1]:8200/x",
  ])("accepts %s", address => {
    expect(fetchSource(address).name).toMatch(/^fetch https?:/)
    expect(fetchSource(new URL(address)).name).toBe(fetchSource(address).name)
  })

  test.each([
    "http://store.example.com/x",
    "http://127.0.0.1.example.com/x",
    "http://localhost.example.com/x",
    "http://10.0.0.1/x",
    "http://169.254.169.254/x",
    "http://metadata.google.internal/x",
    "http://[::2]/x",
    "ftp://localhost/x",
    "file:///etc/passwd",
    "data:application/json,{}",
    "client_secrets.json",
    "",
  ])("rejects %s", address => {
    expect(mistake(() => fetchSource(address)).message).toMatch(/https/)
  })

  test.each([undefined, null, 7, {}])("rejects the type of %s", address => {
    mistake(() => fetchSource(address as never))
  })

  test("rejects a user name or password in it without printing it", () => {
    const secret = freshSecret()
    for (const address of [
      `https://${secret}@example.com/`,
      `https://user:${secret}@example.com/`,
      `https://:${secret}@example.com/`,
      `http://localhost:80@${secret}.example.com/`,
      `https://exa mple.com/${secret}`,
    ]) {
      const error = mistake(() => fetchSource(address))
      expect(findLeaks([secret], printingRoutes(error))).toEqual([])
    }
  })

  test("the name is the address without query and fragment", () => {
    expect(fetchSource("https://example.com/a%20b?key=value#part").name).toBe("fetch https://example.com/a%20b")
  })

  test("the name omits parts that look like a secret: an address can be a capability", () => {
    const secret = "GOCSPX-EXAMPLE0not0a0real0one"
    const name = fetchSource(`https://example.com/${secret}/9f8e7d6c5b4a39281706abcdEF/client.json`).name
    expect(name).toBe("fetch https://example.com/…/…/client.json")
  })

  test("reads no part of a request or an answer from a polluted Object.prototype", async () => {
    const polluted = Object.prototype as { data?: object; value?: string; referrer?: string }
    Object.assign(polluted, {
      data: { data: { client_id: "planted" }, metadata: { version: 1 } },
      value: "planted",
      referrer: "planted",
    })
    try {
      let init: object | undefined
      const fetch: FetchFunction = async (_, given) => {
        init = given
        return Response.json({ errors: [] }, { status: 404 })
      }
      expect(await vaultSource("https://vault.example.com", "a", { fetch }).read()).toBeUndefined()
      expect(Object.getPrototypeOf(init)).toBeNull()
    } finally {
      delete polluted.data
      delete polluted.value
      delete polluted.referrer
    }
  })
})

test("rejects invalid options", () => {
  const url = "https://example.com/"
  for (const options of [{ timeout: 0 }, { timeout: Number.NaN }, { timeout: 2 ** 31 }, { timeout: "1" as never }]) {
    expect(mistake(() => fetchSource(url, options)).message).toMatch(/timeout/)
  }
  for (const options of [{ maxBytes: 0 }, { maxBytes: Number.NaN }, { maxBytes: Infinity }]) {
    expect(mistake(() => fetchSource(url, options)).message).toMatch(/maxBytes/)
  }
  mistake(() => fetchSource(url, "GET" as never))
  expect(mistake(() => fetchSource(url, { extract: "data" as never })).message).toMatch(/extract/)
  expect(mistake(() => fetchSource(url, { fetch: {} as never })).message).toMatch(/fetch/)
  expect(mistake(() => fetchSource(url, { headers: Promise.resolve({}) as never })).message).toMatch(/Promise/)
  expect(mistake(() => fetchSource(Promise.resolve(url) as never)).message).toMatch(/await/)
  const token = Promise.resolve("t") as never
  expect(mistake(() => vaultSource(url, "a", { token })).message).toMatch(/Promise/)
  expect(mistake(() => cloudflareKvSource("a", "b", "c", {} as never)).message).toMatch(/token is missing/)
  for (const options of [{ kvVersion: 3 }, { kvVersion: 1, version: 2 }, { version: 0 }, { mount: 1 }, { field: "" }]) {
    mistake(() => vaultSource(url, "a", options as never))
  }
  for (const endpoint of ["http://emulator.example", "emulator"]) {
    mistake(() => googleSecretManagerSource("projects/p/secrets/s", { endpoint }))
  }
})

test("a timeout of Infinity means no limit, as in core", async () => {
  const fetch: FetchFunction = async () => {
    await new Promise(resolve => setTimeout(resolve, 20))
    return new Response("{}")
  }
  expect(await fetchSource("https://example.com/", { fetch, timeout: Infinity }).read()).toBeDefined()
})

test("accepts a Headers object, and the caller's cache-control takes precedence", async () => {
  const calls: FetchInit[] = []
  const fetch: FetchFunction = async (_, init) => {
    calls.push(init)
    return new Response("{}")
  }
  const headers = new Headers({ Authorization: "Bearer t", "Cache-Control": "max-age=1" })
  await fetchSource("https://example.com/", { fetch, headers }).read()
  await fetchSource("https://example.com/", { fetch, headers: () => Object.fromEntries(headers) }).read()
  for (const init of calls) expect(init.headers).toEqual({ authorization: "Bearer t", "cache-control": "max-age=1" })
})

test("reads a body that has a reader and is not an async iterable", async () => {
  const chunks = [new TextEncoder().encode('{"web"'), new TextEncoder().encode(":{}}")]
  let cancelled = 0
  const body = {
    getReader: () => ({
      read: async () => ({ done: chunks.length === 0, value: chunks.shift() }),
      cancel: async () => cancelled++,
    }),
  }
  const fetch: FetchFunction = async () => ({ status: 200, headers: new Headers(), body })
  const document = await fetchSource("https://example.com/", { fetch }).read()
  const content = document && "content" in document ? document.content : undefined
  expect(new TextDecoder().decode(content as Uint8Array)).toBe('{"web":{}}')
  expect(cancelled).toBe(1)
})

test("a body that is not bytes is a mistake of the function that was passed, not an outage", async () => {
  async function* textChunks() {
    for (;;) yield "{}"
  }
  const bodies = { text: "{}", chunks: textChunks(), stream: new Blob(["{}"]), number: 7, object: {} }
  for (const [name, body] of Object.entries(bodies)) {
    const fetch: FetchFunction = async () => ({ status: 200, headers: new Headers(), body })
    await expect(fetchSource("https://store.example/", { fetch }).read(), name).rejects.toMatchObject({
      code: "unavailable",
      transient: false,
      message: "The answer of store.example has a body that is not bytes. Check the function in the option fetch.",
    })
  }
})

test("a mistake in a function that was passed is not an outage, and the message names the function", async () => {
  const url = "https://example.com/"
  const mistake = () => (undefined as never as () => never)()
  const rows = [
    [{ fetch: mistake }, "unavailable", "The function in the option fetch threw a TypeError."],
    [
      { headers: mistake },
      "unavailable",
      "The function in the option headers threw a TypeError, so no request was sent.",
    ],
    [
      { extract: mistake, fetch: async () => new Response("{}") },
      "invalid",
      "The function in the option extract threw a TypeError. The answer probably has another shape than it expects.",
    ],
    [
      { extract: () => 5, fetch: async () => new Response("{}") },
      "invalid",
      "The function in the option extract returned a number. It must return the file, or undefined where it does not exist.",
    ],
  ] as const
  for (const [options, code, message] of rows) {
    const failure = await fetchSource(url, options as never)
      .read()
      .catch(error => error)
    expect(failure).toMatchObject({ code, message, transient: false })
  }
})

test.each([
  ["a name with a space", { "a b": "x" }],
  ["a line break", { a: "x\ny" }],
  ["a value that is not set", { authorization: undefined }],
  ["a variable that is not set", { authorization: `Bearer ${undefined}` }],
  ["a promise that was not awaited", { authorization: `Bearer ${Promise.resolve("t")}` }],
  ["a function that returns a string", () => "authorization: x"],
])("headers with %s: sends nothing, and does not report an outage", async (_, headers) => {
  let calls = 0
  const fetch: FetchFunction = async () => {
    calls++
    return new Response("{}")
  }
  const failure = await fetchSource("https://example.com/", { fetch, headers: headers as never })
    .read()
    .catch(error => error)
  expect(failure).toMatchObject({ code: "unsupported", transient: false })
  expect(failure.message).toMatch(/not sent/)
  expect(calls).toBe(0)
})

test.each(["", " ", undefined, 7, null])("a token that is %j: sends nothing", async token => {
  const fetch: FetchFunction = async () => {
    throw new Error("asked")
  }
  const failure = await vaultSource("https://example.com/", "a", { fetch, token: () => token as never })
    .read()
    .catch(error => error)
  expect(failure).toMatchObject({ code: "unsupported", transient: false })
  expect(failure.message).toMatch(/the token is/)
})

test("ignores options on Object.prototype", async () => {
  const calls: FetchInit[] = []
  const polluted = Object.prototype as { fetch?: unknown; headers?: unknown; token?: unknown }
  const answer = async (_: string, init: FetchInit) => {
    calls.push(init)
    return new Response("{}")
  }
  try {
    polluted.headers = { "x-planted": "1" }
    polluted.token = "planted"
    await fetchSource("https://example.com/", { fetch: answer }).read()
    await vaultSource("https://example.com/", "a", { fetch: answer })
      .read()
      .catch(() => {})
    polluted.fetch = answer
    await fetchSource("http://127.0.0.1:1/")
      .read()
      .catch(() => {})
  } finally {
    for (const name of ["fetch", "headers", "token"] as const) delete polluted[name]
  }
  expect(calls.map(init => [init.redirect, init.cache])).toEqual(calls.map(() => ["manual", "no-store"]))
  expect(calls.map(init => Object.keys(init.headers))).toEqual([
    ["cache-control"],
    ["cache-control", "x-vault-request"],
  ])
})

test("sends nothing before the read", () => {
  const fetch = () => {
    throw new Error("asked")
  }
  const options = { fetch, headers: fetch, token: fetch }
  fetchSource("https://example.com/", options)
  googleSecretManagerSource("projects/p/secrets/s", options)
})

describe("names and paths in recipes", () => {
  const table: [title: string, make: (part: string) => unknown, usable: string[], unusable: string[]][] = [
    [
      "googleSecretManagerSource",
      googleSecretManagerSource,
      ["projects/p/secrets/s", "projects/example.com:p/secrets/S_1", "projects/12/secrets/s/versions/latest"],
      [
        "",
        "s",
        "projects/../secrets/s",
        "projects/p/secrets/s/versions/1/../2",
        "projects/p/secrets/s?x",
        "projects/p/secrets/s/",
      ],
    ],
    [
      "azureKeyVaultSource",
      azureKeyVaultSource,
      ["https://v.vault.azure.net/secrets/s", "https://v.vault.azure.net/secrets/s/0a"],
      [
        "s",
        "https://v.vault.azure.net/keys/s",
        "https://v.vault.azure.net/secrets/",
        "https://v.vault.azure.net/secrets/s/0/1",
        "http://v.vault.azure.net/secrets/s",
      ],
    ],
    [
      "vaultSource's path",
      path => vaultSource("https://v.example.com", path),
      ["a", "a/b", "a..b", "a/%2e%2e"],
      ["", "/a", "a/", "a//b", "../a", "a/./b", "a/.."],
    ],
    [
      "vaultSource's mount",
      mount => vaultSource("https://v.example.com", "a", { mount }),
      ["kv", "a/b"],
      ["", "../sys"],
    ],
    [
      "vaultSource's address",
      address => vaultSource(address, "a"),
      ["https://v.example.com", "http://127.0.0.1:8200"],
      ["http://v.example.com", "v"],
    ],
    [
      "cloudflareKvSource's key",
      key => cloudflareKvSource("a", "b", key, { token: "t" }),
      ["k", "a/b", "…"],
      ["", ".", ".."],
    ],
    ["cloudflareKvSource's account", id => cloudflareKvSource(id, "b", "k", { token: "t" }), ["a"], ["", ".."]],
  ]
  for (const [title, make, usable, unusable] of table) {
    test.each(usable)(`${title} accepts %s`, part => void make(part))
    test.each(unusable)(`${title} rejects %s`, part => {
      mistake(() => make(part))
    })
  }
})

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /NODE_EXTRA_CA_CERTS/],
  ["CERT_HAS_EXPIRED", /expired/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /another host name/],
])("an untrusted certificate is reported with what to do, and is not an outage: %s", async (code, advice) => {
  const fetch: FetchFunction = async () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) })
  }
  const failure = await fetchSource("https://example.com/", { fetch })
    .read()
    .catch(error => error)
  expect(failure).toMatchObject({ code: "unavailable", transient: false })
  expect(failure.message).toContain(`(${code})`)
  expect(failure.message).toMatch(advice)
})

describe("an answer", () => {
  const failureFor = async (answer: object, address = "https://store.example.com/x") => {
    const fetch = async () => ({ status: 200, headers: new Headers(), body: null, ...answer })
    const reading = fetchSource(address, { fetch: fetch as FetchFunction }).read()
    return (await reading.catch((error: unknown) => error)) as Error & { retryAfterMs?: number }
  }

  test("of status 0 is a redirect, which a browser hides", async () => {
    expect(await failureFor({ status: 0 })).toMatchObject({ code: "redirected" })
  })

  test("of a host whose name could be a capability is reported without it", async () => {
    const failure = await failureFor({ status: 500 }, "https://9f8e7d6c5b4a39281706abcdef.example.com/x")
    expect(failure.message).toMatch(/^….example.com /)
  })

  test("cannot ask for a wait by more than a date has characters", async () => {
    const after = async (value: string) =>
      (await failureFor({ status: 503, headers: new Headers({ "retry-after": value }) })).retryAfterMs
    expect(await after("7")).toBe(7000)
    expect(await after("9".repeat(101))).toBeUndefined()
  })
})
