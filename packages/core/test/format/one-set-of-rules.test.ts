import { googleAliases } from "@client-secrets/recognize"
import fc from "fast-check"
import { expect, test } from "vitest"
import { isPlaceholder } from "../../src/format/placeholders.ts"
import { findTextFault, isRedacted } from "../../src/format/text-rules.ts"
import {
  checkEndpoint,
  checkOrigin,
  checkRedirectUri,
  checkUrl,
  isGoogles,
  isOrdinaryUri,
  parseUri,
} from "../../src/format/uri-rules.ts"
import { safeParseClientSecrets } from "../../src/index.ts"
import { clientText, escapedClientText } from "../arbitrary.ts"

test("no rule reports an ordinary URI", () => {
  const label = fc.stringMatching(/^[a-z\d-]{1,12}$/)
  const path = fc.stringMatching(/^(\/[\w./-]{0,20})?$/)
  const named = fc
    .tuple(fc.array(label, { minLength: 0, maxLength: 3 }), fc.stringMatching(/^[a-z]{1,8}$/), path)
    .map(([labels, top, path]) => `https://${[...labels, "example", top].join(".")}${path}`)
  const oneLabel = fc
    .tuple(label, fc.stringMatching(/^[a-z]{1,8}$/), path)
    .map(([label, end, path]) => `https://${label}-${end}${path}`)
  const local = fc
    .tuple(fc.stringMatching(/^(:\d{0,5})?$/), path)
    .map(([port, path]) => `http://localhost${port}${path}`)
  const context = { isLocalProvider: false, allowInsecureEndpoints: false }
  const checks = {
    "redirect-uri": checkRedirectUri,
    origin: (text: string) => present(checkOrigin(text)),
    endpoint: (text: string) => checkEndpoint(text, context),
    url: (text: string) => present(checkUrl(text)),
  }
  const ordinary = new Map<string, number>()
  fc.assert(
    fc.property(fc.oneof(named, oneLabel, local), text => {
      for (const [kind, check] of Object.entries(checks)) {
        if (!isOrdinaryUri(kind as keyof typeof checks, text)) continue
        ordinary.set(kind, (ordinary.get(kind) ?? 0) + 1)
        expect(parseUri(text), text).toBeDefined()
        expect(check(text), `${kind} ${text}`).toEqual([])
        expect(findTextFault(text)).toBeUndefined()
        expect([isRedacted(text), isPlaceholder(text)]).toEqual([false, false])
      }
    }),
    { numRuns: 5_000 },
  )
  expect([...ordinary.keys()].sort()).toEqual(Object.keys(checks).sort())
  for (const [kind, count] of ordinary) expect(count, kind).toBeGreaterThan(200)
})

test("isGoogles() decides about an ordinary endpoint as the URL parser does", () => {
  for (const [member, aliases] of Object.entries(googleAliases)) {
    for (const alias of aliases) {
      for (const uri of [
        `https://${alias}`,
        `https://${alias}/`,
        `https://${alias.slice(0, -1)}`,
        `https://x${alias}`,
      ]) {
        // An empty query is not ordinary, and changes neither host nor path.
        expect(isOrdinaryUri("endpoint", `${uri}?`)).toBe(false)
        expect(isGoogles(member, uri), uri).toBe(isGoogles(member, `${uri}?`))
      }
    }
  }
})

test("a string, bytes and an object lead to the same issues, in the same order", () => {
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
      // An object has no duplicates, and lists names like integers first: skip documents where that matters.
      if (fromText.some(([code]) => code === "duplicate_member" || code === "not_json")) return
      if (/"\d+":/.test(text)) return
      expect(outcomeOf(JSON.parse(text))).toEqual(fromText)
      compared++
    }),
    { numRuns: 3_000 },
  )
  expect(compared).toBeGreaterThan(500)
})

function present<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : [item]
}
