import { expect, test } from "vitest"
import type { ClientSecretsError } from "../../src/error.ts"
import { firstOf } from "../../src/source/first-of.ts"
import {
  checkSource,
  linksOf,
  nameOf,
  orNotFound,
  readDocument,
  readDocumentSync,
} from "../../src/source/read-document.ts"
import { secretSource } from "../../src/source/secret-source.ts"
import type { ReadContext, Source, SyncSource } from "../../src/source/source.ts"
import { sourceOf, syncSourceOf, thrownBy } from "../example-client.ts"

const missing = sourceOf("missing", () => undefined)

test("gives what the source gave, with the source's name", async () => {
  const hint = () => "a hint"
  const found = await readDocument(sourceOf("store", () => ({ content: "text", version: "v1", hint })))
  expect(found).toEqual({ content: "text", version: "0:v1", hint, from: "store" })
  expect(await readDocument(missing)).toBeUndefined()
})

test("goes through a chain, chains in it included, until one link has the document", async () => {
  const asked: string[] = []
  const link = (name: string, answer?: object) =>
    sourceOf(name, () => {
      asked.push(name)
      return answer
    })
  const chain = firstOf(link("a"), firstOf(link("b"), link("c", { content: "text", version: "v" })), link("d"))
  expect(linksOf(chain).map(nameOf)).toEqual(["a", "b", "c", "d"])
  const attempts: { source: string; code: string }[] = []
  expect(await readDocument(chain, {}, attempts as never)).toMatchObject({ content: "text", version: "2:v", from: "c" })
  expect(asked).toEqual(["a", "b", "c"])
  expect(attempts).toEqual([
    { source: "a", code: "not_found" },
    { source: "b", code: "not_found" },
  ])
})

test("ends the chain at a link that throws, also where it throws that nothing is there", async () => {
  let reached = false
  const last = sourceOf("last", () => {
    reached = true
  })
  for (const thrown of [{ code: "not_found" }, { code: "ENOENT" }, new Error("boom"), undefined]) {
    const failing = sourceOf("failing", () => {
      throw thrown
    })
    const error = (await thrownBy(() => readDocument(firstOf(missing, failing, last)))) as ClientSecretsError
    expect(error.source).toBe("failing")
    expect(error.attempts.map(attempt => attempt.source)).toEqual(["missing", "failing"])
  }
  expect(reached).toBe(false)
})

test("treats a read that throws instead of rejecting alike", async () => {
  const source = {
    name: "hasty",
    read() {
      throw Object.assign(new Error("boom"), { code: "EACCES" })
    },
  } as Source
  expect(await thrownBy(() => readDocument(source))).toMatchObject({ code: "denied", source: "hasty" })
})

test("passes signal and force on, and the version to no link but the one that gave it", async () => {
  const seen: [string, ReadContext | undefined][] = []
  const link = (name: string, answer?: object) =>
    sourceOf(name, context => {
      seen.push([name, context])
      return Promise.resolve(answer as never)
    })
  const { signal } = new AbortController()
  const first = link("a")
  const chain = firstOf(first, link("b", { unchanged: true }))
  const found = await readDocument(chain, { signal, force: true, previousVersion: "1:etag" })
  expect(found).toMatchObject({ unchanged: true, from: "b" })
  expect(seen).toEqual([
    ["a", { signal, force: true, previousVersion: undefined }],
    ["b", { signal, force: true, previousVersion: "etag" }],
  ])
  seen.length = 0
  await readDocument(first, { previousVersion: "0:etag" })
  await readDocument(first, { previousVersion: "10:etag" })
  await readDocument(first, { previousVersion: "etag" })
  expect(seen.map(([, context]) => context?.previousVersion)).toEqual(["etag", undefined, undefined])
})

test("says clearly that a source gave no document", async () => {
  const inherited = Object.create({ content: "of the prototype", members: {} })
  for (const answer of [null, 7, "text", [], {}, { content: null, version: "1" }, { unchanged: true }, inherited]) {
    const error = await thrownBy(() => readDocument(sourceOf("store", () => answer)))
    const expected = { code: "invalid", message: "store: gave no document.", source: "store" }
    expect(error, JSON.stringify(answer)).toMatchObject(expected)
  }
  // Unchanged since when? This link gave no version.
  const chain = firstOf(sourceOf("a", () => ({ unchanged: true })))
  expect(await thrownBy(() => readDocument(chain, { previousVersion: "1:etag" }))).toMatchObject({ code: "invalid" })
})

test("an answer whose members throw is a failure of the source", async () => {
  const answer = {
    get content() {
      throw new Error("boom")
    },
  }
  expect(await thrownBy(() => readDocument(sourceOf("store", () => answer)))).toMatchObject({ code: "unavailable" })
})

test("a version that is no text is none", async () => {
  const found = await readDocument(sourceOf("store", () => ({ content: "text", version: 7 })))
  expect(found?.version).toBeUndefined()
})

test("rethrows the caller's reason untouched, whatever the source made of the abort", async () => {
  const reason = { why: "the caller's own" }
  const controller = new AbortController()
  const source = sourceOf("aws", async context => {
    controller.abort(reason)
    expect(context?.signal?.aborted).toBe(true)
    throw new DOMException("Request aborted", "AbortError")
  })
  expect(await thrownBy(() => readDocument(source, { signal: controller.signal }))).toBe(reason)

  let reads = 0
  const counting = sourceOf("counting", () => {
    reads++
  })
  expect(await thrownBy(() => readDocument(firstOf(counting), { signal: controller.signal }))).toBe(reason)
  expect(reads).toBe(0)
})

test("goes no further in a chain once the caller has aborted", async () => {
  const reason = { why: "the caller's own" }
  const controller = new AbortController()
  const first = sourceOf("first", () => controller.abort(reason))
  const second = sourceOf("second", () => ({ content: "text" }))
  expect(await thrownBy(() => readDocument(firstOf(first, second), { signal: controller.signal }))).toBe(reason)
})

test("reads synchronously by the same rules", async () => {
  const nothing = syncSourceOf("a", () => undefined)
  const chain = firstOf(
    nothing,
    syncSourceOf("b", () => ({ content: "text", version: "v" })),
  )
  expect(readDocumentSync(chain)).toMatchObject({ content: "text", version: "1:v", from: "b" })
  expect(readDocumentSync(nothing)).toBeUndefined()
  const failing = syncSourceOf("failing", () => {
    throw Object.assign(new Error("boom"), { code: "EACCES" })
  })
  expect(await thrownBy(() => readDocumentSync(firstOf(nothing, failing)))).toMatchObject({
    code: "denied",
    attempts: [
      { source: "a", code: "not_found" },
      { source: "failing", code: "denied" },
    ],
  })
  const promising = syncSourceOf("promising", async () => ({ content: "text" }))
  expect(await thrownBy(() => readDocumentSync(promising))).toMatchObject({ code: "invalid" })
})

test("not found says where it was looked for", async () => {
  const attempts = [
    { source: "variable GOOGLE_CLIENT_SECRETS", code: "not_found" },
    { source: "client_secrets.json", code: "not_found" },
  ] as const
  const error = (await thrownBy(() => orNotFound(undefined, attempts, missing))) as ClientSecretsError
  expect(error.code).toBe("not_found")
  expect(error.message).toBe("No client secrets found. Looked in: variable GOOGLE_CLIENT_SECRETS; client_secrets.json.")
  expect(error.attempts).toEqual(attempts)
  expect(error.transient).toBe(false)
})

test("not found says what the links have to say about it", async () => {
  const hinting = (hint: () => unknown) => ({ ...missing, hint }) as Source
  const chain = firstOf(
    hinting(() => "Beside it is another."),
    hinting(() => undefined),
    hinting(() => 7),
    hinting(() => {
      throw new Error("boom")
    }),
    hinting(() => "And\u001b[31m more."),
  )
  for (const source of [chain, secretSource({ type: "web", clientId: "id" }, chain)]) {
    const error = (await thrownBy(() => orNotFound(undefined, [], source))) as ClientSecretsError
    expect(error.message).toBe("No client secrets found. Looked in: . Beside it is another. And\\u001b[31m more.")
  }
})

test("escapes names and cuts long ones", async () => {
  const source = sourceOf(`a\u001b[2J\u202e\n${"x".repeat(500)}`, () => undefined)
  expect(nameOf(source)).toMatch(/^a\\u001b\[2J\\u202e\\u000ax{100,200}/)
  expect(nameOf(source).length).toBeLessThan(230)
  expect(nameOf({ read: async () => undefined } as never)).toBe("undefined")
  const found = await readDocument(sourceOf("store", () => ({ content: "text", from: "x\n" })))
  expect(found?.from).toBe("x\\u000a")
})

test("a source is an object with the methods that are called", () => {
  for (const value of [undefined, null, {}, "source", { read: "text" }]) {
    expect(() => checkSource(value as never)).toThrow(new TypeError("A source has a name and read()."))
  }
  expect(() => checkSource(missing as SyncSource, "readSync")).toThrow(
    new TypeError("A source has a name and readSync()."),
  )
  expect(() => checkSource(missing)).not.toThrow()
})
