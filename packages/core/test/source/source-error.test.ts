import { expect, test } from "vitest"
import { sourceFailure } from "../../../source-kit/src/source-failure.ts"
import type { ClientSecretsError } from "../../src/error.ts"
import { loadClientSecrets } from "../../src/source/load.ts"
import { SourceError } from "../../src/source/source-error.ts"
import { sourceOf, thrownBy } from "../example-client.ts"

async function loadedAfter(thrown: unknown): Promise<ClientSecretsError> {
  const source = sourceOf("our vault", () => {
    throw thrown
  })
  return (await thrownBy(() => loadClientSecrets(source))) as ClientSecretsError
}

test("loadClientSecrets() rejects with its code, its advice and whether a retry may help", async () => {
  const error = await loadedAfter(new SourceError("denied", "Grant the role secrets-reader."))
  expect(error).toMatchObject({
    code: "denied",
    message: "our vault may not be read. Grant the role secrets-reader.",
    source: "our vault",
    transient: false,
    retryAfterMs: 0,
  })
})

test.each([
  ["timeout", true],
  ["throttled", true],
  ["unavailable", true],
  ["aborted", true],
  ["denied", false],
  ["invalid", false],
  ["faulty_source", false],
] as const)("%s is transient by itself: %s", async (code, transient) => {
  expect((await loadedAfter(new SourceError(code, "Wait."))).transient).toBe(transient)
  for (const given of [true, false])
    expect((await loadedAfter(new SourceError(code, "Wait.", { transient: given }))).transient).toBe(given)
  expect((await loadedAfter(new SourceError(code, "Wait.", { transient: undefined }))).transient).toBe(transient)
})

test("passes on how long to wait before the next read", async () => {
  expect((await loadedAfter(new SourceError("throttled", "Wait.", { retryAfterMs: 1_500 }))).retryAfterMs).toBe(1_500)
})

test("is equivalent to sourceFailure of source-kit", async () => {
  for (const [failure, error] of [
    [sourceFailure("denied", "Grant it."), new SourceError("denied", "Grant it.")],
    [sourceFailure("unavailable", "Wait.", true), new SourceError("unavailable", "Wait.")],
  ]) {
    const { code, message, transient } = await loadedAfter(failure)
    expect(await loadedAfter(error)).toMatchObject({ code, message, transient })
  }
})

test("throws for codes that a source cannot have, and for advice that is not a string", () => {
  for (const code of ["rejected", "forbidden", "constructor", undefined])
    expect(() => new SourceError(code as never, "x")).toThrow(/^The code must be one of not_found, denied, /)
  expect(() => new SourceError("denied", undefined as never)).toThrow(
    new TypeError("The advice must be a string; received undefined."),
  )
})

test("reads no option from a polluted Object.prototype", () => {
  const polluted = Object.prototype as { transient?: boolean }
  polluted.transient = true
  try {
    expect(new SourceError("denied", "x", {}).transient).toBe(false)
  } finally {
    delete polluted.transient
  }
})
