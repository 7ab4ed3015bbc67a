import type { ClientType } from "@client-secrets/core"
import { sourceFailure } from "../source-failure.ts"
import { printableName } from "./printable-name.ts"

type MemberValue = string | readonly string[]

/** The members of a client that key/value pairs name, and its type where a pair says it. */
export interface Pairs {
  readonly members: Readonly<Record<string, MemberValue>>
  readonly type?: ClientType
}

/** Files of other kinds also contain a client's id and secret: core names them, if it sees them whole. */
const namesOfOtherKinds = ["accesstoken", "refreshtoken", "idtoken", "token", "subjecttoken", "privatekey"]

/**
 * The members in key/value pairs; `undefined` where these are not clearly the pairs of one client.
 *
 * Core finds the member that a name means: case, spaces, hyphens and underscores do not count.
 *
 * @throws `invalid` where two names mean one member, and their values differ
 */
export function membersOfPairs(pairs: Readonly<Record<string, unknown>>): Pairs | undefined {
  const members: Record<string, MemberValue> = Object.create(null)
  let type: ClientType | undefined
  let twoNames: readonly [string, string] | undefined
  /** Each member as it was first written, by its plain name. */
  const written = new Map<string, { readonly name: string; readonly value: MemberValue }>()
  for (const [name, given] of Object.entries(pairs)) {
    const plainName = plain(name)
    const value = plainName === "type" ? toClientType(given) : toMemberValue(given)
    if (value === undefined || namesOfOtherKinds.includes(plainName)) return undefined
    const other = written.get(plainName)
    if (other === undefined) written.set(plainName, { name, value })
    else if (!isSameValue(other.value, value)) twoNames = [other.name, name]
    if (plainName === "type") type = value as ClientType
    else members[name] = value
  }
  const hasId = written.has("clientid")
  const hasSecret = written.has("clientsecret")
  if (!hasId && !hasSecret) return undefined
  if (twoNames !== undefined) throw failureOfTwoNames(twoNames)
  // Only an id and a secret are a client, as in two variables: its redirect URIs are just not known.
  const isOnlyThese = written.size === (type === undefined ? 2 : 3)
  if (hasId && hasSecret && isOnlyThese) members["redirect_uris"] = []
  return { members, ...(type && { type }) }
}

function failureOfTwoNames(names: readonly [string, string]): Error {
  const printed = names.map(printableName)
  const what = printed.includes(undefined) ? "two names" : printed.join(" and ")
  return sourceFailure(
    "invalid",
    `The secret has ${what} for one member, with different values. Remove the one that is not correct.`,
  )
}

/** A name without what people write differently: `Client ID`, `client-id`, `clientId` and `CLIENT_ID` are one. */
function plain(name: string): string {
  return name.replaceAll(/[\s_-]/g, "").toLowerCase()
}

function toClientType(value: unknown): ClientType | undefined {
  const type = typeof value === "string" ? value.trim().toLowerCase() : ""
  return type === "web" || type === "installed" ? type : undefined
}

/** Several programs may read one secret, each by its own names. */
function isSameValue(one: MemberValue, other: MemberValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function toMemberValue(value: unknown): MemberValue | undefined {
  const isList = Array.isArray(value) && value.every(item => typeof item === "string")
  return isList || typeof value === "string" ? value : undefined
}
