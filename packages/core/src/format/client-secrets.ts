import type { ExtraMembers } from "../secret/extra-members.ts"
import type { Secret } from "../secret/secret.ts"
import type { clientTypes, MemberTable } from "./members.ts"
import { requiredMembers } from "./members.ts"

/** A `client_secrets.json` as `JSON.parse` returns it: a client below one of the two client types. */
export interface ClientSecretsFile {
  readonly web?: unknown
  readonly installed?: unknown
}

/** The two client types of the specification: a web application, or one that is installed. */
export type ClientType = (typeof clientTypes)[number]

type ValueOf<Row> = Row extends { kind: "secret" }
  ? Secret
  : Row extends { list: true }
    ? readonly string[]
    : Row extends { values: readonly (infer Value)[] }
      ? Value
      : string

type RequiredProperty = {
  [Property in keyof MemberTable]: MemberTable[Property] extends { required: true } ? Property : never
}[keyof MemberTable]

type RequiredMembers = {
  readonly [Property in keyof MemberTable as Property extends RequiredProperty ? Property : never]: ValueOf<
    MemberTable[Property]
  >
}

type OptionalMembers = {
  readonly [Property in keyof MemberTable as Property extends RequiredProperty ? never : Property]?: ValueOf<
    MemberTable[Property]
  >
}

interface CommonMembers extends RequiredMembers, OptionalMembers {
  /** Every other member: prints as a count; `get()` returns values. */
  readonly extra: ExtraMembers
}

/** A member that the specification makes mandatory, by its name in the file; the option `optional` takes these. */
export type MandatoryMember = MemberTable[RequiredProperty]["name"]

/** Every mandatory member, in the specification's order. */
export const mandatoryMembers: readonly MandatoryMember[] = Object.freeze(
  requiredMembers.map(({ name }) => name as MandatoryMember),
)

/** The client of a web application. */
export interface WebClientSecrets extends CommonMembers {
  readonly type: "web"
}

/** The client of an installed application: a desktop program, a command line, a device. */
export interface InstalledClientSecrets extends CommonMembers {
  readonly type: "installed"
}

interface ByType {
  web: WebClientSecrets
  installed: InstalledClientSecrets
}

/** The property of a member: `"clientId"` of `"client_id"`. */
type PropertyOf<Name extends MandatoryMember> = {
  [Property in RequiredProperty]: MemberTable[Property]["name"] extends Name ? Property : never
}[RequiredProperty]

type Relaxed<Client, Member extends MandatoryMember> = [Member] extends [never]
  ? Client
  : { readonly [Key in keyof Client as Key extends PropertyOf<Member> ? never : Key]: Client[Key] } & {
      readonly [Key in PropertyOf<Member> & keyof Client]?: Client[Key] | undefined
    }

/**
 * A validated client: a plain frozen object, safe to print, narrowed by `type`.
 *
 * `Optional` names the mandatory members that may be absent, as passed to `parseClientSecrets` in `optional`.
 */
export type ClientSecrets<
  Type extends ClientType = ClientType,
  Optional extends MandatoryMember = never,
> = Type extends ClientType ? Relaxed<ByType[Type], Optional> : never

/** Any client, strict or relaxed: what a function that takes a client should accept. */
export type AnyClientSecrets = ClientSecrets<ClientType, MandatoryMember>
