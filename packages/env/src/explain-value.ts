import { decodeBase64, decodeValue } from "./decode-value.ts"
import type { VariableNames } from "./variable-names.ts"
import { adviseGrant } from "./variables.ts"

const remedy = "In a .env file put the value in single quotes, or use base64."

/** How values look that a .env file, a shell or a hosting panel broke, and what to do about it. */
const signs: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/^encrypted:/, "The value is encrypted by dotenvx. Start the program through `dotenvx run --`."],
  [/^\{\s*\\n/, `The line breaks are written as a backslash and an n. ${remedy}`],
  [/^\{\s*\\/, `The quotes have backslashes before them. Remove those. ${remedy}`],
  [
    /^(['"`])[\s\S]*\1$/,
    "The quotes around the value are part of it, as in a file for Docker's --env-file. Remove them.",
  ],
  [/^['"`]/, `The value begins with a quote that is never closed. ${remedy}`],
  [/^\{$/, `Only the first brace arrived: a line break or a quote ended the value. ${remedy}`],
  [
    /^\{\s*\w+\s*:/,
    "The double quotes are gone: a shell or a panel removed them. Put single quotes around the value, or use base64.",
  ],
  [/^\{\s*'/, "JSON has double quotes, and this value has single ones."],
  [/^GOCSPX-\S+$/, "The value is a client secret, not a whole file."],
  [/^\S+\.apps\.googleusercontent\.com$/, "The value is a client id, not a whole file."],
  [/^H4sI/, "The value is base64 of something compressed. Encode the file itself."],
  [/^data:/, "The value is a data: URL. Remove everything up to its comma."],
  [/^%7B/i, "The value is percent-encoded, as in a URL. Decode it first."],
  [/^\[object \w+\]$|^undefined$/, "A program wrote an object, or nothing, in place of JSON. Use JSON.stringify."],
  [/^(export )?[A-Z_]+=[{'"]/, "The name and the equals sign are part of the value. Remove them."],
  [
    /^@Microsoft\.KeyVault\(/,
    "The value is a Key Vault reference that Azure did not resolve. Check the app's managed identity.",
  ],
  [
    /^(vault|op|secretref|sm|awssm|gcpsm):|^arn:aws|^projects\/[^/]+\/secrets\//,
    "The value names a secret in a store. What should have replaced it by the secret did not run.",
  ],
]

/** Says what probably happened to a document on its way through a string. It holds no part of the document. */
export function explainValue(text: string): string | undefined {
  const value = text.trim()
  const sign = signs.find(([pattern]) => pattern.test(value))
  if (sign !== undefined) return sign[1]
  if (value.startsWith("{")) return explainJson(value)
  const bytes = decodeBase64(value)
  if (bytes === undefined || value.length < 24) return undefined
  const inner = decodeBase64(String.fromCharCode(...bytes.subarray(0, 24)))
  return inner === undefined
    ? "The value could be base64, but not of a whole JSON object. If it was cut after its first line, use base64 -w0."
    : "The value is base64 of base64. Encode it once."
}

/** The same for a variable, where another variable may be meant. */
export function explainVariable(text: string, names: VariableNames): string | undefined {
  const { whole, file, clientId, clientSecret } = names
  const value = text.trim()
  const looksLikePath = /^(~|@(?!Microsoft)|\.{0,2}\/|[A-Za-z]:\\|file:)[^{"]*$|^[^{"]+\.json$/.test(value)
  if (looksLikePath) return `${whole} holds the path of a file. Set ${file} instead.`
  const advice = explainValue(value)
  if (advice !== undefined) return `${whole}: ${advice}`
  // Of another name it may well be a secret for `secretSource`.
  if (!whole.endsWith("CLIENT_SECRETS") || !/^[!-z|~]{6,64}$/.test(value)) return undefined
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
  if (typeof secret === "string" && (secret.startsWith("{") || typeof decodeValue(secret) !== "string"))
    return `${names.clientSecret} holds a whole file, not only the secret. Set ${names.whole} instead.`
  const unset = variables.filter(([, value]) => value === undefined)
  const ungranted = unset.map(([name]) => name).filter(name => refused.includes(name))
  if (ungranted.length > 0) return adviseGrant(ungranted)
  const missing = unset.find(([name]) => name === names.clientId || name === names.clientSecret)
  if (missing !== undefined) {
    const present = variables.find(([, value]) => value !== undefined)?.[0]
    return `${present} is set, but ${missing[0]} is not.`
  }
  const quoted = variables.find(([, value]) => typeof value === "string" && /^(['"`]).*\1$|^encrypted:/s.test(value))
  return quoted === undefined
    ? `The values are those of ${names.clientId} and ${names.clientSecret}.`
    : `${quoted[0]}: ${explainValue(String(quoted[1]))}`
}

function explainJson(value: string): string | undefined {
  const { isInString, depth } = endOf(value)
  if (isInString) {
    return "The value ends inside a string. In a .env file `#` begins a comment, and an apostrophe ends single quotes. Use base64."
  }
  if (depth > 0)
    return "The value ends before its last brace: a line break or a limit on its length cut it off. Use base64."
  // What the parser says of an empty member does not say why it is empty.
  if (/:\s*""/.test(value)) {
    return "A member is empty. Bun replaces $NAME in a .env file, also within single quotes. Write \\$, or use base64."
  }
  return undefined
}

/** Where a piece of JSON ends: whether inside a string, and below how many brackets. */
function endOf(json: string): { readonly isInString: boolean; readonly depth: number } {
  let isInString = false
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    const character = json[index]
    if (isInString && character === "\\") index++
    else if (character === '"') isInString = !isInString
    else if (!isInString && (character === "{" || character === "[")) depth++
    else if (!isInString && (character === "}" || character === "]")) depth--
  }
  return { isInString, depth }
}
