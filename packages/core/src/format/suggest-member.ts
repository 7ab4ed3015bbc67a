import { clientSecretsMembers } from "./members.ts"

/** A longer name is neither a member of this format nor a slip of one. */
const longestName = 48

/** Names that people and other formats use, and the member that they mean. Compared without case, spaces, `-` and `_`. */
const knownSlips: Readonly<Record<string, readonly string[]>> = {
  client_id: ["oauth_client_id", "consumer_key", "app_id", "application_id"],
  client_secret: ["oauth_client_secret", "consumer_secret", "app_secret", "secret_key"],
  redirect_uris: [
    "redirect",
    "redirects",
    "redirect_uri",
    "redirect_url",
    "redirect_urls",
    "callback_url",
    "callback_urls",
    "callback_uri",
    "callback_uris",
    "authorized_redirect_uris",
  ],
  auth_uri: [
    "auth_url",
    "auth_endpoint",
    "authorize_uri",
    "authorize_url",
    "authorization_uri",
    "authorization_url",
    "authorization_endpoint",
  ],
  token_uri: ["token_url", "token_endpoint", "token_credential_uri", "access_token_uri", "access_token_url"],
  revoke_uri: ["revoke_url", "revocation_uri", "revocation_url", "revocation_endpoint", "revoke_endpoint"],
  userinfo_uri: ["userinfo_url", "userinfo_endpoint", "user_info_uri", "user_info_url"],
  token_introspection_uri: ["token_introspection_url", "introspection_uri", "introspection_endpoint"],
  issuer: ["issuer_url", "issuer_uri"],
  javascript_origins: ["javascript_origin", "js_origins", "authorized_javascript_origins"],
  project_id: ["project"],
}

/** Plain names and what they mean. */
interface Names {
  readonly members: ReadonlyMap<string, string>
  readonly slips: ReadonlyMap<string, string>
}

/** Collected for the first unknown member, since most files have none. */
let names: Names | undefined

function collectNames(): Names {
  const slips = Object.entries(knownSlips).flatMap(([member, all]) => all.map(slip => [plain(slip), member] as const))
  return { members: new Map(clientSecretsMembers.map(({ name }) => [plain(name), name])), slips: new Map(slips) }
}

/**
 * The member that an unknown name is probably meant to be: another spelling of its name, a known slip, or at most two
 * typing errors.
 */
export function suggestMember(name: string): string | undefined {
  // A name is foreign text: a long one takes time and means nothing.
  if (name.length > longestName) return undefined
  const wanted = plain(name)
  names ??= collectNames()
  const { members, slips } = names
  const known = members.get(wanted) ?? slips.get(wanted)
  if (known !== undefined) return known
  if (wanted.length < 5) return undefined
  for (const [candidate, member] of members) {
    // In a short name two errors make another word, and so does a word that is left out: `client` is not `client_id`.
    const most = candidate.length < 8 || candidate.startsWith(wanted) ? 1 : 2
    if (editDistance(wanted, candidate, most) <= most) return member
  }
  return undefined
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, "")
}

/** What it costs to make the beginning of a name from nothing: one for each letter. */
const countedLetters: readonly number[] = Array.from({ length: longestName + 1 }, (_, count) => count)

/**
 * How many letters have to be inserted, left out, replaced or exchanged with their neighbor (optimal string alignment);
 * `most` + 1 where it is more than that.
 */
function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let previous = countedLetters.slice(0, other.length + 1)
  let previousLeast = 0
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      let distance = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (isSame ? 0 : 1))
      const isExchange =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (isExchange) distance = Math.min(distance, before[column - 2]! + 1)
      current.push(distance)
    }
    // Each further row builds on these two: where both are beyond the limit, it ends there.
    const least = Math.min(...current)
    if (least > most && previousLeast > most) return most + 1
    previousLeast = least
    before = previous
    previous = current
  }
  return previous[other.length]!
}
