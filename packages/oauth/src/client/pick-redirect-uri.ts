import type { AnyClientSecrets } from "@client-secrets/core"
import { ownProperties } from "../flow/options.ts"
import { messages } from "../messages.ts"
import {
  createMismatchError,
  createNoMatchError,
  hasFreePort,
  isRegistered,
  sendableRedirectUris,
  setPort,
} from "./redirect-uri.ts"
import { isLoopback, parseUri } from "./uri.ts"

/** What a redirect URI must match: an origin (`https://app.example.com`), a whole URI, a port, or this machine. */
export type WantedRedirectUri =
  | string
  | URL
  | {
      /** The port that it must have. A loopback URI of an installed application may have any. */
      readonly port?: number
      /** Only a loopback URI: `127.0.0.0/8`, `[::1]`, `localhost`. */
      readonly loopback?: boolean
    }

/** The redirect URIs of a client: literals for a generated one, any string otherwise. */
export type RedirectUriOf<Client> = Client extends { readonly redirectUris: readonly (infer Uri extends string)[] }
  ? Uri
  : string

/**
 * Picks the registered redirect URI that fits: an origin, a whole URI, a port, or this machine.
 *
 * If several match it returns the first in the file's order. It invents no URI: what it returns is registered
 * character by character, except for the port of a loopback URI of an installed application (RFC 8252 section 7.3).
 *
 * @throws {ClientSecretsError} `redirect_uri_mismatch` if none fits. The message lists the registered ones and says how
 *   the nearest differs.
 * @throws {TypeError} if the second argument is neither an absolute URI nor a port nor `{ loopback: true }`
 * @example
 * pickRedirectUri(secrets, "https://app.example.com") // "https://app.example.com/callback"
 */
export function pickRedirectUri<const Client extends AnyClientSecrets>(
  secrets: Client,
  wanted: WantedRedirectUri,
): RedirectUriOf<Client> {
  const client = ownProperties<AnyClientSecrets>(secrets)
  const isUri = typeof wanted === "string" || wanted instanceof URL
  const found = isUri ? pickByUri(client, String(wanted)) : pickByPlace(client, ownProperties(wanted))
  return found as RedirectUriOf<Client>
}

function pickByUri(client: AnyClientSecrets, text: string): string {
  const url = parseUri(text)
  if (url === undefined) throw new TypeError(messages.notAWantedUri)
  if (sendableRedirectUris(client).includes(text)) return text
  // A whole URI fits only itself; an origin fits every path below it.
  const isOrigin = url.href === `${url.origin}/`
  if (!isOrigin && (client.redirectUris ?? []).length > 0 && isRegistered(client, text)) return text
  const found = isOrigin ? findOnOrigin(client, url) : undefined
  if (found === undefined) throw createMismatchError(client, text)
  return found
}

function findOnOrigin(client: AnyClientSecrets, { protocol, hostname, port }: URL): string | undefined {
  const onHost = sendableRedirectUris(client).filter(text => {
    const uri = parseUri(text)
    return uri?.protocol === protocol && uri.hostname === hostname
  })
  return findOnPort(client, onHost, port || defaultPort(protocol))
}

function pickByPlace(client: AnyClientSecrets, wanted: { port?: number; loopback?: boolean }): string {
  const { port, loopback = false } = wanted
  if (port === undefined ? loopback !== true : !isPort(port)) throw new TypeError(messages.notAWantedUri)
  const uris = sendableRedirectUris(client).filter(text => {
    const uri = parseUri(text)
    return uri !== undefined && (!loopback || isLoopback(uri))
  })
  const found = port === undefined ? uris[0] : findOnPort(client, uris, String(port))
  if (found !== undefined) return found
  throw createNoMatchError(client, messages.wantedPlace(loopback, port))
}

function findOnPort(client: AnyClientSecrets, uris: readonly string[], port: string): string | undefined {
  for (const text of uris) {
    const uri = parseUri(text)!
    if ((uri.port || defaultPort(uri.protocol)) === port) return text
    if (hasFreePort(client, text)) return setPort(text, `:${port}`)
  }
  return undefined
}

function defaultPort(protocol: string): string {
  return protocol === "https:" ? "443" : "80"
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}
