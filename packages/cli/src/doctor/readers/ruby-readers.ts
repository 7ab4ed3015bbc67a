import { everyValue, isNullish, type JsonValue, memberOf } from "./json-value.ts"
import type { Dialect } from "./parse-dialect.ts"
import { decodeLeniently, noType, type Reader } from "./reader.ts"

// The json gem: comments and unknown escapes pass, and bytes that are not UTF-8 too.
const dialect: Dialect = { comments: true, anyEscape: true }

/** `Google::APIClient::ClientSecrets.load` */
export const rubyClientSecrets: Reader = {
  id: "ruby-client-secrets",
  language: "Ruby",
  name: "Google::APIClient::ClientSecrets",
  decode: decodeLeniently,
  dialect: { ...dialect, notFinite: true },
  judge(value) {
    if (value.kind !== "object" || value.members.length === 0) return "it is not an object with a member"
    for (const one of everyValue(value)) {
      if (namesUnknownClass(one)) return "it has a json_class that JSON.load does not know"
    }
    const client = memberOf(value, value.members[0]![0])
    return client?.kind === "object" ? undefined : "it reads the first member as the client, which is not an object"
  },
}

// `JSON.load` makes objects of the classes that a file names.
function namesUnknownClass(value: JsonValue): boolean {
  const name = memberOf(value, "json_class")
  return name?.kind === "string" && !/^(?:String|Symbol|Object|Integer|Range|Struct|Time|Date)$/.test(name.text)
}

/** `Google::Auth::ClientId.from_file` */
export const rubyClientId: Reader = {
  id: "ruby-client-id",
  language: "Ruby",
  name: "Google::Auth::ClientId",
  decode: decodeLeniently,
  dialect: { ...dialect, depth: 100 },
  judge(value) {
    const type = ["installed", "web"].find(name => {
      const client = memberOf(value, name)
      return !isNullish(client) && client?.kind !== "false"
    })
    if (type === undefined) return noType
    const client = memberOf(value, type)!
    for (const name of ["client_id", "client_secret"]) {
      // For a string Ruby returns the requested part.
      const isThere = client.kind === "string" ? client.text.includes(name) : !isNullish(memberOf(client, name))
      if (!isThere) return client.kind === "object" ? `${name} is missing or null` : `${type} is not an object`
    }
    return undefined
  },
}
