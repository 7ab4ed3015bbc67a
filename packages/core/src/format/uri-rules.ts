import { platform } from "../platform.ts"

/** A URI as the URL parser writes it; `undefined` where it does not parse, or is no text. */
export function normalizeUri(text: unknown): string | undefined {
  try {
    // The parser takes a list of one URI for that URI, but a list has no trim(); the parser trims, too.
    return new platform.URL((text as string).trim()).href
  } catch {
    return undefined
  }
}

/** A normal URI on this machine: `127.0.0.0/8`, `[::1]`, `localhost`. */
export const loopback: RegExp = /^https?:\/\/(localhost|127\.[\d.]+|\[::1\])[:/]/

/** A normal URI at a literal address that is unspecified, private or link-local, or an IPv4 address within an IPv6 one. */
export const localAddress: RegExp =
  /^https?:\/\/((0|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+|\[(::\]|::ffff|f[cd]..:|fe[89ab].:).*)[:/]/

/** A normal URI at a host of Google. */
export const google: RegExp = /^https?:\/\/[\w.-]+\.google(apis)?\.com\//
