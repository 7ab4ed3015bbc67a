import { clientSecretsMembers, memberByName } from "../format/members.ts"
import { ownProperties } from "../platform.ts"

/**
 * Members under their names in the file.
 *
 * People write the names into the console of a store as they like: case, spaces, hyphens and underscores do not count. Where
 * a member is named exactly, a second spelling of it stays what it is, and is reported.
 */
export function withMemberNames(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = ownProperties(members)
  const named: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(own)) {
    const meant = memberByName.has(name) ? name : (nameByPlainName.get(plain(name)) ?? name)
    const isTaken = meant !== name && (Object.hasOwn(own, meant) || Object.hasOwn(named, meant))
    named[isTaken ? name : meant] = value
  }
  return named
}

/** `Client ID`, `client-id`, `clientId` and `CLIENT_ID` are one. */
function plain(name: string): string {
  return name.replaceAll(/[\s_-]/g, "").toLowerCase()
}

const nameByPlainName: ReadonlyMap<string, string> = new Map(
  clientSecretsMembers.map(({ name }) => [plain(name), name]),
)
