const safe = /^(https:\/\/|http:\/\/(localhost|127(\.\d+){3}|\[::1\])(?=[:/]))[^@/]*\//

/** Parses an address to which a token may be sent: https, or plain http on this machine. */
export function parseAddress(text: string | { readonly href: string }): URL {
  try {
    const url = new URL(text as string)
    if (safe.test(url.href)) return url
  } catch {
    // The engine's text holds the address.
  }
  throw new TypeError("An address is https, or http on this machine, and holds no user name and no password.")
}
