import { expect, test } from "vitest"
import type { ClientSecretsError } from "../../src/error.ts"
import { createLoader } from "../../src/loader/create-loader.ts"
import { firstOf } from "../../src/source/first-of.ts"
import { loadClientSecrets, loadClientSecretsSync } from "../../src/source/load.ts"
import { linksOf, nameOf, readSource, readSourceSync } from "../../src/source/read-source.ts"
import { secretSource } from "../../src/source/secret-source.ts"
import type { ReadContext, Source, SyncSource } from "../../src/source/source.ts"
import { sourceOf, syncSourceOf, thrownBy } from "../example-client.ts"

const missing = sourceOf("missing", () => undefined)

test("returns the source's answer with the name of the source", async () => {
  const hint = () => "a hint"
  const found = await readSource(sourceOf("store", () => ({ content: "text", version: "v1", hint })))
  expect(found).toEqual({ content: "text", version: "0:v1", hint, from: "store" })
  expect(await readSource(missing)).toBeUndefined()
})

test("reads through a chain, nested chains included, until one link has the document", async () => {
  const asked: string[] = []
  const link = (name: string, answer?: object) =>
    sourceOf(name, () => {
      asked.push(name)
      return answer
    })
  const chain = firstOf(link("a"), firstOf(link("b"), link("c", { content: "text", version: "v" })), link("d"))
  expect(linksOf(chain).map(nameOf)).toEqual(["a", "b", "c", "d"])
  const attempts: { source: string; code: string }[] = []
  expect(await readSource(chain, {}, attempts as never)).toMatchObject({ content: "text", version: "2:v", from: "c" })
  expect(asked).toEqual(["a", "b", "c"])
  expect(attempts).toEqual([
    { source: "a", code: "not_found" },
    { source: "b", code: "not_found" },
  ])
})

test("ends the chain at a link that throws, even if it throws not_found", async () => {
  let reached = false
  const last = sourceOf("last", () => {
    reached = true
  })
  for (const thrown of [{ code: "not_found" }, { code: "ENOENT" }, new Error("boom"), undefined]) {
    const failing = sourceOf("failing", () => {
      throw thrown
    })
    const error = (await thrownBy(() => readSource(firstOf(missing, failing, last)))) as ClientSecretsError
    expect(error.source).toBe("failing")
    expect(error.attempts.map(attempt => attempt.source)).toEqual(["missing", "failing"])
  }
  expect(reached).toBe(false)
})

test("treats a read that throws synchronously like one that rejects", async () => {
  const source = {
    name: "hasty",
    read() {
      throw Object.assign(new Error("boom"), { code: "EACCES" })
    },
  } as Source
  expect(await thrownBy(() => readSource(source))).toMatchObject({ code: "denied", source: "hasty" })
})

test("passes on signal and force, and the version only to the link that returned it", async () => {
  const seen: [string, ReadContext | undefined][] = []
  const link = (name: string, answer?: object) =>
    sourceOf(name, context => {
      seen.push([name, context])
      return Promise.resolve(answer as never)
    })
  const { signal } = new AbortController()
  const first = link("a")
  const chain = firstOf(first, link("b", { unchanged: true }))
  const found = await readSource(chain, { signal, force: true, previousVersion: "1:etag" })
  expect(found).toMatchObject({ unchanged: true, from: "b" })
  expect(seen).toEqual([
    ["a", { signal, force: true, previousVersion: undefined }],
    ["b", { signal, force: true, previousVersion: "etag" }],
  ])
  seen.length = 0
  await readSource(first, { previousVersion: "0:etag" })
  await readSource(first, { previousVersion: "10:etag" })
  await readSource(first, { previousVersion: "etag" })
  expect(seen.map(([, context]) => context?.previousVersion)).toEqual(["etag", undefined, undefined])
})

const rule = "A source must return { content }, { members }, or undefined or null where nothing exists."

test.each([
  [7, `store returned a number. ${rule}`],
  ["text", `store returned a string. ${rule}`],
  [true, `store returned a boolean. ${rule}`],
  [[], `store returned an array. ${rule}`],
  [new Uint8Array(3), `store returned bytes. ${rule}`],
  [() => {}, `store returned a function. ${rule}`],
  [{}, `store returned an object without content or members. ${rule}`],
  [{ content: null, version: "1" }, `store returned an object without content or members. ${rule}`],
  [
    Object.create({ content: "inherited", members: {} }),
    `store returned an object without content or members. ${rule}`,
  ],
  [{ unchanged: true }, "store returned { unchanged: true } to a read that named no previous version."],
  [{ content: 7 }, "store returned a number as content. It must be a string, bytes or an object."],
  [{ content: Promise.resolve("x") }, "store returned a Promise as content. It must be a string, bytes or an object."],
  [{ content: () => "x" }, "store returned a function as content. It must be a string, bytes or an object."],
  [{ members: "x" }, "store returned a string as members. They must be an object."],
  [{ members: [] }, "store returned an array as members. They must be an object."],
  [{ members: Promise.resolve({}) }, "store returned a Promise as members. They must be an object."],
])("says what a source returned in place of a document: %o", async (answer, message) => {
  const error = await thrownBy(() => readSource(sourceOf("store", () => answer)))
  const attempts = [{ source: "store", code: "faulty_source" }]
  expect(error).toMatchObject({ code: "faulty_source", message, source: "store", transient: false, attempts })
  const sync = await thrownBy(() => readSourceSync(syncSourceOf("store", () => answer)))
  expect(sync).toMatchObject({ code: "faulty_source", message })
})

test("treats null like undefined, since most stores return it for what does not exist", async () => {
  expect(await readSource(sourceOf("store", () => null))).toBeUndefined()
  expect(readSourceSync(syncSourceOf("store", () => null))).toBeUndefined()
})

test('rejects "unchanged" for a version that another link returned', async () => {
  const chain = firstOf(sourceOf("a", () => ({ unchanged: true })))
  expect(await thrownBy(() => readSource(chain, { previousVersion: "1:etag" }))).toMatchObject({
    code: "faulty_source",
  })
})

test("lists every link that was tried, including those of nested sources", async () => {
  const google = { type: "web", clientId: "id" } as const
  const denied = syncSourceOf("third", () => {
    throw { code: "denied" }
  })
  const nothing = (name: string) => syncSourceOf(name, () => undefined)
  const chain = firstOf(nothing("first"), secretSource(google, firstOf(nothing("second"), denied)))
  for (const read of [() => readSource(chain), () => readSourceSync(chain)]) {
    expect(await thrownBy(read)).toMatchObject({
      code: "denied",
      source: "third",
      attempts: [
        { source: "first", code: "not_found" },
        { source: "second", code: "not_found" },
        { source: "third", code: "denied" },
      ],
    })
  }
  const absent = firstOf(nothing("first"), secretSource(google, firstOf(nothing("second"), nothing("third"))))
  for (const read of [
    readSource,
    async (...given: Parameters<typeof readSource>) => readSourceSync(given[0] as SyncSource, {}, given[2]),
  ]) {
    const attempts: { source: string; code: "not_found" }[] = []
    expect(await read(absent, {}, attempts)).toBeUndefined()
    expect(attempts.map(({ source }) => source)).toEqual(["first", "second", "third"])
  }
})

test("returns a part of a client only if no later link has a document", async () => {
  const half = { members: { client_secret: "s3" }, partial: true }
  const whole = { members: { client_id: "id", client_secret: "s3" } }
  const link = (name: string, answer: unknown) => syncSourceOf(name, () => answer)
  const failing = syncSourceOf("failing", () => {
    throw { code: "denied" }
  })
  const read = async (...links: SyncSource[]) => {
    const chain = firstOf(...links)
    const found = await readSource(chain)
    expect(readSourceSync(chain)).toEqual(found)
    return found
  }
  expect(await read(link("a", half), link("b", undefined))).toMatchObject({ from: "a", partial: true })
  expect(await read(link("a", half), link("b", half))).toMatchObject({ from: "a" })
  expect(await read(link("a", half), link("b", whole))).toEqual({
    ...whole,
    from: "b",
    attempts: [{ source: "a", code: "not_found" }],
  })
  const lone = link("a", { members: { client_id: "id" }, partial: true })
  expect(await read(lone, link("b", whole))).toMatchObject({ from: "b", expected: { clientId: "id", from: "a" } })
  const error = await thrownBy(() => readSource(firstOf(link("a", half), failing)))
  expect(error).toMatchObject({
    code: "denied",
    attempts: [
      { source: "a", code: "not_found" },
      { source: "failing", code: "denied" },
    ],
  })
})

test("passes context.wants to each link", async () => {
  const seen: unknown[] = []
  const source: SyncSource = {
    name: "store",
    read: async context => seen.push(context?.wants) as never,
    readSync: context => seen.push(context?.wants) as never,
  }
  const chain = firstOf(source, source)
  const google = secretSource({ type: "web", clientId: "id" }, chain)
  for (const one of [chain, google]) {
    await one.read().catch(() => {})
    try {
      one.readSync()
    } catch {}
  }
  expect(seen).toEqual([undefined, undefined, "secret", "secret"])
})

test("treats an answer whose members throw as a failure of the source", async () => {
  const answer = {
    get content() {
      throw new Error("boom")
    },
  }
  expect(await thrownBy(() => readSource(sourceOf("store", () => answer)))).toMatchObject({ code: "unavailable" })
})

test("ignores a version that is not a string", async () => {
  const found = await readSource(sourceOf("store", () => ({ content: "text", version: 7 })))
  expect(found?.version).toBeUndefined()
})

test("rethrows the caller's reason unchanged, whatever the source made of the abort", async () => {
  const reason = { why: "the caller's own" }
  const controller = new AbortController()
  const source = sourceOf("aws", async context => {
    controller.abort(reason)
    expect(context?.signal?.aborted).toBe(true)
    throw new DOMException("Request aborted", "AbortError")
  })
  expect(await thrownBy(() => readSource(source, { signal: controller.signal }))).toBe(reason)

  let reads = 0
  const counting = sourceOf("counting", () => {
    reads++
  })
  expect(await thrownBy(() => readSource(firstOf(counting), { signal: controller.signal }))).toBe(reason)
  expect(reads).toBe(0)
})

test("reads no further links once the caller has aborted", async () => {
  const reason = { why: "the caller's own" }
  const controller = new AbortController()
  const first = sourceOf("first", () => controller.abort(reason))
  const second = sourceOf("second", () => ({ content: "text" }))
  expect(await thrownBy(() => readSource(firstOf(first, second), { signal: controller.signal }))).toBe(reason)
})

test("reads synchronously by the same rules", async () => {
  const nothing = syncSourceOf("a", () => undefined)
  const chain = firstOf(
    nothing,
    syncSourceOf("b", () => ({ content: "text", version: "v" })),
  )
  expect(readSourceSync(chain)).toMatchObject({ content: "text", version: "1:v", from: "b" })
  expect(readSourceSync(nothing)).toBeUndefined()
  const failing = syncSourceOf("failing", () => {
    throw Object.assign(new Error("boom"), { code: "EACCES" })
  })
  expect(await thrownBy(() => readSourceSync(firstOf(nothing, failing)))).toMatchObject({
    code: "denied",
    attempts: [
      { source: "a", code: "not_found" },
      { source: "failing", code: "denied" },
    ],
  })
  const promising = syncSourceOf("promising", async () => ({ content: "text" }))
  expect(await thrownBy(() => readSourceSync(promising))).toMatchObject({
    code: "faulty_source",
    message: `promising returned a Promise. ${rule}`,
  })
})

test("escapes names and truncates long ones", async () => {
  const source = sourceOf(`a\u001b[2J\u202e\n${"x".repeat(500)}`, () => undefined)
  expect(nameOf(source)).toMatch(/^a\\u001b\[2J\\u202e\\u000ax{100,200}/)
  expect(nameOf(source).length).toBeLessThan(230)
  expect(nameOf({ read: async () => undefined } as never)).toBe("a source without a name")
  const found = await readSource(sourceOf("store", () => ({ content: "text", from: "x\n" })))
  expect(found?.from).toBe("x\\u000a")
})

test("a source must be an object with the methods that are called", async () => {
  const rule = "Expected a source, an object with a name and read(), such as envSource() or fileSource(); received"
  for (const [value, kind] of [
    [undefined, "undefined"],
    [null, "null"],
    [{}, "an object"],
    ["source", "a string"],
    [{ read: "text" }, "an object"],
    [Promise.resolve(missing), "a Promise"],
  ]) {
    const mistake = new TypeError(`${rule} ${kind}.`)
    expect(() => firstOf(missing, value as never)).toThrow(mistake)
    expect(() => createLoader(value as never)).toThrow(mistake)
    expect(() => secretSource({ type: "web", clientId: "a" }, value as never)).toThrow(mistake)
    await expect(loadClientSecrets(value as never)).rejects.toThrow(mistake)
  }
  expect(() => loadClientSecretsSync(missing as SyncSource)).toThrow(
    /received a source that only has read\(\): use loadClientSecrets\(\) or createLoader\(\)\.$/,
  )
})

test.each<[string, object]>([
  ["throws", Object.defineProperty({}, "name", { get: () => expect.unreachable("EXAMPLE_NOT_A_REAL_SECRET") })],
  ["is a symbol", { name: Symbol("EXAMPLE_NOT_A_REAL_SECRET") }],
  ["is an object that throws", { name: { toString: () => expect.unreachable("EXAMPLE_NOT_A_REAL_SECRET") } }],
])("a source whose name %s fails like any other", async (_, named) => {
  for (const answer of [undefined, { content: "{" }, { content: "{", from: named }]) {
    const source = Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(named),
        read: { value: async () => answer },
      },
    ) as Source
    const error = await loadClientSecrets(source).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: answer === undefined ? "not_found" : "invalid" })
    expect((error as Error).message).not.toContain("EXAMPLE")
  }
})
