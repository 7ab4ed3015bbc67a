import { assert, assertEqual, type Case } from "@client-secrets/conformance"
import {
  type ClientSecrets,
  type ClientSecretsFile,
  type ClientSecretsIssueCode,
  safeParseClientSecrets,
} from "@client-secrets/core"
import { documentOf } from "./subjects.ts"

const maxBytes = 8 * 2 ** 20
const levels = 200_000
const names = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then", "toJSON"]

/** Documents designed to break a parser: each runtime has its own stack, regular expressions and JSON. */
export const hostileCases: readonly Case[] = [
  {
    name: "200,000 levels are too deep, wherever they are",
    run({ freshSecret }) {
      const deep = [
        "[".repeat(levels) + "]".repeat(levels),
        `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`,
        "[".repeat(levels),
      ]
      for (const text of deep) {
        assertRejected(text, "too_deep")
        assertRejected(documentOf(freshSecret(), { deep: "HERE" }).replace('"HERE"', text), "too_deep")
        assertRejected(documentOf(freshSecret(), { client_id: "HERE" }).replace('"HERE"', text), "too_deep")
      }
    },
  },
  {
    name: "a value with 200,000 levels is accepted or rejected, and does not crash",
    run({ freshSecret }) {
      let deep: unknown = 1
      for (let level = 0; level < levels; level++) deep = level % 2 === 0 ? [deep] : { deep }
      const file = JSON.parse(documentOf(freshSecret())) as { web: Record<string, unknown> }
      for (const member of ["client_id", "redirect_uris", "project_id", "unknown"]) {
        const result = safeParseClientSecrets({ web: { ...file.web, [member]: deep } })
        assert(result.success || result.error.code === "invalid", "it is an answer")
      }
      assertRejected(deep as ClientSecretsFile)
    },
  },
  {
    name: "40,000 unknown members are kept",
    run({ freshSecret }) {
      const members = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`member_${index}`, index]))
      const client = assertAccepted(documentOf(freshSecret(), members))
      assertEqual(client.extra.names.length, 40_000)
      assertEqual(client.extra.get("member_39999"), 39_999)
    },
  },
  {
    name: "40,000 top-level members are warnings",
    run({ freshSecret }) {
      const members = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`member_${index}`, index]))
      assertAccepted(JSON.stringify({ ...members, ...JSON.parse(documentOf(freshSecret())) }))
    },
  },
  {
    name: "10,000 redirect URIs are kept",
    run({ freshSecret }) {
      const uris = Array.from({ length: 10_000 }, (_, index) => `https://app.example.com/callback/${index}`)
      assertEqual(assertAccepted(documentOf(freshSecret(), { redirect_uris: uris })).redirectUris, uris)
    },
  },
  {
    name: "10,000 problems are reported",
    run({ freshSecret }) {
      const uris = Array.from({ length: 10_000 }, (_, index) => ` broken ${index}`)
      const result = safeParseClientSecrets(documentOf(freshSecret(), { redirect_uris: uris }), { maxBytes })
      assert(!result.success && result.error.issues.length > 0, "it is rejected with issues")
    },
  },
  {
    name: "a member of 1 MiB is read",
    run({ freshSecret }) {
      for (const filler of ["a", "\\", "é", "\u0000", "\u202e"]) {
        const value = `x${filler.repeat(2 ** 20)}x`
        const client = assertAccepted(documentOf(freshSecret(), { unknown: value }))
        assertEqual(client.extra.get("unknown"), value)
        for (const [member, content] of Object.entries({
          client_secret: value,
          redirect_uris: [value],
          auth_uri: value,
        })) {
          // Accepted or rejected: the call returns.
          safeParseClientSecrets(documentOf(freshSecret(), { [member]: content }), { maxBytes })
        }
      }
    },
  },
  {
    name: "one byte above the limit is too large",
    run({ freshSecret }) {
      const document = documentOf(freshSecret())
      assert(safeParseClientSecrets(document, { maxBytes: document.length }).success, "the cap itself is allowed")
      for (const input of [document, new TextEncoder().encode(document)]) {
        const result = safeParseClientSecrets(input, { maxBytes: document.length - 1 })
        assertEqual(result.success ? "accepted" : result.error.code, "too_large")
      }
    },
  },
  {
    name: "names that the language uses are ordinary member names",
    run({ freshSecret }) {
      for (const name of names) {
        const text = documentOf(freshSecret(), { NAME: "kept" }).replace("NAME", name)
        const { extra } = assertAccepted(text)
        assertEqual([extra.names, extra.has(name), extra.get(name)], [[name], true, "kept"], name)
        assertAccepted(documentOf(freshSecret()).replace('{"web"', `{"${name}":{},"web"`))
        assertRejected(`{"${name}":${JSON.stringify(JSON.parse(text).web)}}`)
        // As a client type it must not find a property that every object has.
        assertRejected(documentOf(freshSecret()).replace("client_id", name), "missing")
      }
      assertEqual(({} as { kept?: unknown }).kept, undefined)
    },
  },
  {
    name: "a polluted prototype neither adds members nor relaxes rules",
    run({ freshSecret }) {
      const polluted: Record<string, unknown> = {
        allowInsecureEndpoints: true,
        maxBytes: 1,
        type: "installed",
        optional: ["client_id", "client_secret"],
        client_id: "polluted",
        web: { client_id: "polluted" },
      }
      const insecure = documentOf(freshSecret(), { token_uri: "http://oauth2.example.com/token" })
      const incomplete = documentOf(freshSecret()).replace("client_id", "other")
      for (const [name, value] of Object.entries(polluted)) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable: false, writable: true })
      }
      try {
        for (const options of [undefined, {}]) {
          assertEqual(codesOf(insecure, options), ["insecure_endpoint"])
          assertEqual(codesOf(incomplete, options), ["missing"])
          assertEqual(codesOf("{}", options), ["no_client_type"])
        }
      } finally {
        for (const name of Object.keys(polluted)) delete (Object.prototype as Record<string, unknown>)[name]
      }
    },
  },
  {
    name: "an object that throws on access is rejected with our own error",
    run({ freshSecret }) {
      const secret = freshSecret()
      const cyclic: Record<string, unknown> = JSON.parse(documentOf(secret)).web
      cyclic["unknown"] = cyclic
      const resisting = [
        { web: cyclic },
        {
          get web(): never {
            throw new Error(secret)
          },
        },
        new Proxy(
          {},
          {
            get: () => {
              throw new Error(secret)
            },
            ownKeys: () => {
              throw new Error(secret)
            },
          },
        ),
        {
          web: {
            ...cyclic,
            client_id: {
              toString: () => {
                throw new Error(secret)
              },
            },
          },
        },
        { web: Object.assign(Object.create({ client_id: "inherited" }), { ...cyclic, client_id: undefined }) },
      ]
      for (const input of resisting) assertRejected(input as ClientSecretsFile)
    },
  },
]

function assertAccepted(document: string): ClientSecrets {
  const result = safeParseClientSecrets(document, { maxBytes })
  if (result.success) return result.data
  throw new Error(`assertion failed: ${result.error.message.slice(0, 1000)}`)
}

function assertRejected(input: string | ClientSecretsFile, code?: ClientSecretsIssueCode): void {
  const result = safeParseClientSecrets(input, { maxBytes })
  assert(!result.success, "it is rejected")
  const codes = result.error.issues.map(issue => issue.code)
  assert(code === undefined || codes.includes(code), `${code} is among ${codes.slice(0, 10)}`)
}

function codesOf(input: string, options: object | undefined): ClientSecretsIssueCode[] {
  const result = safeParseClientSecrets(input, options)
  return result.success ? [] : result.error.issues.map(issue => issue.code)
}
