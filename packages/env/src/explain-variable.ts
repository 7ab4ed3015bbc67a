import { decodeCarriage, explainCarriage, looksLikeSecret } from "@client-secrets/source-kit/carriage"
import type { VariableNames } from "./variable-names.ts"
import { adviseGrant } from "./variables.ts"

/** Says what probably happened to the file in a variable, or which other variable is meant. It holds no part of the value. */
export function explainVariable(text: string, names: VariableNames): string | undefined {
  const { whole, file, clientId, clientSecret } = names
  const value = text.trim()
  const looksLikePath = /^(~|@(?!Microsoft)|\.{0,2}\/|[A-Za-z]:\\|file:)[^{"]*$|^[^{"]+\.json$/.test(value)
  if (looksLikePath) return `${whole} holds the path of a file. Set ${file} instead.`
  const advice = explainCarriage(value, "variable")
  if (advice !== undefined) return `${whole}: ${advice}`
  // Of another name it may well be a secret for `secretSource`.
  if (!whole.endsWith("CLIENT_SECRETS") || !looksLikeSecret(value)) return undefined
  return `If ${whole} holds only the client secret, set ${clientSecret} instead, together with ${clientId}.`
}

/** Says which variables of the split form are not set, or hold something else. */
export function explainMembers(
  members: Readonly<Record<string, unknown>>,
  names: VariableNames,
  refused: readonly string[],
): string | undefined {
  const variables = [
    [names.clientId, members["client_id"]],
    [names.clientSecret, members["client_secret"]],
    [names.redirectUris ?? "the option redirectUris", members["redirect_uris"]],
  ] as const
  const secret = members["client_secret"]
  if (typeof secret === "string" && decodeCarriage(secret) !== undefined)
    return `${names.clientSecret} holds a whole file, not only the secret. Set ${names.whole} instead.`
  const unset = variables.filter(([, value]) => value === undefined)
  const ungranted = unset.map(([name]) => name).filter(name => refused.includes(name))
  if (ungranted.length > 0) return adviseGrant(ungranted)
  const missing = unset.find(([name]) => name === names.clientId || name === names.clientSecret)
  if (missing !== undefined) {
    const present = variables.find(([, value]) => value !== undefined)?.[0]
    return `${present} is set, but ${missing[0]} is not.`
  }
  const quoted = variables.find(([, value]) => typeof value === "string" && /^(['"`]).*\1$/s.test(value))
  return quoted === undefined
    ? `The values are those of ${names.clientId} and ${names.clientSecret}.`
    : `${quoted[0]}: ${explainCarriage(String(quoted[1]), "variable")}`
}
