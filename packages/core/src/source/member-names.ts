import { clientSecretsMembers, memberByName } from "../format/members.ts"
import { ownProperties } from "../platform.ts"

/**
 * Members under their names in the file.
 *
 * People write the names into the console of a store as they like: case, spaces, hyphens and underscores do not count. Where
 * a member is named exactly, a second spelling of it is not changed, and is reported.
 */
export function withMemberNames(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = ownProperties(members)
  const named: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(own)) {
    const meant = memberByName.has(name) ? name : (findMember(name) ?? name)
    const isTaken = meant !== name && (Object.hasOwn(own, meant) || Object.hasOwn(named, meant))
    named[isTaken ? name : meant] = value
  }
  return named
}

/** `Client ID`, `client-id`, `clientId` and `CLIENT_ID` are one. */
function plain(name: string): string {
  return name.replaceAll(/[\s_-]/g, "").toLowerCase()
}

/** Collected for the first name that is not exact. */
let nameByPlainName: ReadonlyMap<string, string> | undefined

function findMember(spelling: string): string | undefined {
  nameByPlainName ??= new Map(clientSecretsMembers.map(({ name }) => [plain(name), name]))
  return nameByPlainName.get(plain(spelling))
}
