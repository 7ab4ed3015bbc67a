import type { AnyClientSecrets } from "@client-secrets/core"
import {
  createMismatchError,
  createNoMatchError,
  hasFreePort,
  requireRegistered,
  setPort,
} from "../client/redirect-uri.ts"
import { isLoopback, parseUri } from "../client/uri.ts"
import { isGoogleClient } from "./complete-client.ts"

/** Where the browser comes back to. */
export interface RedirectPlace {
  readonly uri: string
  /** 0 for any free port. */
  readonly port: number
}

/**
 * Picks the redirect URI on this machine.
 *
 * A literal address comes first, since what `localhost` means is up to each browser (RFC 8252 section 8.3).
 *
 * @throws {ClientSecretsError} `redirect_uri_mismatch` if the client has none on this machine
 */
export function chooseRedirectUri(
  secrets: AnyClientSecrets,
  wanted: string | undefined,
  port: number | undefined,
): RedirectPlace {
  const candidates = wanted === undefined ? registeredUris(secrets) : [wanted]
  const local = candidates.filter(isPlainLoopback)
  const uri = local.find(candidate => parseUri(candidate)!.hostname !== "localhost") ?? local[0]
  if (uri === undefined)
    throw wanted === undefined
      ? createNoMatchError(secrets, "is on this machine (http://127.0.0.1 or http://localhost)")
      : createMismatchError(secrets, wanted)
  const chosen = port === undefined ? uri : setPort(uri, `:${port}`)
  requireRegistered(secrets, chosen)
  const ownPort = parseUri(chosen)!.port
  return { uri, port: Number(ownPort || (hasFreePort(secrets, uri) ? 0 : 80)) }
}

function registeredUris(secrets: AnyClientSecrets): readonly string[] {
  const { type, redirectUris = [] } = secrets
  // Google registers nothing for desktop clients and accepts any loopback address; other files may list nothing.
  const isImplied = type === "installed" && (redirectUris.length === 0 || isGoogleClient(secrets))
  return isImplied ? [...redirectUris, "http://127.0.0.1"] : redirectUris
}

function isPlainLoopback(uri: string): boolean {
  const url = parseUri(uri)
  return url?.protocol === "http:" && isLoopback(url)
}
