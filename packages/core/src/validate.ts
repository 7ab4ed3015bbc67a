import type { AnyClientSecrets, ClientType, MandatoryMember } from "./client-secrets.ts"
import { printableName } from "./escape.ts"
import { createExtraMembers } from "./extra-members.ts"
import { findNearMiss } from "./find-near-miss.ts"
import { findOtherKind } from "./find-other-kind.ts"
import type { ClientSecretsIssueCode } from "./issue.ts"
import { mandatoryMembers, properties } from "./members.ts"
import { createSecret } from "./secret.ts"
import { google, localAddress, loopback, normalizeUri, userInformation } from "./uri.ts"

/** What decides about a document besides its own content. */
export interface ValidateOptions {
  readonly type?: ClientType | undefined
  readonly optional?: readonly MandatoryMember[] | undefined
  readonly maxBytes?: number | undefined
  readonly allowInsecureEndpoints?: boolean | undefined
}

/** Takes one problem; `detail` fills the `{}` of the code's texts, `hint` stands in place of its hint. */
export type Report = (
  code: ClientSecretsIssueCode,
  path: readonly (string | number)[],
  detail?: string,
  hint?: string,
) => void

type Members = Readonly<Record<string, unknown>>

// Each matches a whole value, since a real secret may begin with [[. The last is our own print.
const placeholders =
  /^(\[\[.*\]\]|<.*>|\$\{.*\}|\{\{.*\}\}|YOUR[_-].*|Enter Client .*|…|\.\.\.|[*•]{3,}.{0,4}|(\[|%5B)redacted(\]|%5D))$/is
const isBeyondSpecification = /^(project|javascript|revoke|universe|issuer|userinfo|token_intro)/
const edges = /^[\s\p{Cf}]|[\s\p{Cf}]$/u
// The four have no look; an unpaired surrogate cannot be sent.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|[^\S ]/u
// No redirect can reach these, and `localhost:` is a host without its scheme.
const unreachable = /^(localhost|javascript|data|vbscript|file|blob):|[\s\\<>"^`{|}]/i
const oddities = {
  "the out-of-band value, which Google retired": /^urn:ietf:wg:oauth:2\.0:oob/,
  "a wildcard": /\/\/[^/]*\*/,
  "a fragment": /#/,
  "user information": userInformation,
}

/** Checks a parsed document against every rule of the format, and reports all problems instead of stopping at one. */
export function validate(root: unknown, options: ValidateOptions, report: Report): AnyClientSecrets | undefined {
  const type = chooseType(root, options, report)
  if (!type) return undefined
  const client = (root as Members)[type]
  if (!isObject(client)) {
    report("wrong_type", [type], "an object")
    return undefined
  }
  const isOptional = (name: string): boolean => !isMandatory(name) || options.optional?.includes(name) === true
  const value: Record<string, unknown> = { type }
  const extra = new Map<string, unknown>()
  const uris: [name: string, normal: string][] = []
  const isPublic: [name: string, text: string][] = []
  const present = new Set<string>()

  for (const name of Object.keys(client)) {
    const property = properties.get(name)
    const content = client[name]
    // What the specification does not know may be of any type: then it is not the member that we know.
    const isOther =
      isBeyondSpecification.test(name) &&
      !(name === "javascript_origins" ? isStrings(content) : content === null || typeof content === "string")
    if (!property || isOther) extra.set(name, content)
    else if (
      !isOptional(name) ||
      (content !== null && content !== "" && !(Array.isArray(content) && isMandatory(name) && !content.length))
    ) {
      present.add(name)
      value[property] = /_(uris|origins)$/.test(name) ? readList(content, name) : readText(content, name, [type, name])
    }
  }
  for (const name of mandatoryMembers) {
    const nearMiss = present.has(name) ? undefined : findNearMiss(name, [...extra.keys()])
    const hint = nearMiss && `Did you mean ${name} by ${printableName(nearMiss) ?? "another name"}?`
    if (isOptional(name) ? hint : !present.has(name))
      report(isOptional(name) ? "unknown_member" : "missing", [type, name], "", hint ?? howToGet(name))
  }
  checkEndpoints()
  const secret = client["client_secret"]
  for (const [name, text] of isPublic) {
    if (text === secret || (typeof secret === "string" && secret.length > 7 && text.includes(secret)))
      report("exposed_secret", [type, name])
  }
  value["extra"] = createExtraMembers(extra)
  return Object.freeze(value) as unknown as AnyClientSecrets

  function readList(content: unknown, name: string): readonly unknown[] | undefined {
    if (!Array.isArray(content)) {
      report("wrong_type", [type as string, name], "a list", "Put it in brackets")
      return undefined
    }
    if (!content.length && isMandatory(name)) report("empty", [type as string, name], "", howToGet(name))
    return Object.freeze(
      Array.from(content, (uri: unknown, index) => readText(uri, name, [type as string, name, index])),
    )
  }

  function readText(text: unknown, name: string, path: (string | number)[]): unknown {
    if (typeof text !== "string") report("wrong_type", path, "a string", text === null ? howToGet(name) : undefined)
    else if (!text) report("empty", path, "", howToGet(name))
    else if (placeholders.test(text))
      report(
        "placeholder",
        path,
        "",
        /redacted/.test(text) ? "It is how a Secret prints: use reveal() or toClientSecretsJson" : undefined,
      )
    else if (edges.test(text)) report("white_space", path)
    else if (unprintable.test(text)) report("control_character", path)
    else {
      if (/^(["']).*\1$/.test(text)) report("quoted_value", path)
      if (name === "client_secret") return createSecret(text)
      isPublic.push([name, text])
      if (/_ur[il]s?$|_origins$|issuer/.test(name)) checkUri(text, name, path)
    }
    return text
  }

  function checkUri(text: string, name: string, path: (string | number)[]): void {
    const uri = normalizeUri(text)
    const isList = path.length > 2
    if (!uri || (isList && unreachable.test(text))) report("invalid_uri", path)
    else if (name === "redirect_uris") {
      for (const [oddity, sign] of Object.entries(oddities))
        if (sign.test(text)) report("odd_redirect_uri", path, oddity)
      if (/^http:/.test(uri) && !loopback.test(uri)) report("odd_redirect_uri", path, "plain http")
    } else if (!isList && !name.endsWith("_url")) {
      const isLocal = !options.allowInsecureEndpoints && localAddress.test(uri)
      const fault = isLocal
        ? "a local address"
        : userInformation.test(text)
          ? "user information"
          : /[\s\\#]/.test(text) && "a fragment, space or backslash"
      if (fault) report("forbidden_endpoint", path, fault)
      uris.push([name, uri])
    }
  }

  // Plain http is for a provider on this machine, and then for both of its main endpoints.
  function checkEndpoints(): void {
    const main = uris.filter(([name]) => isMandatory(name))
    const areLocal = main.every(([, uri]) => loopback.test(uri))
    for (const [name, uri] of uris) {
      const mayBeHttp = options.allowInsecureEndpoints || (areLocal && loopback.test(uri))
      if (!(mayBeHttp ? /^https?:/ : /^https:/).test(uri)) report("insecure_endpoint", [type as string, name])
    }
    const foreign = main.filter(([, uri]) => !google.test(uri))
    if (main.length > 1 && foreign.length === 1) report("mixed_endpoints", [type as string, foreign[0]![0]])
  }
}

function chooseType(root: unknown, { type }: ValidateOptions, report: Report): ClientType | undefined {
  const types = (["web", "installed"] as const).filter(name => isObject(root) && Object.hasOwn(root, name))
  const chosen = type ?? types[0]
  if (!chosen || !types[0]) {
    const kind = findOtherKind(typeof root === "string" ? `"${root}` : root)
    report(kind ? "wrong_kind" : "no_client_type", [], kind)
  } else if (!type && types[1]) report("two_client_types", [])
  else if (!types.includes(chosen)) report("other_client_type", [], chosen)
  else {
    Object.keys(root as Members).forEach((name, index) => {
      if (name !== "web" && name !== "installed") report("unknown_member", [printableName(name) ?? index])
    })
    return chosen
  }
  return undefined
}

function howToGet(name: string): string | undefined {
  return isMandatory(name) ? `Copy it from the provider, or pass optional: ["${name}"]` : undefined
}

function isMandatory(name: string): name is MandatoryMember {
  return (mandatoryMembers as readonly string[]).includes(name)
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === "string")
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
