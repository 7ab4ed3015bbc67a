import { platform } from "./platform.ts"

/** A URI as the URL parser writes it, which is what the expressions below are for; `undefined` where it does not parse. */
export function normalizeUri(text: string): string | undefined {
  try {
    return new platform.URL(text).href
  } catch {
    return undefined
  }
}

/** Plain http on this machine: `127.0.0.0/8`, `[::1]`, `localhost`. */
export const loopback: RegExp = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])[:/]/

/** A literal address that is unspecified, private or link-local; an IPv4 address within an IPv6 one counts as such. */
export const localAddress: RegExp =
  /^https?:\/\/((0|10)(\.\d+){3}|(169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+){2}|\[(::\]|::ffff|f[cd]..:|fe[89ab].:).*)[:/]/

/** A host of Google. */
export const google: RegExp = /^https:\/\/[\w.-]+\.google(apis)?\.com\//

/** Something before an @ that looks like the host. */
export const userInformation: RegExp = /^[^/]*\/\/[^/?#]*@/
