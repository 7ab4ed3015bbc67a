import { explainCarriage, looksLikeSecret, recognizeCredential } from "@client-secrets/recognize"
import type { VariableNames } from "./variable-names.ts"
import { adviseGrant } from "./variables.ts"

/**
 * Says which other variable is meant, if a value is not a client file: that of a path, or of a secret. It contains no part of
 * the value. Core says what may have happened to a file.
 */
export function explainVariable(text: string, names: VariableNames): string | undefined {
  const { whole, file, clientId, clientSecret } = names
  const value = text.trim()
  const looksLikePath = /^(~|@(?!Microsoft)|\.{0,2}\/|[A-Za-z]:\\|file:)[^{"]*$|^[^{"]+\.json$/.test(value)
  if (looksLikePath) return `For the path of a file, set ${file} instead of ${whole}.`
  // Of another name it may well be a secret for `secretSource`.
  if (!whole.endsWith("CLIENT_SECRETS") || !looksLikeSecret(value)) return undefined
  if (explainCarriage(value, "variable").damage !== undefined) return undefined
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
  if (holdsFile(members["client_secret"])) return adviseWholeFile(names)
  const unset = variables.filter(([, value]) => value === undefined)
  const ungranted = unset.map(([name]) => name).filter(name => refused.includes(name))
  if (ungranted.length > 0) return adviseGrant(ungranted)
  const missing = unset.find(([name]) => name === names.clientId || name === names.clientSecret)
  if (missing !== undefined) {
    const present = variables.find(([, value]) => value !== undefined)?.[0]
    return `${present} is set, but ${missing[0]} is not.`
  }
  return `The values are those of ${names.clientId} and ${names.clientSecret}.`
}

/** The same for a reader that needs only the secret: the other variables do not matter to it. */
export function explainSecret(secret: unknown, names: VariableNames): string {
  return holdsFile(secret) ? adviseWholeFile(names) : `The secret is that of ${names.clientSecret}.`
}

function holdsFile(secret: unknown): boolean {
  return typeof secret === "string" && recognizeCredential(secret)?.holds === "a whole client file"
}

function adviseWholeFile({ whole, clientSecret }: VariableNames): string {
  return `For a whole file, set ${whole} instead of ${clientSecret}.`
}
