import { assert, assertNoLeak, type Case, ownTexts, printingRoutes } from "@client-secrets/conformance"
import {
  ClientSecretsError,
  clientSecretsSchema,
  parseClientSecrets,
  safeParseClientSecrets,
} from "@client-secrets/core"
import { documentOf } from "./subjects.ts"

const known = [
  "client_id",
  "client_secret",
  "redirect_uris",
  "auth_uri",
  "token_uri",
  "client_email",
  "auth_provider_x509_cert_url",
  "client_x509_cert_url",
  "project_id",
  "javascript_origins",
  "revoke_uri",
  "universe_domain",
  "issuer",
  "userinfo_uri",
  "token_introspection_uri",
]

/** The forms in which a secret ends up where it does not belong. */
const forms: Readonly<Record<string, (text: string) => unknown>> = {
  "a string": text => text,
  "a string with space around it": text => ` ${text}\n`,
  "a string with a control character": text => `${text}\u0000`,
  "a placeholder": text => `<${text}>`,
  "a quoted string": text => `"${text}"`,
  "a list": text => [text],
  "a nested list": text => [[text]],
  "an object": text => ({ value: text }),
  "a member name": text => ({ [text]: true }),
  "a URI's path": text => `https://app.example.com/${text}`,
  "a URI's query": text => `https://app.example.com/?key=${text}`,
  "a URI's user": text => `https://user:${text}@app.example.com/`,
  "a URI's host": text => `https://${text}.example.com/`,
  "a URI's scheme": text => `${text}://app.example.com/`,
  "a broken URI": text => `https://[${text}`,
  "a list of broken URIs": text => [`https://[${text}`, `http://${text}`, ` ${text}`, text],
}

const documents: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  "only the text": text => text,
  "the text in quotes": text => JSON.stringify(text),
  "a path": text => `/home/${text}/client_secrets.json`,
  "base64 of a document": text => btoa(documentOf(text)),
  "a document in quotes": text => JSON.stringify(documentOf(text)),
  "a document with every quote escaped": text => documentOf(text).replaceAll('"', '\\"'),
  "a document in single quotes": text => documentOf(text).replaceAll('"', "'"),
  "a document and more": text => documentOf(text) + text,
  "two documents": text => documentOf(text) + documentOf(text),
  "a dotenv file": text => `GOOGLE_CLIENT_SECRET=${text}\n`,
  YAML: text => `web:\n  client_secret: ${text}\n`,
  HTML: text => `<html><body>${text}</body></html>`,
  "an unquoted secret": text => documentOf(text).replace(`"${text}"`, text),
  "a raw line break in the secret": text => documentOf(text).replace(text, `${text}\n`),
  "a bad escape in the secret": text => documentOf(text).replace(text, `${text}\\x`),
  "a duplicate secret": text =>
    documentOf(text).replace('"client_secret"', `"client_secret":"${text}","client_secret"`),
  "a client type with that name": text => JSON.stringify({ [text]: { client_secret: text } }),
  "a top-level member with that name": text => JSON.stringify({ ...JSON.parse(documentOf(text)), [text]: text }),
  "both client types": text => JSON.stringify({ ...JSON.parse(documentOf(text)), installed: { client_secret: text } }),
  "another kind of file": text => JSON.stringify({ type: "service_account", private_key: text, private_key_id: text }),
  "a saved token": text => JSON.stringify({ access_token: text, refresh_token: text, token_type: text }),
  "invalid UTF-8": text => Uint8Array.from([...new TextEncoder().encode(text), 0xff]),
  "UTF-16 without a BOM": text => Uint8Array.from(Array.from(documentOf(text)).flatMap(one => [one.charCodeAt(0), 0])),
  "deep nesting": text => documentOf(text, { deep: "" }).replace('""', `${"[".repeat(600)}"${text}"${"]".repeat(600)}`),
}

/** docs/security.md#leak-detector: no message repeats a secret that was planted as a value, member name, path or option. */
export const plantedCases: readonly Case[] = [
  ...Object.entries(documents).map(
    ([name, document]): Case => ({
      name: `planted: ${name}`,
      run({ freshSecret }) {
        const text = freshSecret()
        assertSilent([text], document(text))
      },
    }),
  ),
  {
    name: "planted: a document truncated at any position",
    run({ freshSecret }) {
      const text = freshSecret()
      const document = documentOf(text)
      for (let length = 0; length < document.length; length++) {
        assertRejected(safeParseClientSecrets(document.slice(0, length)), [text])
      }
    },
  },
  ...Object.entries(forms).map(
    ([name, form]): Case => ({
      name: `planted: ${name} as each member`,
      run({ freshSecret }) {
        for (const member of [...known, "unknown_member"]) {
          const text = freshSecret()
          assertSilent([text], documentOf(text, { [member]: form(text) }))
          // The secret of another member: everything but this member is valid.
          assertSilent([text], documentOf(freshSecret(), { [member]: form(text) }))
        }
      },
    }),
  ),
  {
    name: "planted: a secret as a member's name",
    run({ freshSecret }) {
      for (const value of ["value", 1, null, [], {}, ["https://app.example.com/"]]) {
        const text = freshSecret()
        const lower = text.toLowerCase()
        assertSilent(
          [text, lower],
          documentOf(freshSecret(), { [text]: value, [lower]: value, [`client_${lower}`]: value }),
        )
      }
    },
  },
  {
    name: "planted: a secret as an option",
    run({ freshSecret }) {
      const text = freshSecret()
      const wrong = [
        { type: text },
        { optional: [text] },
        { optional: text },
        { maxBytes: text },
        { maxBytes: -1 },
        { [text]: text },
      ]
      for (const options of wrong) {
        for (const parse of [parseClientSecrets, safeParseClientSecrets]) {
          assertNoLeak(
            [text],
            thrownBy(() => parse(documentOf(text), options as never)),
          )
        }
      }
    },
  },
  {
    name: "planted: a secret as something that is not a document",
    run({ freshSecret }) {
      const text = freshSecret()
      const wrong = [[text], new Map([[text, text]]), Symbol(text), () => text, { [text]: text }, Promise.resolve(text)]
      for (const input of wrong) {
        assertNoLeak(
          [text],
          thrownBy(() => parseClientSecrets(input as never)),
        )
        assertNoLeak(
          [text],
          thrownBy(() => safeParseClientSecrets(input as never)),
        )
      }
    },
  },
]

/** Whatever the result: errors and warnings contain no part of the secrets. An accepted client may, in its public members. */
function assertSilent(secrets: readonly string[], document: string | Uint8Array): void {
  for (const optional of [[], ["client_secret", "redirect_uris"] as const]) {
    const result = safeParseClientSecrets(document, { optional })
    assertNoLeak(secrets, { warnings: ownTexts(result.warnings) })
    if (!result.success) assertRejected(result, secrets)
  }
  const validated = clientSecretsSchema["~standard"].validate(document)
  assert(!(validated instanceof Promise), "the schema answers at once")
  assertNoLeak(secrets, { issues: ownTexts(validated.issues) })
}

function assertRejected(result: ReturnType<typeof safeParseClientSecrets>, secrets: readonly string[]): void {
  assert(!result.success && ClientSecretsError.is(result.error), "it is rejected as a ClientSecretsError")
  // A thousand of them: printing.cases.ts tries every route of such an error.
  assertNoLeak(secrets, { name: String(result.error), own: ownTexts(result.error) })
}

function thrownBy(work: () => unknown): Record<string, string> {
  try {
    work()
    return {}
  } catch (error) {
    return printingRoutes(error)
  }
}
