import { expect, test } from "vitest"
import { firstOf } from "../../src/source/first-of.ts"
import { loadClientSecrets, loadClientSecretsSync } from "../../src/source/load.ts"
import type { Source } from "../../src/source/source.ts"
import { exampleFile, exampleMembers, sourceOf, syncSourceOf, thrownBy } from "../example-client.ts"

const missing = syncSourceOf("a", () => undefined)
const present = syncSourceOf("b", () => ({ content: exampleFile() }))

test("has the names of its links as its name, and lists the links", () => {
  const chain = firstOf(missing, present)
  expect(chain.name).toBe("a, then b")
  expect(chain.sources).toEqual([missing, present])
  expect(Object.isFrozen(chain.sources)).toBe(true)
})

test("is synchronous if all its links are", () => {
  expect(firstOf(missing, present).readSync).toBeTypeOf("function")
  expect(firstOf(firstOf(missing), present).readSync).toBeTypeOf("function")
  expect(
    firstOf(
      missing,
      sourceOf("remote", () => undefined),
    ),
  ).not.toHaveProperty("readSync")
})

test("its read() can be called directly, like that of any source", async () => {
  const chain = firstOf(missing, present)
  expect(await chain.read()).toMatchObject({ content: exampleFile(), from: "b" })
  expect(chain.readSync()).toMatchObject({ content: exampleFile(), from: "b" })
  expect(await firstOf(missing).read()).toBeUndefined()
  expect(firstOf(missing).readSync()).toBeUndefined()
  const reason = { why: "the caller's own" }
  expect(await thrownBy(() => chain.read({ signal: AbortSignal.abort(reason) }))).toBe(reason)
})

test("loads from the first link that has the document", async () => {
  expect((await loadClientSecrets(firstOf(missing, present))).clientId).toBe(exampleMembers.client_id)
  expect(loadClientSecretsSync(firstOf(missing, present)).type).toBe("web")
})

test("stops at an invalid document, and does not hide it by reading on", async () => {
  const broken = syncSourceOf("broken", () => ({ content: exampleFile({ client_id: "" }) }))
  const chain = firstOf(broken, present)
  expect(await thrownBy(() => loadClientSecrets(chain))).toMatchObject({ code: "invalid", source: "broken" })
  expect(await thrownBy(() => loadClientSecretsSync(chain))).toMatchObject({ code: "invalid", source: "broken" })
})

test("a polluted Object.prototype does not make a whole document count as a part", async () => {
  const other = syncSourceOf("other", () => ({ content: exampleFile({ client_id: "other" }) }))
  const shared = Object.prototype as { partial?: unknown; from?: unknown }
  shared.partial = true
  shared.from = "elsewhere"
  try {
    const chain = firstOf(present, other)
    expect((await loadClientSecrets(chain)).clientId).toBe(exampleMembers.client_id)
    expect(loadClientSecretsSync(chain).clientId).toBe(exampleMembers.client_id)
    expect(await chain.read()).toMatchObject({ from: "b" })
  } finally {
    delete shared.partial
    delete shared.from
  }
})

test("throws without a source, and for anything that is not a source", () => {
  expect(() => firstOf()).toThrow(new TypeError("firstOf() needs at least one source."))
  expect(() => firstOf(present, undefined as never)).toThrow(TypeError)
  expect(() => firstOf({ name: "no read" } as Source)).toThrow(TypeError)
})
