import { isLoopback } from "@client-secrets/recognize"
import { maskSecrets } from "@client-secrets/source-kit"

/** The part of a `URL` that is used. */
export interface UrlLike {
  readonly href: string
}

/**
 * Parses an address to which a token may be sent: https, or plain http to this machine.
 *
 * @throws {TypeError} for anything else; its message does not contain what was passed
 */
export function parseAddress(address: string | UrlLike): URL {
  const url = toUrl(address)
  if (url !== undefined && isSafe(url)) return url
  const advice = (address as unknown) instanceof Promise ? " It is a Promise: did you forget await?" : ""
  throw new TypeError(
    "The address must be an https:// URL without a user name or password. " +
      `http:// is accepted for this machine only: localhost, 127.0.0.0/8 and [::1].${advice}`,
  )
}

function toUrl(address: unknown): URL | undefined {
  try {
    return new URL(typeof address === "string" ? address : (address as UrlLike).href)
  } catch {
    // The engine's message contains the address.
    return undefined
  }
}

function isSafe({ protocol, hostname, username, password }: URL): boolean {
  if (username !== "" || password !== "") return false
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname))
}

/**
 * Encodes the segments of a path, so that none can leave its place.
 *
 * @throws {TypeError} for an empty one, `.` and `..`
 */
export function joinPath(...segments: readonly string[]): string {
  for (const segment of segments) {
    if (typeof segment !== "string") throw new TypeError("Each part of the path must be a string.")
    if (["", ".", ".."].includes(segment)) throw new TypeError("No part of the path may be empty, `.` or `..`.")
  }
  return segments.map(segment => `/${encodeURIComponent(segment)}`).join("")
}

/** An address as messages name it: without query and fragment, and without what could be a secret in it. */
export function printAddress({ origin, pathname }: URL): string {
  return maskSecrets(origin + pathname)
}

/** A host as messages name it. An address can be a capability: anyone who knows it may read its content. */
export function printHost({ host }: URL): string {
  return maskSecrets(host)
}
