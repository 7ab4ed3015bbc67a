import { everyValue, isNullish, type JsonValue, memberOf } from "./json-value.ts"
import { decodeStrictly, type Reader } from "./reader.ts"

/** `Google\Client::setAuthConfig` of google/apiclient */
export const php: Reader = {
  id: "php",
  language: "PHP",
  name: "Google\\Client::setAuthConfig",
  decode: decodeStrictly,
  dialect: { depth: 512 },
  judge(value) {
    for (const one of everyValue(value)) {
      const texts = one.kind === "string" ? [one.text] : one.kind === "object" ? one.members.map(([name]) => name) : []
      if (texts.some(one => !one.isWellFormed())) return "it has half of a surrogate pair"
    }
    if (isFalse(value)) return "it is empty"
    // PHP reads a member of anything but a string, with a warning: that is how 42 is accepted.
    const type = isNullish(memberOf(value, "installed")) ? "web" : "installed"
    const client = memberOf(value, type)
    const taken = isNullish(client) ? value : client!
    return taken.kind === "string" ? "it reads a member of a string, on which it fails" : undefined
  },
}

function isFalse(value: JsonValue): boolean {
  if (value.kind === "array") return value.items.length === 0
  if (value.kind === "object") return value.members.length === 0
  if (value.kind === "string") return value.text === "" || value.text === "0"
  return value.kind === "number" ? Number(value.digits) === 0 : value.kind !== "true"
}
