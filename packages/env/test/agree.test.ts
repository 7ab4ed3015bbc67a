import type { SourceDocument } from "@client-secrets/core"
import { expect, test } from "vitest"
import { agree } from "../src/agree.ts"
import { members, text } from "./example.ts"

const file = (changes: object, type = "web"): SourceDocument => ({
  content: JSON.stringify({ [type]: { ...members, ...changes } }),
})
const { client_id, client_secret } = members
const whole: SourceDocument = { content: text }

const rows: [what: string, other: SourceDocument, agrees: boolean][] = [
  ["the same text", { content: text }, true],
  ["the same bytes, with a byte order mark", { content: new TextEncoder().encode(`\ufeff${text}`) }, true],
  ["the same object", { content: { web: members } }, true],
  ["its id and secret", { members: { client_id, client_secret } }, true],
  ["fewer redirect URIs", file({ redirect_uris: [] }), true],
  ["another id", file({ client_id: "other" }), false],
  ["another secret", file({ client_secret: "other" }), false],
  ["another token endpoint", file({ token_uri: "https://attacker.example/" }), false],
  ["another authorization endpoint", file({ auth_uri: "https://attacker.example/" }), false],
  ["another type", file({}, "installed"), false],
  ["another type of the split form", { members: { client_id, client_secret }, type: "installed" }, false],
  ["another secret in the split form", { members: { client_id, client_secret: "other" } }, false],
  ["what is no JSON", { content: "broken" }, false],
  ["what is no client file", { content: "[]" }, false],
  ["a client that is no object", { content: '{"web": null}' }, false],
]

test.each(rows)("%s", (_, other, agrees) => {
  expect(agree(whole, other)).toBe(agrees)
  expect(agree(other, whole)).toBe(agrees)
})
