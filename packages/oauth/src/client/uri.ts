/** Parses a URI, absolute where there is no base; `undefined` where it does not parse (an engine's own message would quote it). */
export function parseUri(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

/** Whether two URIs are the same once parsed; two that do not parse are not. */
export function isSameUri(one: string, other: string): boolean {
  const url = parseUri(one)
  return url !== undefined && url.href === parseUri(other)?.href
}

/** Whether a host, after URL parsing, is this machine. A dot at the end does not change a host. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname.replace(/\.$/, ""))
}

/** Whether a host, after URL parsing, is an address or this machine instead of a name. */
export function isAddressOrLocalhost({ hostname }: URL): boolean {
  return /^\[|^[\d.]+$|^(.*\.)?localhost$/.test(hostname.replace(/\.$/, ""))
}

/** A URI as a message may hold it: as it is written, without user, query and fragment, which may carry a secret. */
export function showUri(text: string): string {
  if (parseUri(text) === undefined) return "(no URI)"
  const plain = text.replace(/^([a-z][\w+.-]*:(?:\/\/)?)(?:[^/?#]*@)?([^?#]*).*$/is, "$1$2")
  return plain.replace(/[^!-~]/g, "?").slice(0, 200)
}
