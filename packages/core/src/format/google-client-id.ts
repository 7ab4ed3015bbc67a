/** How every OAuth client id of Google ends. */
const googleClientIdSuffix = ".apps.googleusercontent.com"

/** Whether a value ends as every client id of Google does. */
export function isGoogleClientId(text: string): boolean {
  return text.endsWith(googleClientIdSuffix)
}

/** A value without that ending. */
export function withoutGoogleSuffix(text: string): string {
  return isGoogleClientId(text) ? text.slice(0, -googleClientIdSuffix.length) : text
}
