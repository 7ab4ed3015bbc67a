import type { JsonObject, JsonValue } from "./json-value.ts"
import { decodeLeniently, noType, type Reader } from "./reader.ts"

interface Credential {
  redirectUris: number
}

/** `google.ConfigFromJSON` of golang.org/x/oauth2 */
export const goOauth2: Reader = {
  id: "go-oauth2",
  language: "Go",
  name: "google.ConfigFromJSON",
  decode: decodeLeniently,
  dialect: { depth: 10_000 },
  judge(value) {
    if (value.kind === "null") return noType
    if (value.kind !== "object") return "it is not an object"
    const clients = new Map<string, Credential>()
    // In order: a second object is merged into the first, and null removes it.
    for (const [name, member] of value.members) {
      const type = foldCase(name)
      if (type !== "web" && type !== "installed") continue
      if (member.kind === "null") clients.delete(type)
      else if (member.kind !== "object") return `${type} is not an object`
      else {
        const client = clients.get(type) ?? { redirectUris: 0 }
        clients.set(type, client)
        const reason = merge(client, member)
        if (reason !== undefined) return reason
      }
    }
    const client = clients.get("web") ?? clients.get("installed")
    if (client === undefined) return noType
    return client.redirectUris > 0 ? undefined : "redirect_uris is missing or empty"
  },
}

function merge(client: Credential, { members }: JsonObject): string | undefined {
  for (const [name, value] of members) {
    const member = foldCase(name)
    if (member === "redirect_uris") {
      if (value.kind === "null") client.redirectUris = 0
      else if (value.kind !== "array" || !value.items.every(isTextOrNull))
        return "redirect_uris is not a list of strings"
      else client.redirectUris = value.items.length
    } else if (["client_id", "client_secret", "auth_uri", "token_uri"].includes(member) && !isTextOrNull(value)) {
      return `${member} is not a string`
    }
  }
  return undefined
}

function isTextOrNull({ kind }: JsonValue): boolean {
  return kind === "string" || kind === "null"
}

// encoding/json ignores case, by Unicode's simple folding: the long s and the Kelvin sign are an s and a k.
function foldCase(name: string): string {
  return name.replaceAll("\u017f", "s").replaceAll("\u212a", "k").toLowerCase()
}
