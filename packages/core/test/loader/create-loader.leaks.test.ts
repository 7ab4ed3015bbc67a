import { inspect } from "node:util"
import { expect, test } from "vitest"
import { findLeaks, freshSecret } from "../../../conformance/src/leaks.ts"
import type { ClientSecretsError } from "../../src/error.ts"
import { createLoader } from "../../src/loader/create-loader.ts"
import { exampleFile, sourceOf, thrownBy } from "../example-client.ts"
import { FakeClock } from "../fake-clock.ts"

/** Every way in which a source can put a secret where it does not belong. */
function answersWith(secret: string): (() => unknown)[] {
  const fail = (thrown: unknown) => () => {
    throw thrown
  }
  return [
    fail(secret),
    fail(new Error(secret, { cause: new Error(secret) })),
    fail(new SyntaxError(`Unexpected token 'G', "${secret}" is not valid JSON`)),
    fail({ code: secret, status: secret, name: secret, message: secret, retryAfterMs: secret, transient: secret }),
    fail({ code: "throttled", retryAfterMs: 10, response: { headers: { authorization: secret } } }),
    fail(
      Object.assign(new Error(secret), { name: secret, code: "ECONNRESET", config: { url: `https://x/?${secret}` } }),
    ),
    fail(new AggregateError([new Error(secret)], secret)),
    () => ({ content: secret }),
    () => ({ content: `{"web": {"client_secret": "${secret}` }),
    () => ({
      content: exampleFile({ client_secret: secret, [secret]: secret, auth_uri: secret, redirect_uris: [secret] }),
    }),
    () => ({ content: { web: { client_secret: secret }, [secret]: secret } }),
    () => ({ content: new TextEncoder().encode(btoa(secret)) }),
    () => ({ members: { client_secret: secret, [secret]: secret, redirect_uris: `[${secret}` } }),
    () => ({ content: "{", hint: fail(new Error(secret)) }),
    () => ({ content: "{", version: secret }),
    () => secret,
    () => [secret],
    () => ({ [secret]: secret }),
    // And where it does belong.
    () => ({ content: exampleFile({ client_secret: secret, later: secret }) }),
  ]
}

test("no error, event or printed loader contains a part of a secret", async () => {
  const secret = freshSecret()
  for (const [index, answer] of answersWith(secret).entries()) {
    const clock = new FakeClock()
    const events: unknown[] = []
    const loader = createLoader(sourceOf("store", answer), { clock, retries: 0 })
    loader.subscribe(event => events.push(event))
    const outcomes: unknown[] = []
    for (const call of [loader.get, loader.get, loader.refresh]) outcomes.push(await call().catch(error => error))
    const printed: Record<string, string> = {}
    for (const [name, value] of Object.entries({
      outcomes,
      events,
      status: loader.status(),
      loader,
      peek: loader.peek(),
    })) {
      printed[name] = inspect(value, { depth: 9, showHidden: true })
      printed[`${name} as JSON`] = JSON.stringify(value) ?? ""
    }
    for (const outcome of outcomes) printed["stack"] = `${printed["stack"]}${(outcome as ClientSecretsError).stack}`
    expect(findLeaks([secret], printed), `answer ${index}`).toEqual([])
    expect(printed["events"]).toMatch(/refresh/)
    loader.dispose()
  }
})

test("the detector finds a secret that is let through", async () => {
  const secret = freshSecret()
  const error = await thrownBy(() => Promise.reject(new Error(secret)))
  expect(findLeaks([secret], { error: inspect(error) })).not.toEqual([])
})
