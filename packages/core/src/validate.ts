import type { AnyClientSecrets, ClientType, MandatoryMember } from "./client-secrets.ts"
import { printableName } from "./escape.ts"
import { createExtraMembers } from "./extra-members.ts"
import { findNearMiss } from "./find-near-miss.ts"
import { findOtherKind } from "./find-other-kind.ts"
import type { ClientSecretsIssueCode } from "./issue.ts"
import { addedMembers, mandatoryMembers, members } from "./members.ts"
import { createSecret } from "./secret.ts"
import { google, localAddress, loopback, normalizeUri } from "./uri.ts"

/** What decides about a document besides its own content. */
export interface ValidateOptions {
  readonly type?: ClientType | undefined
  readonly optional?: readonly MandatoryMember[] | undefined
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** Takes one problem; `detail` says more than the code does. */
export type Report = (code: ClientSecretsIssueCode, path: readonly (string | number)[], detail?: string) => void

type Members = Readonly<Record<string, unknown>>

// What no text may be, in the order of asking. A placeholder is a whole value, since a real secret may begin with [[; the
// last two are what a Secret prints. An unpaired surrogate cannot be sent.
const faults = {
  empty: /^$/,
  placeholder:
    /^(\[\[.*\]\]|<.*>|\$\{.*\}|\{\{.*\}\}|YOUR[_-].*|Enter Client .*|…|\.\.\.|[*•]{3,}.{0,4}|\[redacted\]|%5Bredacted%5D)$/is,
  white_space: /^[\s\p{Cf}]|[\s\p{Cf}]$/u,
  control_character: /[\p{Cc}\p{Cf}\p{Cs}]|[^\S ]/u,
}
const oddities = {
  "retired by Google": /^urn:ietf:wg:oauth:2\.0:oob/,
  wildcard: /\/\/[^/]*\*/,
  fragment: /#/,
  "user information": /\/\/[^/]*@/,
  "plain http": /^http:\/\/(?!(localhost|127[\d.]+|\[::1\])([:/?]|$))/i,
}
// No redirect can reach these, and `localhost:` is a host without its scheme.
const unreachable = /^(localhost|javascript|data|file|blob):|[\s\\<>"^`{|}]/i

/** Checks a parsed document against every rule of the format, and reports all problems instead of stopping at one. */
export function validate(root: unknown, options: ValidateOptions, report: Report): AnyClientSecrets | undefined {
  const type = chooseType(root, options, report)
  if (!type) return undefined
  const client = (root as Members)[type]
  if (!isObject(client)) {
    report("wrong_type", [type], "not an object")
    return undefined
  }
  const value: Record<string, unknown> = { type }
  const unknown = new Map<string, unknown>()
  const secret = client["client_secret"]
  const isRequired = (name: string): boolean =>
    (mandatoryMembers as readonly string[]).includes(name) && !options.optional?.includes(name as MandatoryMember)
  const endpoints: [name: string, uri: string][] = []
  const main: string[] = []
  for (const name of Object.keys(client)) {
    const content = client[name]
    const property = members.get(name)
    const isList = name.endsWith("s")
    const items: readonly unknown[] = isList && Array.isArray(content) ? content : [content]
    // An object that was not JSON may hold undefined.
    const isEmpty = ((content ?? "") as string).length === 0
    const isWrong = isList !== Array.isArray(content) || items.some(item => typeof item !== "string")
    if (!property || (isWrong && !isEmpty && addedMembers.includes(name))) unknown.set(name, content)
    else if (!isEmpty || isRequired(name)) {
      value[property] = isList ? Object.freeze([...items]) : content
      if (isList && items !== content) report("wrong_type", [type, name], "not a list")
      else if (isList && isEmpty) report("empty", [type, name])
      else
        for (const [index, item] of items.entries()) checkText(item, name, isList ? [type, name, index] : [type, name])
    }
  }
  for (const name of mandatoryMembers) {
    if (Object.hasOwn(value, members.get(name)!) || !isRequired(name)) continue
    const nearMiss = findNearMiss(name, unknown.keys())
    if (nearMiss === undefined) report("missing", [type, name])
    else
      report(
        "misnamed",
        [type, printableName(nearMiss) ?? Object.keys(client).indexOf(nearMiss)],
        `did you mean ${name}?`,
      )
  }
  for (const [name, uri] of endpoints) {
    // Plain http is for a provider on this machine, and then for both of its main endpoints.
    const mayBeHttp = options.allowInsecureEndpoints || [uri, ...main].every(other => loopback.test(other))
    if (!(mayBeHttp ? /^https?:/ : /^https:/).test(uri)) report("insecure_endpoint", [type, name])
  }
  if (main[1] && google.test(main[0]!) !== google.test(main[1])) report("mixed_endpoints", [type])
  if (secret && typeof secret === "string") value["clientSecret"] = createSecret(secret)
  value["extra"] = createExtraMembers(unknown)
  return Object.freeze(value) as unknown as AnyClientSecrets

  function checkText(text: unknown, name: string, path: (string | number)[]): void {
    if (typeof text !== "string") {
      report("wrong_type", path, "not a string")
      return
    }
    const fault = Object.entries(faults).find(([, sign]) => sign.test(text))
    if (fault) report(fault[0] as keyof typeof faults, path)
    if (fault || name === "client_secret") return
    // The public part is printed and generated: the secret would get out. To look for a longer one could take quadratic time.
    if (
      text === secret ||
      (typeof secret === "string" && secret.length > 7 && secret.length < 1e3 && text.includes(secret))
    )
      report("exposed_secret", path)
    if (!/_ur|_or|issuer/.test(name)) return
    const uri = normalizeUri(text)
    const isList = path.length > 2
    if (!uri || (isList && unreachable.test(text))) report("invalid_uri", path)
    else if (name === "redirect_uris") {
      for (const [oddity, sign] of Object.entries(oddities))
        if (sign.test(text)) report("odd_redirect_uri", path, oddity)
    } else if (!isList && !name.endsWith("l")) {
      endpoints.push([name, uri])
      if (/^(auth|token)_uri/.test(name)) main.push(uri)
      if ((!options.allowInsecureEndpoints && localAddress.test(uri)) || /[\s\\#]|^[^/]*\/\/[^/?]*@/.test(text))
        report("forbidden_endpoint", path)
    }
  }
}

function chooseType(root: unknown, { type }: ValidateOptions, report: Report): ClientType | undefined {
  const names = isObject(root) ? Object.keys(root) : []
  const types = (["web", "installed"] as const).filter(name => names.includes(name))
  const chosen = type ?? types[0]
  if (!chosen || !types[0]) {
    const kind = findOtherKind(typeof root === "string" ? `"${root}` : root)
    report(kind ? "wrong_kind" : "no_client_type", [], kind)
  } else if (!type && types[1]) report("two_client_types", [])
  else if (!types.includes(chosen)) report("other_client_type", [], `not ${chosen}`)
  else {
    for (const [index, name] of names.entries()) {
      if (!(types as readonly string[]).includes(name)) report("unknown_member", [printableName(name) ?? index])
    }
    return chosen
  }
  return undefined
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
