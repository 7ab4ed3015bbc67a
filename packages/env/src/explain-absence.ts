import type { SourceAbsence } from "@client-secrets/core"
import type { FormSettings } from "./form-options.ts"
import { defaultName, isVariableName, type VariableNames } from "./variable-names.ts"

/** Names that other programs use, and what to do about them. */
const otherNames: readonly (readonly [name: string, advice: string])[] = [
  ["AUTH_GOOGLE_ID", 'Pass { preset: "authjs" }.'],
  ["AUTH_GOOGLE_SECRET", 'Pass { preset: "authjs" }.'],
  ["NUXT_OAUTH_GOOGLE_CLIENT_ID", 'Pass { preset: "nuxt" }.'],
  ["NUXT_OAUTH_GOOGLE_CLIENT_SECRET", 'Pass { preset: "nuxt" }.'],
  ["GOOGLE_OAUTH_CLIENT_ID", 'Rename it to GOOGLE_CLIENT_ID, or pass { name: "GOOGLE_OAUTH_CLIENT_SECRETS" }.'],
  ["GOOGLE_OAUTH_CLIENT_SECRET", 'Rename it to GOOGLE_CLIENT_SECRET, or pass { name: "GOOGLE_OAUTH_CLIENT_SECRETS" }.'],
  ["GOOGLE_OAUTH_CLIENT_SECRETS", 'Pass { name: "GOOGLE_OAUTH_CLIENT_SECRETS" }.'],
  ["GOOGLE_CLIENT_SECRETS_JSON", "If it holds the client file, rename it to GOOGLE_CLIENT_SECRETS."],
  ["GOOGLE_CLIENT_SECRET_JSON", "If it holds the client file, rename it to GOOGLE_CLIENT_SECRETS."],
  ["GOOGLE_OAUTH_CREDENTIALS", "If it holds the path of the client file, rename it to GOOGLE_CLIENT_SECRETS_FILE."],
  ["GOOGLE_CREDENTIALS", "If it holds the client file, rename it to GOOGLE_CLIENT_SECRETS."],
  [
    "GOOGLE_APPLICATION_CREDENTIALS",
    "It usually names the key of a service account, which is not an OAuth client. google-auth-library reads it.",
  ],
]

/** The names that a source of variables looks for, and the environment. */
export interface AbsentVariables {
  /** The names of the variables that are set. */
  readonly present: readonly string[]
  readonly settings: FormSettings
  /** What the reader needs; see `ReadContext`. */
  readonly wants: "secret" | undefined
  /** The `.env` file that was read in place of the environment. */
  readonly file: string | undefined
}

/**
 * Says which variable is not set, and which one is that was probably meant: a name with a typing error, or one that other
 * programs use. It looks at names only.
 */
export function explainAbsence({ present, settings, wants, file }: AbsentVariables): SourceAbsence {
  const { names } = settings
  const where = file === undefined ? "" : ` in ${file}`
  const isSecretOnly = wants === "secret" && names.whole.endsWith("CLIENT_SECRETS")
  const name = isSecretOnly ? names.clientSecret : names.whole
  // A variable that is named after the secret contains only that.
  const hasPair = wants !== "secret" && !names.whole.endsWith("CLIENT_SECRET")
  const pair = hasPair ? ` (or ${names.clientId} and ${names.clientSecret})` : ""
  return {
    place: `the variable ${name}${where}`,
    state: "not set",
    remedy: `set the variable ${name}${pair}${where}`,
    advice: adviseOnOthers(present, names),
  }
}

function adviseOnOthers(present: readonly string[], names: VariableNames): string | undefined {
  const misspelled = findMisspelled(present, names)
  if (misspelled !== undefined) return `${misspelled[0]} is set. Is ${misspelled[1]} meant?`
  if (names.whole !== defaultName) return undefined
  const other = otherNames.find(([name]) => present.includes(name))
  return other && `${other[0]} is set. ${other[1]}`
}

function findMisspelled(
  present: readonly string[],
  names: VariableNames,
): [present: string, meant: string] | undefined {
  const wanted = [names.whole, names.file, names.clientId, names.clientSecret]
  for (const name of present) {
    if (!isVariableName(name) || wanted.includes(name)) continue
    const meant = wanted.find(one => isOneSlipAway(name, one))
    if (meant !== undefined) return [name, meant]
  }
  return undefined
}

/** Whether one letter is missing, added or another one, or two neighbors are exchanged. */
export function isOneSlipAway(name: string, wanted: string): boolean {
  if (name === wanted || Math.abs(name.length - wanted.length) > 1) return false
  let start = 0
  while (start < name.length && name[start] === wanted[start]) start++
  const [rest, wantedRest] = [name.slice(start), wanted.slice(start)]
  if (rest.slice(1) === wantedRest.slice(1)) return true
  if (rest.slice(1) === wantedRest || rest === wantedRest.slice(1)) return true
  return rest[0] === wantedRest[1] && rest[1] === wantedRest[0] && rest.slice(2) === wantedRest.slice(2)
}
