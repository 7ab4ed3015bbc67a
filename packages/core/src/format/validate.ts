import { ownProperties } from "../platform.ts"
import { createExtraMembers } from "../secret/extra-members.ts"
import { printableName } from "../secret/printable.ts"
import { createSecret } from "../secret/secret.ts"
import type { AnyClientSecrets, ClientType, MandatoryMember } from "./client-secrets.ts"
import { findSign } from "./find-sign.ts"
import type { ClientSecretsIssueCode } from "./issue.ts"
import { addedMembers, clientTypes, mandatoryMembers, members, propertyOf } from "./members.ts"
import { findOtherKind } from "./recognize-file.ts"
import { findNearMiss } from "./suggest-member.ts"
import { google, localAddress, loopback, normalizeUri } from "./uri-rules.ts"

/** What decides about a document besides its own content. */
export interface ValidateOptions {
  readonly type?: ClientType | undefined
  readonly optional?: readonly MandatoryMember[] | undefined
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** Takes one problem; `detail` says more than the code does. Gives nothing, so that a guard can return it. */
export type Report = (code: ClientSecretsIssueCode, path?: readonly (string | number)[], detail?: string) => undefined

type Members = Readonly<Record<string, unknown>>

// What no text may be, in the order of asking. A placeholder is a whole value, since a real secret may begin with [[; the
// last two are what a Secret prints. An unpaired surrogate cannot be sent. Made when asked for: an engine learns the
// categories of Unicode where it meets them, and the fast path does without.
const createFaults = () => ({
  empty: /^$/,
  placeholder:
    /^(\[\[.*\]\]|<.*>|\$\{.*\}|\{\{.*\}\}|YOUR[_-].*|Enter Client .*|…|\.\.\.|[*•]{3,}.{0,4}|\[redacted\]|%5Bredacted%5D)$/is,
  white_space: /^[\s\p{DI}]|[\s\p{DI}]$/u,
  control_character: /[\p{Cc}\p{Cf}\p{Cs}]|[^\S ]/u,
})
const oddities = {
  "retired by Google": /^(urn:.*:)?oob\b/i,
  wildcard: /\*/,
  "fragment or user": /#|^\w+:\/*[^/?]*@/,
  "plain http": /^http:/i,
}
// No redirect can reach these; `localhost:`, and whatever has a port behind its first colon, is a host without its scheme.
const unreachable = /^(localhost|javascript|data|file|blob):|^[^:]+:\d|[\s\\<>"^`{|}]/i

/** Checks a parsed document against every rule of the format, and reports all problems instead of stopping at one. */
export function validate(root: unknown, options: ValidateOptions, report: Report): AnyClientSecrets | undefined {
  const type = chooseType(root, options, report)
  if (!type) return undefined
  const holder = (root as Members)[type]
  if (!isObject(holder)) return report("wrong_type", [type], "not an object")
  const client = ownProperties(holder)
  const secret = typeof client["client_secret"] === "string" ? client["client_secret"] : ""
  const faults = createFaults()
  const value: Record<string, unknown> = { type }
  const unknown = new Map<string, unknown>()
  const required = mandatoryMembers.filter(name => !options.optional?.includes(name))
  const main = ["auth_uri", "token_uri"].flatMap(name => normalizeUri(client[name]) ?? [])
  for (const [name, content] of Object.entries(client)) {
    const path = [type, name]
    const isList = name.endsWith("s")
    const texts = isList ? content : [content]
    const isTyped = Array.isArray(texts) && texts.every(text => typeof text === "string")
    // An object that was not JSON may hold undefined.
    const isEmpty = (content ?? "") === "" || (isTyped && !texts.length)
    if (!members.includes(name) || (!isTyped && !isEmpty && addedMembers.includes(name))) unknown.set(name, content)
    else if (isEmpty && !(required as readonly string[]).includes(name)) continue
    else if (!Array.isArray(texts)) report("wrong_type", path, "not a list")
    else if (!texts.length) report("empty", path)
    else {
      value[propertyOf(name)] = isList ? Object.freeze([...texts]) : content
      for (const [index, text] of texts.entries()) checkText(text, name, isList ? [...path, index] : path)
    }
  }
  for (const name of required) {
    if (name in client) continue
    const nearMiss = findNearMiss(name, unknown.keys())
    const position = Object.keys(client).indexOf(nearMiss!)
    if (position < 0) report("missing", [type, name])
    else report("misnamed", [type, printableName(nearMiss!, position)], `did you mean ${name}?`)
  }
  if (main[1] && google.test(main[0]!) !== google.test(main[1])) report("mixed_endpoints", [type])
  value["extra"] = createExtraMembers(unknown)
  return Object.freeze(value) as unknown as AnyClientSecrets

  function checkText(text: unknown, name: string, path: readonly (string | number)[]): undefined {
    if (typeof text !== "string") return report("wrong_type", path, "not a string")
    const fault = findSign(faults, text)
    if (fault) return report(fault, path)
    if (name === "client_secret") {
      value["clientSecret"] = createSecret(text)
      return undefined
    }
    // The public part is printed and generated: the secret would get out. To look for a longer one could take quadratic time.
    if (text === secret || (secret.length > 7 && secret.length < 1e3 && text.includes(secret)))
      report("exposed_secret", path)
    if (!/_ur|_or|issuer/.test(name)) return undefined
    const isListed = path.length > 2
    // No URI, but Google's console wrote it beside the other one in every native client until 2014.
    const uri = isListed && text === "oob" ? text : normalizeUri(text)
    if (!uri || (isListed && unreachable.test(text))) return report("invalid_uri", path)
    if (name === "redirect_uris") {
      // On this machine plain http is no oddity: there the URI is looked at without its first five characters, the scheme.
      for (const [oddity, sign] of Object.entries(oddities))
        if (sign.test(loopback.test(uri) ? uri.slice(5) : text)) report("odd_redirect_uri", path, oddity)
    } else if (!isListed && !name.endsWith("l")) {
      // Plain http is for a provider on this machine, and then for both of its main endpoints.
      const mayBeHttp = options.allowInsecureEndpoints || [uri, ...main].every(other => loopback.test(other))
      if (!(mayBeHttp ? /^https?:/ : /^https:/).test(uri)) report("insecure_endpoint", path)
      if ((!options.allowInsecureEndpoints && localAddress.test(uri)) || /[\s\\#]|^\w+:\/*[^/?]*@/.test(text))
        report("forbidden_endpoint", path)
    }
  }
}

function chooseType(root: unknown, options: ValidateOptions, report: Report): ClientType | undefined {
  const names = isObject(root) ? Object.keys(root) : []
  const types = clientTypes.filter(type => names.includes(type)) as ClientType[]
  const type = options.type ?? types[0]
  if (!types[0]) {
    const kind = findOtherKind(typeof root === "string" ? `"${root}` : root)
    return report(kind ? "wrong_kind" : "no_client_type", [], kind)
  }
  if (!options.type && types[1]) return report("two_client_types")
  if (!types.includes(type!)) return report("other_client_type", [], `not ${type}`)
  for (const [index, name] of names.entries()) {
    if (!clientTypes.includes(name)) report("unknown_member", [printableName(name, index)])
  }
  return type
}

function isObject(value: unknown): value is Members {
  return Object(value) === value && !Array.isArray(value)
}
