import type { JsonValue } from "./json-value.ts"
import { memberOf } from "./json-value.ts"
import { decodeLeniently, type Reader } from "./reader.ts"

// Gson as GoogleClientSecrets uses it. How deep it goes depends on the thread's stack: 1,500 is what always fits.
const dialect = { rawControls: true, anyCase: true, anythingAfter: true, openEnd: true, depth: 1_500, digits: 1_023 }

/** `GoogleClientSecrets.load(…).getDetails()` of google-api-client */
export const java: Reader = {
  id: "java",
  language: "Java",
  name: "GoogleClientSecrets",
  decode: bytes => decodeLeniently(bytes).replace(/^\ufeff/, ""),
  dialect,
  judge(value) {
    if (value.kind !== "object") return "it is not an object"
    const clients = ["web", "installed"].flatMap(name => memberOf(value, name) ?? [])
    for (const client of clients) {
      const reason = refuseClient(client)
      if (reason !== undefined) return reason
    }
    // A null in the file is not Java's null.
    return clients.length === 1 ? undefined : "it requires one of web and installed, and counts null as one"
  },
}

function refuseClient(client: JsonValue): string | undefined {
  if (client.kind === "null") return undefined
  if (client.kind !== "object") return "the client is not an object"
  for (const name of ["client_id", "client_secret", "auth_uri", "token_uri"]) {
    const member = memberOf(client, name)
    // An object becomes an empty string, in silence.
    if (member !== undefined && !["string", "null", "object"].includes(member.kind)) return `${name} is not a string`
  }
  const redirectUris = memberOf(client, "redirect_uris")
  if (redirectUris === undefined || redirectUris.kind === "null") return undefined
  const isList =
    redirectUris.kind === "array" && redirectUris.items.every(({ kind }) => kind === "string" || kind === "null")
  return isList ? undefined : "redirect_uris is not a list of strings"
}
