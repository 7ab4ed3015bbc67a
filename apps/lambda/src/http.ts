/** The part of an event of a function URL or an HTTP API (payload format 2.0) that is used here. */
export interface Event {
  readonly rawQueryString?: string
  readonly cookies?: readonly string[]
}

/** The answer of such a function. */
export interface Answer {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly cookies?: readonly string[]
}

/** The value of a cookie that the browser sent. */
export function cookieNamed(name: string, cookies: readonly string[]): string | undefined {
  const beginning = `${name}=`
  return cookies.find(cookie => cookie.startsWith(beginning))?.slice(beginning.length)
}

// The prefix __Host- of the name makes browsers refuse such a cookie from any other host and over plain http.
const attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"

/** A cookie for ten minutes. */
export function sessionCookie(name: string, value: string): string {
  return `${name}=${value}; ${attributes}; Max-Age=600`
}

export function cookieThatEnds(name: string): string {
  return `${name}=; ${attributes}; Max-Age=0`
}
