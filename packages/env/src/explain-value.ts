import { decodeBase64, decodeValue } from "./decode-value.ts"
import type { VariableNames } from "./variable-names.ts"
import { adviseGrant } from "./variables.ts"

const remedy = "In a .env file put it in single quotes, or use base64."

/** How texts look that a .env file, a shell or a hosting panel broke, and what to do about it. */
const signs: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/^encrypted:/, "It is encrypted by dotenvx: start the program through `dotenvx run --`."],
  [/^\{\s*\\n/, `Its line breaks are written as a backslash and an n. ${remedy}`],
  [/^\{\s*\\/, `Its quotes have backslashes before them: leave those out. ${remedy}`],
  [/^(['"`])[\s\S]*\1$/, "The quotes around it are part of the value, as in Docker's --env-file: leave them out."],
  [/^['"`]/, `It begins with a quote that does not end. ${remedy}`],
  [/^\{$/, `Only the first brace is there: a line break or a quote ended it. ${remedy}`],
  [
    /^\{\s*\w+\s*:/,
    "Its double quotes are gone: a shell or a panel took them. Put single quotes around it, or use base64.",
  ],
  [/^\{\s*'/, "JSON has double quotes, and this has single ones."],
  [/^GOCSPX-\S+$/, "It is a bare client secret, not a whole file."],
  [/^\S+\.apps\.googleusercontent\.com$/, "It is a client id, not a whole file."],
  [/^H4sI/, "It is base64 of something compressed."],
  [/^data:/, "It is a data: URL: leave out all up to its comma."],
  [/^%7B/i, "It is percent-encoded, as for a URL: set it as it was before."],
  [/^\[object \w+\]$|^undefined$/, "A program wrote an object, or nothing, where JSON.stringify was meant."],
  [/^(export )?[A-Z_]+=[{'"]/, "The name and the equals sign are part of the value: leave them out."],
  [
    /^(vault|op|secretref|sm|awssm|gcpsm):|^arn:aws|^projects\/[^/]+\/secrets\//,
    "It names a secret in a store: what was to put the secret in its place did not run.",
  ],
]

/** Says what was likely done to a document on its way through a text; holds no part of it. */
export function explainValue(text: string): string | undefined {
  const value = text.trim()
  const sign = signs.find(([pattern]) => pattern.test(value))
  if (sign !== undefined) return sign[1]
  if (value.startsWith("{")) return explainJson(value)
  const bytes = decodeBase64(value)
  if (bytes === undefined || value.length < 24) return undefined
  const inner = decodeBase64(String.fromCharCode(...bytes.subarray(0, 24)))
  return inner === undefined ? "If it is base64, then not of a JSON object." : "It is base64 of base64: encode it once."
}

/** The same for a variable, where another variable may be meant. */
export function explainVariable(text: string, names: VariableNames): string | undefined {
  const { whole, file, clientId, clientSecret } = names
  const value = text.trim()
  const looksLikePath = /^(~|@|\.{0,2}\/|[A-Za-z]:\\|file:)[^{"]*$|^[^{"]+\.json$/.test(value)
  if (looksLikePath) return `It is the path of a file: ${file} takes that.`
  const advice = explainValue(value)
  // Of another name it may well be a secret for `secretSource`.
  if (advice !== undefined || !whole.endsWith("CLIENT_SECRETS") || !/^[!-z|~]{6,64}$/.test(value)) return advice
  return `If it is a bare client secret: ${clientSecret} takes that, beside ${clientId}.`
}

/** What of the split form is not set, or has quotes around it that are part of the value. */
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
  if (typeof secret === "string" && (secret.startsWith("{") || typeof decodeValue(secret) !== "string"))
    return `${names.clientSecret} holds a whole file, not the secret alone: ${names.whole} takes that.`
  const unset = variables.filter(([, value]) => value === undefined).map(([name]) => name)
  const ungranted = unset.filter(name => refused.includes(name))
  if (ungranted.length > 0) return adviseGrant(ungranted)
  if (unset.length > 0) return `Not set: ${unset.join(", ")}.`
  const quoted = variables.find(([, value]) => typeof value === "string" && /^(['"`]).*\1$|^encrypted:/s.test(value))
  return quoted && `${quoted[0]}: ${explainValue(String(quoted[1]))}`
}

function explainJson(value: string): string | undefined {
  const { isInText, depth } = endOf(value)
  if (isInText) {
    return "It ends within a text: in a .env file `#` begins a comment, and an apostrophe ends single quotes. Use base64."
  }
  if (depth > 0) return "It ends before its last brace: a line break or a limit on its length cut it."
  // What the parser says of an empty member does not say why it is empty.
  if (/:\s*""/.test(value)) {
    return "A member is empty: Bun replaces $NAME in a .env file, within single quotes too. Write \\$, or use base64."
  }
  return undefined
}

/** Where in JSON a text ends: within a text, and below how many brackets. */
function endOf(json: string): { readonly isInText: boolean; readonly depth: number } {
  let isInText = false
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    const character = json[index]
    if (isInText && character === "\\") index++
    else if (character === '"') isInText = !isInText
    else if (!isInText && (character === "{" || character === "[")) depth++
    else if (!isInText && (character === "}" || character === "]")) depth--
  }
  return { isInText, depth }
}
