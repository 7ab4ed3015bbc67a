import { createExtraMembers } from "../secret/extra-members.ts"
import { createSecret } from "../secret/secret.ts"
import type { AnyClientSecrets } from "./client-secrets.ts"
import { google } from "./uri-rules.ts"
import type { ValidateOptions } from "./validate.ts"

// What neither a rule nor a warning can be about. A host is by its name: no address, nothing encoded, no port but of
// localhost. No value has an escape, so that the text is the value. Sets of few ranges: the engine compiles all of this at
// the first parse of a process, which takes it as long as six hundred parses.
const text = `"([A-XZa-xz0-9][!#-[\\]-~]*)"`
const host = "https://[a-z0-9.-]+\\.[a-z]+"
const path = "/[\\w./-]*"
const uri = `"(${host}${path})"`
const listed = `"(?:${host}|http://localhost(?::\\d{1,4})?)(?:${path})?"`
const list = `(\\[ ${listed}(?:, ${listed})* ])`

const secretAndRedirects = `(?:, "client_secret": ${text}, "redirect_uris": ${list})?`

// One expression for the whole file, since the engine is faster at it than at making objects: each member once, in the
// order of Google's console or that of the specification's example. A space stands for white space or none, where writers
// of JSON put it.
const ordinary = /* @__PURE__ */ new RegExp(
  `^{ "(web|installed)": { "client_id": ${text}${secretAndRedirects}(?:, "project_id": ${text})?, "auth_uri": ${uri}, "token_uri": ${uri}(?:, "auth_provider_x509_cert_url": ${uri})?${secretAndRedirects}(?:, "javascript_origins": ${list})? } } $`.replaceAll(
    " ",
    "[ \\t\\n\\r]*",
  ),
)
const extra = createExtraMembers(new Map())

/**
 * The fast path: the text of a file as Google hands it out. It leaves everything else to the exact path, so it may say no
 * (`undefined`) to a good file, but never yes to one that the exact path rejects or warns about; a property test holds
 * the two together. Every statement is timed by the benchmark, which is why it looks as it does.
 */
export function parseOrdinary(document: string, options: ValidateOptions): AnyClientSecrets | undefined {
  const found = ordinary.exec(document) as string[] | null
  if (!found) return undefined
  const type = found[1]!
  const authUri = found[6]!
  const tokenUri = found[7]!
  // Both or none: they stand twice, or are missing.
  if (!found[3] === !found[9] || (options.type ?? type) !== type) return undefined
  if (google.test(authUri) !== google.test(tokenUri)) return undefined
  const clientSecret = (found[3] ?? found[9])!
  // The secret stands once: a second place would be a public one. Two hyphens may encode a host's name, well or badly.
  const head = clientSecret.slice(0, 6)
  if (document.indexOf(head, document.indexOf(head) + 1) > 0 || document.includes("--")) return undefined
  const value: Record<string, unknown> = {
    type,
    clientId: found[2],
    clientSecret: createSecret(clientSecret),
    redirectUris: Object.freeze(JSON.parse((found[4] ?? found[10])!)),
    authUri,
    tokenUri,
    extra,
  }
  if (found[8]) value["authProviderX509CertUrl"] = found[8]
  if (found[5]) value["projectId"] = found[5]
  if (found[11]) value["javascriptOrigins"] = Object.freeze(JSON.parse(found[11]))
  return Object.freeze(value) as unknown as AnyClientSecrets
}
