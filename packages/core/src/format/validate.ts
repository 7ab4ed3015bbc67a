import { ownProperties } from "../platform.ts"
import { createExtraMembers, noExtraMembers } from "../secret/extra-members.ts"
import { createSecret, isSecret } from "../secret/secret.ts"
import type { AnyClientSecrets, ClientType } from "./client-secrets.ts"
import { type ClientEndpoints, withEndpoints } from "./endpoints.ts"
import type { Finding } from "./finding.ts"
import type { ClientSecretsMember } from "./members.ts"
import { clientSecretsMembers, clientTypes, memberByName, requiredMembers } from "./members.ts"
import { recognizeValue } from "./recognize-file.ts"
import { suggestMember } from "./suggest-member.ts"
import {
  type CommonTextFault,
  findCredentialFault,
  findTextFault,
  googleClientIdSuffix,
  isPlaceholder,
  isRedacted,
} from "./text-rules.ts"
import {
  checkEndpoint,
  checkOrigin,
  checkRedirectUri,
  checkUrl,
  type EndpointContext,
  isGoogles,
  isOnThisMachine,
  isOrdinaryUri,
} from "./uri-rules.ts"

/** What decides about a document besides its own content. */
export interface ValidateOptions {
  readonly type: ClientType | undefined
  readonly optional: readonly string[]
  readonly allowInsecureEndpoints: boolean
  readonly endpoints: ClientEndpoints | undefined
}

/** The client, and everything that is wrong with the document or odd about it. */
export interface Validation {
  /** Undefined where there is no client to make, not wherever there is an error. */
  readonly client: AnyClientSecrets | undefined
  readonly findings: readonly Finding[]
}

type Members = Readonly<Record<string, unknown>>

const endpointMembers = clientSecretsMembers.filter(({ kind }) => kind === "endpoint").map(({ name }) => name)

/**
 * Checks a parsed document against every rule of the format: all problems, instead of stopping at the first one.
 *
 * @param root what `JSON.parse` returned, or a copy of an object; it is kept, and its unknown members are frozen
 * @param isCarried whether the values came through variables or a store, which keep quotes
 */
export function validate(root: unknown, options: ValidateOptions, isCarried: boolean): Validation {
  const type = chooseType(root, options)
  if (typeof type !== "string") return { client: undefined, findings: [type] }
  const findings = findUnknownTopLevel(root as Members)
  const holder = (root as Members)[type]
  if (!isObject(holder)) {
    findings.push({ code: "wrong_type", path: [type], wanted: "an object", received: nameType(holder) })
    return { client: undefined, findings }
  }
  const client = new ClientValidation(type, holder, options, isCarried, findings)
  client.checkMembers()
  client.checkAgreement()
  return { client: client.finish(), findings }
}

/** The validation of one client: its members one by one, and then what several of them say together. */
class ClientValidation {
  readonly #type: ClientType
  readonly #members: Members
  readonly #options: ValidateOptions
  readonly #isCarried: boolean
  readonly #findings: Finding[]
  readonly #value: Record<string, unknown>
  /** What becomes the client's extra members; an ordinary file has none. */
  #unknown: Map<string, unknown> | undefined
  /** The client secret as the file has it, for the comparison with public members; empty where it cannot be one. */
  readonly #secret: string

  constructor(type: ClientType, holder: Members, options: ValidateOptions, isCarried: boolean, findings: Finding[]) {
    this.#type = type
    this.#options = options
    this.#isCarried = isCarried
    this.#findings = findings
    this.#members = options.endpoints === undefined ? holder : withEndpoints(ownProperties(holder), options.endpoints)
    this.#value = { type }
    const secret = this.#own("client_secret")
    this.#secret = typeof secret === "string" ? secret : ""
    // Before any rule sees the value: whatever becomes of it, the client never holds it as a string.
    if (this.#secret !== "") this.#value["clientSecret"] = createSecret(this.#secret)
  }

  /** A member of the file; what somebody put on `Object.prototype` is none. */
  #own(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined
  }

  checkMembers(): void {
    for (const member of requiredMembers) {
      if (!Object.hasOwn(this.#members, member.name) && !this.#isOptional(member)) this.#reportMissing(member)
    }
    for (const name of Object.keys(this.#members)) this.#checkMember(name, this.#members[name])
  }

  #isOptional({ name, required }: ClientSecretsMember): boolean {
    return !required || this.#options.optional.includes(name)
  }

  #reportMissing({ name }: ClientSecretsMember): void {
    const misnamed = Object.keys(this.#members).find(other => !memberByName.has(other) && suggestMember(other) === name)
    if (misnamed === undefined) this.#findings.push({ code: "missing", path: [this.#type, name], type: this.#type })
    else this.#findings.push({ code: "misnamed", path: [this.#type, misnamed], meant: name })
  }

  #checkMember(name: string, content: unknown): void {
    const member = memberByName.get(name)
    if (member === undefined) this.#keepUnknown(name, content)
    // An object that was not JSON may hold undefined.
    else if (content === undefined || content === null || content === "" || (member.list && isEmptyList(content)))
      this.#checkEmpty(member, content)
    else if (member.list) this.#checkList(member, content)
    else if (typeof content === "string") this.#checkString(member, content)
    else this.#reportType(member, content)
  }

  /** An optional member that is empty counts as absent. */
  #checkEmpty(member: ClientSecretsMember, content: unknown): void {
    if (this.#isOptional(member)) return
    const path = this.#pathOf(member)
    if (content === null || (member.list && content === "")) this.#reportType(member, content)
    else if (content !== undefined) this.#findings.push({ code: "empty", path, isList: member.list, isItem: false })
    else this.#reportMissing(member)
  }

  #reportType(member: ClientSecretsMember, content: unknown): void {
    const path = this.#pathOf(member)
    if (isObject(content) && isSecret(content) && member.kind === "secret")
      this.#findings.push({ code: "redacted", path, isSecret: true })
    else {
      const wanted = member.list ? "a list of strings" : "a string"
      const code = member.specified ? "wrong_type" : "mistyped_member"
      this.#findings.push({ code, path, wanted, received: nameType(content) })
      if (!member.specified) this.#keep(member.name, content)
    }
  }

  #checkList(member: ClientSecretsMember, content: unknown): void {
    const isTyped = Array.isArray(content) && (member.specified || content.every(item => typeof item === "string"))
    if (!isTyped) {
      this.#reportType(member, content)
      return
    }
    const items: readonly unknown[] = content
    for (let index = 0; index < items.length; index++) {
      const item = items[index]
      if (typeof item === "string") this.#checkItem(member, items, item, index)
      else {
        const path = this.#pathOf(member, index)
        this.#findings.push({ code: "wrong_type", path, wanted: "a string", received: nameType(item) })
      }
    }
    this.#value[member.property] = Object.freeze(items)
  }

  #checkItem(member: ClientSecretsMember, items: readonly unknown[], item: string, index: number): void {
    if (!this.#checkText(member, item, index) || member.kind !== "redirect-uri") return
    const firstIndex = items.indexOf(item)
    if (firstIndex < index)
      this.#findings.push({ code: "duplicate_uri", path: this.#pathOf(member, index), firstIndex })
  }

  #checkString(member: ClientSecretsMember, content: string): void {
    if (member.values !== undefined && !member.values.includes(content)) {
      this.#findings.push({
        code: "mistyped_member",
        path: this.#pathOf(member),
        wanted: `one of ${member.values.join(", ")}`,
        received: "another value",
      })
      this.#keep(member.name, content)
      return
    }
    this.#checkText(member, content, undefined)
    if (member.kind !== "secret") this.#value[member.property] = content
  }

  /** Whether nothing is wrong with the string as such. */
  #checkText(member: ClientSecretsMember, text: string, index: number | undefined): boolean {
    const isOrdinary = isOrdinaryUri(member.kind, text)
    const fault = isOrdinary ? undefined : findTextFault(text)
    if (fault !== undefined) {
      this.#reportText(member, text, fault, index)
      return false
    }
    if (member.kind !== "secret" && this.#holdsSecret(text))
      this.#findings.push({ code: "exposed_secret", path: this.#pathOf(member, index) })
    if (isOrdinary) return true
    const findings = this.#checkKind(member, text)
    for (const finding of findings) this.#findings.push({ ...finding, path: this.#pathOf(member, index) } as Finding)
    return findings.length === 0
  }

  #reportText(member: ClientSecretsMember, text: string, fault: CommonTextFault, index: number | undefined): void {
    const path = this.#pathOf(member, index)
    if (fault.code === "empty") this.#findings.push({ code: "empty", path, isList: false, isItem: index !== undefined })
    else this.#findings.push(this.#ofCredential(member, text, fault, path))
  }

  /** Where a member is, or an item of its list; made only for findings. */
  #pathOf({ name }: ClientSecretsMember, index?: number): Finding["path"] {
    return index === undefined ? [this.#type, name] : [this.#type, name, index]
  }

  /** A control character of an id or secret is one that RFC 6749 does not allow there. */
  #ofCredential(
    member: ClientSecretsMember,
    text: string,
    fault: Exclude<CommonTextFault, { code: "empty" }>,
    path: Finding["path"],
  ): Finding {
    // Half of a surrogate pair cannot be sent at all.
    if (fault.code === "control_character" && isCredential(member) && !/\p{Cs}/u.test(text))
      return { code: "foreign_character", path, isInvisible: true }
    return { ...fault, path }
  }

  #checkKind(member: ClientSecretsMember, text: string): readonly object[] {
    if (isRedacted(text)) return [{ code: "redacted", isSecret: false }]
    if (isCredential(member)) return present(findCredentialFault(text, this.#isCarried))
    if (member.kind === "text") return isPlaceholder(text) ? [{ code: "placeholder", isUri: false }] : nothing
    if (isPlaceholder(text)) return [{ code: "placeholder", isUri: true }]
    if (member.kind === "redirect-uri") return checkRedirectUri(text)
    if (member.kind === "origin") return present(checkOrigin(text))
    if (member.kind === "endpoint") return checkEndpoint(withoutTenant(member, text), this.#endpointContext())
    return present(checkUrl(text))
  }

  #endpointContext(): EndpointContext {
    const main = [this.#own("auth_uri"), this.#own("token_uri")].filter(uri => typeof uri === "string")
    return {
      isLocalProvider: main.every(isOnThisMachine),
      allowInsecureEndpoints: this.#options.allowInsecureEndpoints,
    }
  }

  /** The public part is printed and generated: the secret would get out. To look for a longer one could take quadratic time. */
  #holdsSecret(text: string): boolean {
    const secret = this.#secret
    if (secret === "") return false
    const isHeld = text === secret || (secret.length > 7 && secret.length < 1000 && text.includes(secret))
    return isHeld && !this.#isFaultySecret()
  }

  /** Of a secret that is none, such as `undefined`, a copy in another member is not worth a word. */
  #isFaultySecret(): boolean {
    return this.#secret.trim() === "" || isPlaceholder(this.#secret)
  }

  /** A member that the format does not have: perhaps another one was meant. */
  #keepUnknown(name: string, content: unknown): void {
    this.#keep(name, content)
    const meant = suggestMember(name)
    if (meant === undefined || Object.hasOwn(this.#members, meant)) return
    if (memberByName.get(meant)!.required) return
    this.#findings.push({ code: "misspelled_member", path: [this.#type, name], meant })
  }

  #keep(name: string, content: unknown): void {
    this.#unknown ??= new Map()
    this.#unknown.set(name, content)
  }

  /** What several members say together. */
  checkAgreement(): void {
    const id = this.#own("client_id")
    const secret = this.#own("client_secret")
    if (typeof id === "string" && id.startsWith("GOCSPX-"))
      this.#report("swapped_members", "client_id", { looksLike: "a client secret of Google" })
    if (typeof secret === "string" && secret.endsWith(googleClientIdSuffix))
      this.#report("swapped_members", "client_secret", { looksLike: "a client id of Google" })
    this.#checkProvider()
  }

  /** One provider: an endpoint of Google's and another's would send the code to one, and the secret to the other. */
  #checkProvider(): void {
    let first: { readonly name: string; readonly isGoogle: boolean } | undefined
    for (const name of endpointMembers) {
      const uri = this.#own(name)
      const isGoogle = typeof uri === "string" && uri !== "" ? isGoogles(name, uri) : undefined
      if (isGoogle === undefined) continue
      first ??= { name, isGoogle }
      if (isGoogle !== first.isGoogle) this.#report("mixed_endpoints", name, { other: first.name, isGoogle })
    }
    if (first?.isGoogle && first.name === "auth_uri") this.#checkGoogleId()
  }

  #checkGoogleId(): void {
    const id = this.#own("client_id")
    if (typeof id !== "string" || id === "" || id.endsWith(googleClientIdSuffix)) return
    const isReported = this.#findings.some(({ path }) => path[1] === "client_id")
    if (!isReported) this.#report("odd_client_id", "client_id", {})
  }

  #report(code: Finding["code"], name: string, detail: object): void {
    this.#findings.push({ code, path: [this.#type, name], ...detail } as Finding)
  }

  finish(): AnyClientSecrets {
    this.#value["extra"] = this.#unknown === undefined ? noExtraMembers : createExtraMembers(this.#unknown)
    return Object.freeze(this.#value) as unknown as AnyClientSecrets
  }
}

/** The client type that counts, or why there is none. */
function chooseType(root: unknown, { type: wanted }: ValidateOptions): ClientType | Finding {
  const types = isObject(root) ? clientTypes.filter(type => Object.hasOwn(root, type) && root[type] !== undefined) : []
  const [first, second] = types
  if (first === undefined) return recognizeValue(root)
  if (wanted === undefined) return second === undefined ? first : { code: "two_client_types", path: [] }
  return types.includes(wanted) ? wanted : { code: "other_client_type", path: [first], wanted, found: first }
}

function findUnknownTopLevel(root: Members): Finding[] {
  return Object.keys(root)
    .filter(name => !(clientTypes as readonly string[]).includes(name))
    .map(name => ({ code: "unknown_member", path: [name] }))
}

/** Whether a member is one that the client authenticates with, for which RFC 6749 appendix A counts. */
function isCredential({ name, kind }: ClientSecretsMember): boolean {
  return kind === "secret" || name === "client_id"
}

/** Microsoft's issuer for several tenants has `{tenantid}` in it, as its discovery document says: that is not a template. */
function withoutTenant({ name }: ClientSecretsMember, text: string): string {
  return name === "issuer" ? text.replace("{tenantid}", "tenantid") : text
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function nameType(value: unknown): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object") return "an object"
  return `a ${typeof value}`
}

const nothing: readonly never[] = []

function present<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? nothing : [item]
}
