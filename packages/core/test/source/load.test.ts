import { expect, test, vi } from "vitest"
import { createLoader } from "../../src/loader/create-loader.ts"
import { firstOf } from "../../src/source/first-of.ts"
import { loadClientSecrets } from "../../src/source/load.ts"
import { exampleFile, exampleMembers, exampleSecret, sourceOf, thrownBy } from "../example-client.ts"

const present = sourceOf("store", () => ({ content: exampleFile() }))

test("returns the client, typed and validated", async () => {
  const secrets = await loadClientSecrets(present, { type: "web" })
  expect(secrets.type satisfies "web").toBe("web")
  expect(secrets.clientSecret.reveal()).toBe(exampleSecret)
  expect(secrets.redirectUris).toEqual(exampleMembers.redirect_uris)
  expect(Object.isFrozen(secrets)).toBe(true)
})

test("accepts a string, bytes and objects", async () => {
  for (const content of [exampleFile(), new TextEncoder().encode(exampleFile()), JSON.parse(exampleFile())]) {
    expect((await loadClientSecrets(sourceOf("store", () => ({ content })))).clientId).toBe(exampleMembers.client_id)
  }
})

test("passes the options on to the parser", async () => {
  const warnings: string[] = []
  const public_ = sourceOf("store", () => ({
    content: exampleFile({ client_secret: undefined, later: 1 }, "installed"),
  }))
  const secrets = await loadClientSecrets(public_, {
    type: "installed",
    optional: ["client_secret"],
    onWarning: warning => warnings.push(warning.code),
  })
  expect(secrets.clientSecret).toBeUndefined()
  expect(await thrownBy(() => loadClientSecrets(present, { type: "installed" }))).toMatchObject({ code: "invalid" })
  expect(await thrownBy(() => loadClientSecrets(present, { maxBytes: 10 }))).toMatchObject({
    code: "too_large",
    source: "store",
  })
})

test("times out after ten seconds", async () => {
  vi.useFakeTimers()
  try {
    const hanging = sourceOf("hanging", () => new Promise(() => {}))
    let error: unknown
    const loading = loadClientSecrets(hanging).catch(thrown => {
      error = thrown
    })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(error).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    await loading
    expect(error).toMatchObject({
      code: "timeout",
      transient: true,
      message: "hanging did not answer within 10000 ms.",
    })
    expect(vi.getTimerCount()).toBe(0)

    const patient = loadClientSecrets(hanging, {
      timeout: Number.POSITIVE_INFINITY,
      signal: AbortSignal.abort("enough"),
    })
    await expect(patient).rejects.toBe("enough")
  } finally {
    vi.useRealTimers()
  }
})

test("rejects with the reason of the caller's signal", async () => {
  const controller = new AbortController()
  const reason = { why: "the caller's own" }
  const loading = thrownBy(() =>
    loadClientSecrets(
      sourceOf("hanging", () => new Promise(() => {})),
      { signal: controller.signal },
    ),
  )
  controller.abort(reason)
  expect(await loading).toBe(reason)
})

test("rejects if the first answer of a source is only that nothing changed", async () => {
  const source = sourceOf("store", () => ({ unchanged: true }))
  expect(await thrownBy(() => loadClientSecrets(source))).toMatchObject({ code: "faulty_source" })
})

test("rejects with a TypeError for wrong arguments", async () => {
  await expect(loadClientSecrets({} as never)).rejects.toThrow(TypeError)
  await expect(loadClientSecrets(undefined as never)).rejects.toThrow(TypeError)
  for (const [timeout, kind] of [
    [-1, "a negative number"],
    [Number.NaN, "NaN"],
    ["soon" as never, "a string"],
  ] as const) {
    await expect(loadClientSecrets(present, { timeout })).rejects.toThrow(
      new TypeError(`The option timeout must be a number of milliseconds, 0 or more; received ${kind}.`),
    )
  }
  await expect(loadClientSecrets(present, { type: "native" as never })).rejects.toThrow(TypeError)
})

test("ignores inherited options", async () => {
  const polluted = Object.prototype as { timeout?: number; signal?: AbortSignal }
  polluted.timeout = -1
  polluted.signal = AbortSignal.abort("polluted")
  try {
    expect((await loadClientSecrets(present)).type).toBe("web")
    expect((await loadClientSecrets(present, {})).type).toBe("web")
  } finally {
    delete polluted.timeout
    delete polluted.signal
  }
})

test("reads the document of the source only, and nothing from a polluted Object.prototype", async () => {
  const polluted = Object.prototype as { members?: object; content?: string; unchanged?: true; type?: string }
  const client = { client_id: "planted", client_secret: "EXAMPLE_PLANTED", redirect_uris: "https://evil.example/cb" }
  Object.assign(polluted, {
    members: { ...client, auth_uri: "https://evil.example/a", token_uri: "https://evil.example/t" },
    content: "planted",
    unchanged: true,
    type: "installed",
  })
  try {
    for (const one of [present, firstOf(present), firstOf(firstOf(present), present)]) {
      expect((await loadClientSecrets(one)).clientId).toBe(exampleMembers.client_id)
      expect((await createLoader(one).get()).clientId).toBe(exampleMembers.client_id)
    }
  } finally {
    delete polluted.members
    delete polluted.content
    delete polluted.unchanged
    delete polluted.type
  }
})
