// The value rules of the format as a careful user of a schema library would write them, as fast as possible. They cannot
// express what core also does: warnings, positions, duplicates, other kinds of file, and suggestions for misspelled names.

const unprintable = /^[\s\p{DI}]|[\s\p{DI}]$|[\p{Cc}\p{Cf}\p{Cs}]/u
const template =
  /^(?:\[\[.*\]\]|\{\{.*\}\}|\$\{.*\}|<%=.*%>|[{[<(][a-z][a-z _.:/-]*\d?[}\]>)]|\$\([a-z][a-z _.:/-]*\d?\)|(?:@@?|__|[%$])[A-Z][A-Z0-9_]{2,}(?:@@?|__|%)?|undefined|null|None|NaN|\[object Object\]|changeme|changeit|\u2026|\.\.\.|[*\u2022]{3,}.{0,4}|x{3,}(?:\.apps\.googleusercontent\.com)?|(?:TODO|FIXME|TBD)(?:[: ].*)?|(?:\[|%5B)redacted(?:\]|%5D))$/is
const instruction =
  /^(?:change|replace|insert|put|paste|enter|add|your)(?:[\s_.:/-]*(?:me|it|this|that|here|with|the|a|an|in|your|own|my|value|client|clientid|id|secret|oauth2?|google|app|application|api|key|project|domain|from|console|provider|string))+$/i
const reference =
  /^(?:@Microsoft\.KeyVault\(|%env\(|\{\{resolve:|op:\/\/|vault:|secretref:|(?:bws|infisical|berglas|sm|gcpsm|awssm):\/\/|ref\+|arn:aws[^:]*:(?:secretsmanager|ssm):|projects\/[^/]*\/secrets\/|ENC[[(]|EJ\[|encrypted:|\$ANSIBLE_VAULT;)/

const privateAddress = /^https:\/\/(?:10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|\[)/

export function isText(text: string): boolean {
  return text !== "" && !unprintable.test(text) && !template.test(text) && !instruction.test(text)
}

/** A client id or secret (RFC 6749, appendix A), and not the name of one in a store. */
export function isCredential(text: string): boolean {
  return isText(text) && /^[ -~]*$/.test(text) && !reference.test(text)
}

export function isEndpoint(text: string): boolean {
  return /^https:\/\/[^\s@#\\{}<>]+$/.test(text) && URL.canParse(text) && !privateAddress.test(text)
}

export function isRedirectUri(text: string): boolean {
  return (
    isText(text) &&
    !/^(localhost|javascript|data|file|blob):|^[^:]+:\d|[\s\\<>"^`{|}]/i.test(text) &&
    URL.canParse(text)
  )
}

/** The members to which a rule about several members applies. */
export interface Client {
  readonly client_id: string
  readonly client_secret: string
  readonly redirect_uris: string[]
  readonly auth_uri: string
  readonly token_uri: string
  readonly project_id?: string | undefined
  readonly javascript_origins?: string[] | undefined
}

const googleIdSuffix = ".apps.googleusercontent.com"

/** Rules about several members: the secret is nowhere else, and id and secret are not swapped. */
export function isConsistent(client: Client): boolean {
  const { client_id: id, client_secret: secret } = client
  if (id.startsWith("GOCSPX-") || secret.endsWith(googleIdSuffix)) return false
  const isLong = secret.length > 7
  const holdsSecret = (text: string): boolean => text === secret || (isLong && text.includes(secret))
  return !(
    holdsSecret(id) ||
    holdsSecret(client.auth_uri) ||
    holdsSecret(client.token_uri) ||
    holdsSecret(client.project_id ?? "") ||
    client.redirect_uris.some(holdsSecret) ||
    client.javascript_origins?.some(holdsSecret)
  )
}
