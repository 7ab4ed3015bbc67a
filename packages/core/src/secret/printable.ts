/**
 * Makes foreign text safe to print: control characters, bidi controls and line separators are escaped. What is longer than
 * 200 characters is cut, and ends with `…` then.
 */
export function escapeText(text: string): string {
  const start = text.length > 200 ? `${text.slice(0, 199)}…` : text
  // Plain names come at every start of a program, where an engine would first have to learn the categories of Unicode.
  if (/^[ -~]*$/.test(start)) return start
  return start.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** The words of which the names of members consist, in this format and in those that are mistaken for it. */
const vocabulary: ReadonlySet<string> = new Set(
  `access account accounts adapter algorithm allowed android api app application apps attr audience auth authorization
  authorize authorized base bearer bindings callback cert certs claims cli client clients code comment config configuration
  confidential contact contacts created credential credentials customer date default description desktop device display domain
  email enabled endpoint endpoints env environment expires expiry extra favourite file flow format google grant grants group
  header host http id ids info installed internal introspection issued issuer issuers ios javascript js json jwks key keys
  kid kind label level levels list local location login logo logout mac meta metadata method methods mode name names native note
  notes number oauth oidc only openid option options org organization origin origins other owner package password path policy port
  private profile project provider public quota realm redirect redirects redirection refresh region registration resource
  response revocation revoke role roles schema scope scopes secret secrets server service session settings sign signing sops
  source store subject supported tag tags tenant test time token tokens type types universe updated uri uris url urls use user
  userinfo username users value values vault version warning web website x x5c x509 oauth2 auth0`.split(/\s+/),
)

/**
 * A member's name as a message may hold it. An unknown name could itself be a secret, so it is printed only if it consists
 * of words that names of members have (`client_id`, `redirectUrls`, `token-endpoint`); otherwise the position is.
 */
export function printableName<Position>(name: string, position: Position): string | Position {
  if (name.length > 64 || !/^[A-Za-z][\w-]*$/.test(name)) return position
  const words = name
    .replace(/([a-z\d])(?=[A-Z])/g, "$1_")
    .toLowerCase()
    .split(/[_-]+/)
  return words.every(word => vocabulary.has(word) || isJoined(word)) ? name : position
}

/** Two words without a gap, as in `clientid` and `redirecturis`. */
function isJoined(word: string): boolean {
  for (let length = 2; length < word.length - 1; length++) {
    if (vocabulary.has(word.slice(0, length)) && vocabulary.has(word.slice(length))) return true
  }
  return false
}
