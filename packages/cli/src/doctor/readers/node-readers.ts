import { isNullish, type JsonValue, memberOf } from "./json-value.ts"
import { decodeLeniently, noType, type Reader } from "./reader.ts"

/** `authenticate` of @google-cloud/local-auth, which loads the file with `require`. */
export const nodeLocalAuth: Reader = {
  id: "node-local-auth",
  language: "Node",
  name: "@google-cloud/local-auth",
  decode: bytes => decodeLeniently(bytes).replace(/^\ufeff/, ""),
  dialect: {},
  judge(value) {
    const client = truthyClient(value)
    if (client === undefined) return noType
    const list = memberOf(client, "redirect_uris")
    if (!isTruthy(list)) return "redirect_uris is missing"
    if (isEmpty(list!)) return "redirect_uris is empty"
    const first = firstOfList(list!)
    // A value that is not a list has no first item, and is replaced with http://localhost.
    const uri = isNullish(first) ? "http://localhost" : first!.kind === "string" ? first!.text : ""
    if (!URL.canParse(uri)) return "the first of redirect_uris is not a URI"
    return new URL(uri).hostname === "localhost" ? undefined : "the first of redirect_uris is not at localhost"
  },
}

/** `const { client_id, client_secret, redirect_uris } = keys.installed || keys.web`, as in Google's quickstarts. */
export const nodeIdiom: Reader = {
  id: "node-idiom",
  language: "Node",
  name: "JSON.parse(…).installed || .web",
  decode: decodeLeniently,
  dialect: {},
  judge(value) {
    const client = truthyClient(value)
    if (client === undefined) return noType
    return isNullish(memberOf(client, "redirect_uris"))
      ? "redirect_uris is missing or null, on which it fails"
      : undefined
  },
}

function truthyClient(value: JsonValue): JsonValue | undefined {
  return ["installed", "web"].map(name => memberOf(value, name)).find(isTruthy)
}

function isTruthy(value: JsonValue | undefined): boolean {
  if (value?.kind === "string") return value.text !== ""
  if (value?.kind === "number") return Number(value.digits) !== 0
  return value !== undefined && value.kind !== "null" && value.kind !== "false"
}

function isEmpty(value: JsonValue): boolean {
  if (value.kind === "array") return value.items.length === 0
  const length = memberOf(value, "length")
  return length?.kind === "number" && Number(length.digits) === 0
}

/** `list[0]` */
function firstOfList(value: JsonValue): JsonValue | undefined {
  if (value.kind === "array") return value.items[0]
  return value.kind === "string" ? { kind: "string", text: value.text[0]! } : memberOf(value, "0")
}
