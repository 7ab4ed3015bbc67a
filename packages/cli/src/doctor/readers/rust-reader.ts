import type { JsonObject, JsonValue } from "./json-value.ts"
import { everyValue, isNullish, memberOf } from "./json-value.ts"
import { decodeStrictly, noType, type Reader } from "./reader.ts"

const mandatory = ["client_id", "client_secret", "auth_uri", "token_uri"]
const optional = ["project_id", "client_email", "auth_provider_x509_cert_url", "client_x509_cert_url"]

/** `yup_oauth2::read_application_secret` */
export const yupOauth2: Reader = {
  id: "yup-oauth2",
  language: "Rust",
  name: "yup-oauth2",
  decode: decodeStrictly,
  dialect: {},
  judge(value) {
    for (const one of everyValue(value)) {
      if (one.kind === "number" && !Number.isFinite(Number(one.digits))) return "it has a number that is too large"
    }
    if (value.kind !== "object") return "it is not an object"
    const twice = repeated(value, ["web", "installed"])
    if (twice !== undefined) return `${twice} appears twice`
    for (const type of ["web", "installed"]) {
      const client = memberOf(value, type)
      const reason = isNullish(client) ? undefined : refuseClient(type, client!)
      if (reason !== undefined) return reason
    }
    return isNullish(memberOf(value, "web")) && isNullish(memberOf(value, "installed")) ? noType : undefined
  },
}

function refuseClient(type: string, client: JsonValue): string | undefined {
  if (client.kind !== "object") return `${type} is not an object`
  const twice = repeated(client, [...mandatory, ...optional, "redirect_uris"])
  if (twice !== undefined) return `${twice} appears twice`
  for (const name of mandatory) {
    const member = memberOf(client, name)
    if (member === undefined) return `${name} is missing`
    if (!isText(member)) return `${name} is not a string`
  }
  const redirectUris = memberOf(client, "redirect_uris")
  if (redirectUris === undefined) return "redirect_uris is missing"
  if (redirectUris.kind !== "array" || !redirectUris.items.every(isText))
    return "redirect_uris is not a list of strings"
  const wrong = optional.find(name => !isNullish(memberOf(client, name)) && !isText(memberOf(client, name)!))
  return wrong === undefined ? undefined : `${wrong} is not a string`
}

// Half of a surrogate pair is not a character in Rust.
function isText(value: JsonValue): boolean {
  return value.kind === "string" && value.text.isWellFormed()
}

function repeated({ members }: JsonObject, names: readonly string[]): string | undefined {
  return names.find(name => members.filter(([own]) => own === name).length > 1)
}
