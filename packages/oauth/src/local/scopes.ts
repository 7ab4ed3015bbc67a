/** Google answers with the long names of these two. */
const googleLongNames: Readonly<Record<string, string>> = {
  "https://www.googleapis.com/auth/userinfo.email": "email",
  "https://www.googleapis.com/auth/userinfo.profile": "profile",
}

/** Scopes of OpenID Connect and of refresh tokens, which providers grant without reporting them. */
const unreported = new Set(["openid", "profile", "email", "offline_access"])

/**
 * The scopes that were requested and not granted.
 *
 * @param granted separated by spaces; empty if the provider did not say, which means all of them (RFC 6749 section 5.1)
 */
export function missingScopes(wanted: string, granted: string, isGoogle: boolean): string[] {
  if (granted === "") return []
  const has = new Set(splitScope(granted).map(shortName))
  return splitScope(wanted).filter(scope => !has.has(shortName(scope)) && (isGoogle || !unreported.has(scope)))
}

/** Both, each scope once. */
export function joinScopes(one: string, other: string): string {
  return [...new Set([...splitScope(one), ...splitScope(other)])].join(" ")
}

function splitScope(scope: string): string[] {
  return scope.split(" ").filter(part => part !== "")
}

function shortName(scope: string): string {
  return Object.hasOwn(googleLongNames, scope) ? googleLongNames[scope]! : scope
}
