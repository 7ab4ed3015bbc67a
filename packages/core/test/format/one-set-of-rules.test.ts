import fc from "fast-check"
import { expect, test } from "vitest"
import { checkEndpoint, checkRedirectUri, checkUrl, isOrdinaryUri, parseUri } from "../../src/format/uri-rules.ts"
import { safeParseClientSecrets } from "../../src/index.ts"
import { clientText, escapedClientText } from "../arbitrary.ts"

/** A way around the shortcut: the same URI with an empty query is not ordinary, and no rule is about a query. */
test("about an ordinary URI no rule has anything to report", () => {
  const label = fc.stringMatching(/^[a-z\d-]{1,12}$/)
  const uri = fc
    .tuple(
      fc.array(label, { minLength: 0, maxLength: 3 }),
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.stringMatching(/^(\/[\w./-]{0,20})?$/),
    )
    .map(([labels, top, path]) => `https://${[...labels, "example", top].join(".")}${path}`)
  let ordinary = 0
  fc.assert(
    fc.property(uri, text => {
      if (!isOrdinaryUri(text)) return
      ordinary++
      const parsed = `${text}?`
      expect(isOrdinaryUri(parsed)).toBe(false)
      expect(parseUri(text)).toBeDefined()
      expect(checkRedirectUri(parsed)).toEqual([])
      expect(checkEndpoint(parsed, { isLocalProvider: false, allowInsecureEndpoints: false })).toEqual([])
      expect(checkUrl(parsed)).toBeUndefined()
    }),
    { numRuns: 5_000 },
  )
  expect(ordinary).toBeGreaterThan(1_000)
})

test("text, bytes and object find the same issues, in the same order", () => {
  let compared = 0
  fc.assert(
    fc.property(fc.oneof(clientText, escapedClientText), text => {
      const outcomeOf = (input: unknown) => {
        const result = safeParseClientSecrets(input as string, { maxBytes: 1e6 })
        const issues = [...(result.success ? [] : result.error.issues), ...result.warnings]
        return issues.map(({ code, severity, message, hint }) => [code, severity, message, hint])
      }
      const fromText = outcomeOf(text)
      expect(outcomeOf(new TextEncoder().encode(text))).toEqual(fromText)
      // An object has no duplicates, and integer-like names come first in it: neither is in these texts when it matters.
      if (fromText.some(([code]) => code === "duplicate_member" || code === "not_json")) return
      if (/"\d+":/.test(text)) return
      expect(outcomeOf(JSON.parse(text))).toEqual(fromText)
      compared++
    }),
    { numRuns: 3_000 },
  )
  expect(compared).toBeGreaterThan(500)
})
