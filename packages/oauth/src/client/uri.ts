import { isAddress, isLoopback as isLoopbackHost } from "@client-secrets/recognize"

/** Parses a URI, absolute if there is no base; `undefined` if it is not one (an engine's own message would quote it). */
export function parseUri(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}

/** Whether two URIs are the same once parsed; two that are not URIs are not. */
export function isSameUri(one: string, other: string): boolean {
  const url = parseUri(one)
  return url !== undefined && url.href === parseUri(other)?.href
}

/** Whether a parsed URL's host is this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return isLoopbackHost(hostname)
}

/** Whether a parsed URL's host is an address or this machine, instead of a public name. */
export function isAddressOrLocalhost({ hostname }: URL): boolean {
  return isAddress(hostname) || isLoopbackHost(hostname) || /\.localhost\.?$/.test(hostname)
}

/** Whether a URI is plain http on this machine, as local programs register it. */
export function isPlainLoopback(text: string): boolean {
  const uri = parseUri(text)
  return uri?.protocol === "http:" && isLoopback(uri)
}

/** A URI as a message may show it: as written, without user, query and fragment, which may carry a secret. */
export function showUri(text: string): string {
  if (parseUri(text) === undefined) return "(not a URI)"
  const plain = text.replace(/^([a-z][\w+.-]*:(?:\/\/)?)(?:[^/?#]*@)?([^?#]*).*$/is, "$1$2").replace(/[^!-~]/g, "?")
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain
}
