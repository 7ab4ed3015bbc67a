import { memberOf } from "./json-value.ts"
import { decodeStrictly, noType, type Reader } from "./reader.ts"

// The standard library's: `json.load` of a file that was opened as UTF-8 text. The depth is that of the usual stack.
const dialect = { notFinite: true, depth: 990, digits: 4300 }

/** `oauth2client.clientsecrets`, archived since 2018. */
export const oauth2client: Reader = {
  id: "oauth2client",
  language: "Python",
  name: "oauth2client",
  decode: decodeStrictly,
  dialect,
  judge(value) {
    if (value.kind !== "object") return "it is not an object"
    if (new Set(value.members.map(([name]) => name)).size !== 1) return "it requires exactly one member at the top"
    const type = value.members[0]![0]
    if (type !== "web" && type !== "installed") return noType
    const client = memberOf(value, type)
    for (const name of ["client_id", "client_secret", "redirect_uris", "auth_uri", "token_uri"]) {
      if (memberOf(client, name) === undefined) return `${name} is missing`
    }
    for (const name of ["client_id", "client_secret"]) {
      const member = memberOf(client, name)
      if (member?.kind !== "string") return `${name} is not a string, on which it fails`
      if (member.text.startsWith("[[")) return `${name} begins with [[, which it reads as a placeholder`
    }
    return undefined
  },
}

/** `google_auth_oauthlib.flow.Flow.from_client_secrets_file` */
export const googleAuthOauthlib: Reader = {
  id: "google-auth-oauthlib",
  language: "Python",
  name: "google-auth-oauthlib",
  decode: decodeStrictly,
  dialect,
  judge(value) {
    const type = ["web", "installed"].find(name => memberOf(value, name) !== undefined)
    if (type === undefined) return noType
    const client = memberOf(value, type)
    if (client?.kind !== "object") return `${type} is not an object, on which it fails`
    const missing = ["client_id", "auth_uri", "token_uri"].find(name => memberOf(client, name) === undefined)
    return missing === undefined ? undefined : `${missing} is missing`
  },
}
