/**
 * Makes foreign text safe to print: control characters, bidi controls and line separators are escaped. What is longer than
 * 200 characters is cut, and ends with `…` then.
 */
export function escapeText(text: string): string {
  return escapeControls(text.length > 200 ? `${text.slice(0, 199)}…` : text)
}

/**
 * A string: an engine checks the literal of an expression when it reads the file, whether it is used or not, and Unicode's
 * categories take it longer than all else in this file.
 */
const unprintable = "[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]"

/** Escapes control characters, bidi controls and line separators, at any length. */
export function escapeControls(text: string): string {
  // Plain names come at every start of a program.
  if (/^[ -~]*$/.test(text)) return text
  return text.replace(
    new RegExp(unprintable, "gu"),
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** The words of which the names of members consist, in this format and in those that are mistaken for it. */
const words = `access account accounts adapter algorithm allowed android api app application apps attr audience auth authorization
  authorize authorized base bearer bindings callback cert certs claims cli client clients code comment config configuration
  confidential contact contacts created credential credentials customer date default description desktop device display domain
  email enabled endpoint endpoints env environment expires expiry extra favourite file flow format google grant grants group
  header host http id ids info installed internal introspection issued issuer issuers ios javascript js json jwks key keys
  kid kind label level levels list local location login logo logout mac meta metadata method methods mode name names native note
  notes number oauth oidc only openid option options org organization origin origins other owner package password path policy port
  private profile project provider public quota realm redirect redirects redirection refresh region registration resource
  response revocation revoke role roles schema scope scopes secret secrets server service session settings sign signing sops
  source store subject supported tag tags tenant test time token tokens type types universe updated uri uris url urls use user
  userinfo username users value values vault version warning web website x x5c x509 oauth2 auth0`

/** The same as a map: created for the first unknown name, since most files have none. */
let vocabulary: ReadonlySet<string> | undefined

/**
 * A member's name as a message may contain it. An unknown name could itself be a secret, so it is printed only if it consists
 * of words that names of members have (`client_id`, `redirectUrls`, `token-endpoint`); otherwise the position is.
 */
export function printableName<Position>(name: string, position: Position): string | Position {
  if (name.length > 64 || !/^[A-Za-z][\w-]*$/.test(name)) return position
  vocabulary ??= new Set(words.split(/\s+/))
  const known = vocabulary
  const parts = name
    .replace(/([a-z\d])(?=[A-Z])/g, "$1_")
    .toLowerCase()
    .split(/[_-]+/)
  return parts.every(part => known.has(part) || isJoined(part, known)) ? name : position
}

/** Two words without a gap, as in `clientid` and `redirecturis`. */
function isJoined(word: string, known: ReadonlySet<string>): boolean {
  for (let length = 2; length < word.length - 1; length++) {
    if (known.has(word.slice(0, length)) && known.has(word.slice(length))) return true
  }
  return false
}
