import type { AnyClientSecrets } from "@client-secrets/core"
import { ownProperties } from "../flow/options.ts"
import { createMismatchError, hasFreePort, isRegistered, setPort } from "./redirect-uri.ts"
import { isLoopback, parseUri } from "./uri.ts"

/** What a redirect URI has to fit: an origin (`https://app.example.com`), a whole URI, a port, this machine. */
export type WantedRedirectUri =
  | string
  | URL
  | {
      /** The port that it must have; a loopback URI of an installed application takes any. */
      readonly port?: number
      /** Only a loopback one: `127.0.0.0/8`, `[::1]`, `localhost`. */
      readonly loopback?: boolean
    }

/** The redirect URIs of a client: its literals where it was generated, else any text. */
export type RedirectUriOf<Client> = Client extends { readonly redirectUris: readonly (infer Uri extends string)[] }
  ? Uri
  : string

/**
 * Picks the registered redirect URI that fits: an origin, a whole URI, a port, or this machine.
 *
 * Of several that fit, the first in the file's order. It never makes up a URI: what it returns is registered character
 * by character, but for the port of a loopback URI of an installed application, which is free (RFC 8252 section 7.3).
 *
 * @throws {ClientSecretsError} `redirect_uri_mismatch` where none fits; the message lists those that are registered
 *   and says how the nearest one differs.
 * @throws {TypeError} where what is wanted is no absolute URI and no port.
 */
export function pickRedirectUri<const Client extends AnyClientSecrets>(
  secrets: Client,
  wanted: WantedRedirectUri,
): RedirectUriOf<Client> {
  const client = ownProperties(secrets)
  const text = typeof wanted === "string" || wanted instanceof URL ? String(wanted) : undefined
  const url = parseUri(text ?? "")
  const { port, loopback } = ownProperties(text === undefined ? (wanted as { port?: number; loopback?: boolean }) : {})
  if (text === undefined ? !isPort(port ?? (loopback === true ? 1 : 0)) : url === undefined)
    throw new TypeError("pickRedirectUri takes a URI, its origin, { port } or { loopback: true }.")
  const registered = client.redirectUris ?? []
  const found =
    // What is a URI of its own fits itself alone; an origin fits every path on it.
    registered.find(uri => uri === text) ??
    (url !== undefined && url.href !== `${url.origin}/`
      ? registered.length > 0 && isRegistered(client, text!) && text
      : findOnPlace(client, url, url === undefined ? port : Number(portOf(url)), loopback === true))
  if (!found)
    throw createMismatchError(client, text ?? `${loopback ? "a loopback one" : "one"}${port ? ` on port ${port}` : ""}`)
  return found as RedirectUriOf<Client>
}

function findOnPlace(
  secrets: AnyClientSecrets,
  origin: URL | undefined,
  port: number | undefined,
  loopback: boolean,
): string | undefined {
  for (const text of secrets.redirectUris ?? []) {
    const uri = parseUri(text)
    if (uri === undefined || (loopback && !isLoopback(uri))) continue
    if (origin !== undefined && (uri.protocol !== origin.protocol || uri.hostname !== origin.hostname)) continue
    if (port === undefined || portOf(uri) === String(port)) return text
    if (hasFreePort(secrets, text)) return setPort(text, `:${port}`)
  }
  return undefined
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === "https:" ? "443" : "80")
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}
