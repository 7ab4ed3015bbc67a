import { expect, test } from "vitest"
import { findDefaults } from "../src/find-defaults.ts"
import { packagesWithSources, sourcesOf } from "../src/sources.ts"

// Such a place read the keys of an ID token's issuer from Object.prototype: forged tokens were accepted.
test.each(packagesWithSources())("no empty object with a prototype replaces a missing one: %s", name => {
  expect(findDefaults(sourcesOf(name))).toEqual([])
})

test("finds such a place", () => {
  const text = "const a = b ?? {}; verify(c || {}); ownProperties(d ?? {}); const e = f ?? { g: 1 }"
  expect(findDefaults([{ path: "a.ts", text }])).toEqual(["a.ts b ?? {}", "a.ts c || {}"])
})
