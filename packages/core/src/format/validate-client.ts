import { withEndpoints } from "@client-secrets/recognize"
import { ownProperties } from "../platform.ts"
import { createExtraMembers, noExtraMembers } from "../secret/extra-members.ts"
import { createSecret, isSecret } from "../secret/secret.ts"
import { checkText, describeTextFault, type FindingInText, type TextContext } from "./check-text.ts"
import type { AnyClientSecrets, ClientType } from "./client-secrets.ts"
import type { Finding } from "./finding.ts"
import { isGoogleClientId } from "./google-client-id.ts"
import { isObject, type Members, nameType } from "./json-value.ts"
import { type ClientSecretsMember, memberByName, requiredMembers } from "./members.ts"
import { isPlaceholder } from "./placeholders.ts"
import { ProviderAgreement } from "./provider-agreement.ts"
import { suggestMember } from "./suggest-member.ts"
import { findTextFault, isVisibleAscii } from "./text-rules.ts"
import { levelsOfValues, type TextSize } from "./text-size.ts"
import { type EndpointContext, isOnThisMachine, isOrdinaryUri } from "./uri-rules.ts"
import type { ValidateOptions } from "./validate.ts"

/** The validation of one client: its members one by one, and then what several of them say together. */
export class ClientValidation implements TextContext {
  readonly isCarried: boolean
  /** Whether the members are those of the file, without endpoints that were filled in. */
  readonly isAsWritten: boolean
  readonly #type: ClientType
  readonly #members: Members
  readonly #options: ValidateOptions
  readonly #findings: Finding[]
  readonly #value: Record<string, unknown>
  /** What becomes the client's extra members; an ordinary file has none. */
  #unknown: Map<string, unknown> | undefined
  /** The client secret as the file has it, for the comparison with public members; empty where it cannot be one. */
  readonly #secret: string
  readonly #provider = new ProviderAgreement()

  constructor(type: ClientType, holder: Members, options: ValidateOptions, isCarried: boolean, findings: Finding[]) {
    this.#type = type
    this.#options = options
    this.isCarried = isCarried
    this.#findings = findings
    const written = options.endpoints === undefined ? holder : ownProperties(holder)
    this.#members = withEndpoints(written, options.endpoints)
    this.isAsWritten = this.#members === written
    this.#value = { type }
    const secret = this.#member("client_secret")
    this.#secret = typeof secret === "string" ? secret : ""
    // Before any rule sees the value, so that the client never holds it as a string, whatever its result.
    if (this.#secret !== "") this.#value["clientSecret"] = createSecret(this.#secret)
  }

  /** A member of the file; a property of `Object.prototype` is not a member. */
  #member(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined
  }

  /** Checks each member by itself, and adds it to the size. */
  checkMembers(size: TextSize): void {
    let requiredCount = 0
    const names = Object.keys(this.#members)
    size.addBraces(names.length)
    for (const name of names) {
      const content = this.#members[name]
      const member = memberByName.get(name)
      size.addMember(name, content, levelsOfValues)
      if (member === undefined) this.#keepUnknown(name, content)
      else this.#checkMember(member, content)
      if (member?.required) requiredCount++
    }
    if (requiredCount < requiredMembers.length) this.#checkMissing()
  }

  #checkMissing(): void {
    for (const member of requiredMembers) {
      if (!Object.hasOwn(this.#members, member.name) && !this.#isOptional(member)) this.#reportMissing(member)
    }
  }

  #isOptional({ name, required }: ClientSecretsMember): boolean {
    return !required || this.#options.optional.includes(name)
  }

  #reportMissing({ name }: ClientSecretsMember): void {
    const misnamed = Object.keys(this.#members).find(other => !memberByName.has(other) && suggestMember(other) === name)
    if (misnamed === undefined) this.#report({ code: "missing", type: this.#type }, name)
    else this.#report({ code: "misnamed", meant: name }, misnamed)
  }

  #checkMember(member: ClientSecretsMember, content: unknown): void {
    // An object that was not JSON may hold undefined.
    if (content === undefined || content === null || content === "" || (member.list && isEmptyList(content)))
      this.#checkEmpty(member, content)
    else if (member.list) this.#checkList(member, content)
    else if (typeof content === "string") this.#checkString(member, content)
    else this.#reportType(member, content)
  }

  /** An optional member that is empty counts as absent. */
  #checkEmpty(member: ClientSecretsMember, content: unknown): void {
    if (this.#isOptional(member)) return
    if (content === null || (member.list && content === "")) this.#reportType(member, content)
    else if (content !== undefined) this.#report({ code: "empty", isList: member.list, isItem: false }, member.name)
    else this.#reportMissing(member)
  }

  #reportType(member: ClientSecretsMember, content: unknown): void {
    if (isObject(content) && isSecret(content) && member.kind === "secret")
      this.#report({ code: "redacted", isSecret: true }, member.name)
    else {
      const wanted = member.list ? "a list of strings" : "a string"
      const code = member.specified ? "wrong_type" : "mistyped_member"
      this.#report({ code, wanted, received: nameType(content) }, member.name)
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
    const firstIndexOf = finderOfFirst(items)
    for (let index = 0; index < items.length; index++) {
      const item = items[index]
      if (typeof item === "string") this.#checkItem(member, item, index, firstIndexOf(item))
      else this.#report({ code: "wrong_type", wanted: "a string", received: nameType(item) }, member.name, index)
    }
    this.#value[member.property] = Object.freeze(items)
  }

  #checkItem(member: ClientSecretsMember, item: string, index: number, firstIndex: number): void {
    const isSound = this.#checkText(member, item, index)
    if (isSound && member.kind === "redirect-uri" && firstIndex < index)
      this.#report({ code: "duplicate_uri", firstIndex }, member.name, index)
  }

  #checkString(member: ClientSecretsMember, content: string): void {
    if (member.values !== undefined && !member.values.includes(content)) {
      const wanted = `one of ${member.values.join(", ")}`
      this.#report({ code: "mistyped_member", wanted, received: "another value" }, member.name)
      this.#keep(member.name, content)
      return
    }
    const isGoogleUri = member.kind === "endpoint" && this.#provider.note(member.name, content)
    this.#checkText(member, content, undefined, isGoogleUri)
    if (member.kind !== "secret") this.#value[member.property] = content
  }

  /** Whether nothing is wrong with the string as such. */
  #checkText(member: ClientSecretsMember, text: string, index: number | undefined, isGoogleUri = false): boolean {
    const isOrdinary = isGoogleUri || isOrdinaryUri(member.kind, text)
    const isVisible = isOrdinary || isVisibleAscii(text)
    const fault = isVisible ? undefined : findTextFault(text)
    if (fault !== undefined) {
      this.#report(describeTextFault(member, text, fault, index !== undefined, this), member.name, index)
      return false
    }
    if (member.kind !== "secret" && this.#holdsSecret(text))
      this.#report({ code: "exposed_secret" }, member.name, index)
    if (isOrdinary) return true
    const findings = checkText(member, text, isVisible, this)
    if (findings.length === 0) return true
    for (const finding of findings) this.#report(finding, member.name, index)
    return false
  }

  /** Adds a finding about a member, or about an item of its list. */
  #report(finding: FindingInText, name: string, index?: number): void {
    const path = index === undefined ? [this.#type, name] : [this.#type, name, index]
    this.#findings.push({ ...finding, path } as Finding)
  }

  endpointContext(): EndpointContext {
    const main = [this.#member("auth_uri"), this.#member("token_uri")].filter(uri => typeof uri === "string")
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

  /** Whether the secret is not a secret, such as `undefined`: a copy of it in another member is not worth a word. */
  #isFaultySecret(): boolean {
    return this.#secret.trim() === "" || isPlaceholder(this.#secret)
  }

  /** A member that the format does not have: perhaps another one was meant. */
  #keepUnknown(name: string, content: unknown): void {
    this.#keep(name, content)
    const meant = suggestMember(name)
    if (meant === undefined || Object.hasOwn(this.#members, meant)) return
    if (memberByName.get(meant)!.required) return
    this.#report({ code: "misspelled_member", meant }, name)
  }

  #keep(name: string, content: unknown): void {
    this.#unknown ??= new Map()
    this.#unknown.set(name, content)
  }

  /** What several members say together. */
  checkAgreement(): void {
    const id = this.#member("client_id")
    if (typeof id === "string" && id.startsWith("GOCSPX-"))
      this.#report({ code: "swapped_members", looksLike: "a client secret of Google" }, "client_id")
    if (isGoogleClientId(this.#secret))
      this.#report({ code: "swapped_members", looksLike: "a client id of Google" }, "client_secret")
    if (this.#provider.isMixed)
      for (const { name, finding } of this.#provider.findMixture()) this.#report(finding, name)
    if (this.#provider.isGoogle) this.#checkGoogleId(id)
  }

  #checkGoogleId(id: unknown): void {
    if (typeof id !== "string" || id === "" || isGoogleClientId(id)) return
    const isReported = this.#findings.some(({ path }) => path[1] === "client_id")
    if (!isReported) this.#report({ code: "odd_client_id" }, "client_id")
  }

  finish(): AnyClientSecrets {
    this.#value["extra"] = this.#unknown === undefined ? noExtraMembers : createExtraMembers(this.#unknown)
    return Object.freeze(this.#value) as unknown as AnyClientSecrets
  }
}

/** Longer lists are looked up in a map: to look through the list for each of its items would take quadratic time. */
const fewItems = 16

/** Says where an item of a list is for the first time. */
function finderOfFirst(items: readonly unknown[]): (item: string) => number {
  if (items.length <= fewItems) return item => items.indexOf(item)
  const indices = new Map(items.map((item, index) => [item, index] as const).reverse())
  return item => indices.get(item)!
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
