import type { Client } from "../client/prepare-client.ts"
import { requireRegistered, sendableRedirectUris } from "../client/redirect-uri.ts"
import { messages } from "../messages.ts"
import type { AuthorizationParameters, AuthorizationRequest } from "./flow.ts"

export async function createAuthorizationRequest(
  client: Client,
  parameters: AuthorizationParameters,
): Promise<AuthorizationRequest> {
  const { secrets, settings } = client
  const { scope } = settings
  const { hd, additionalParameters = {} } = parameters
  const redirectUri = chooseRedirectUri(client, parameters.redirectUri)
  const [state, codeVerifier] = [randomText(), randomText()]
  const nonce = settings.openId ? randomText() : undefined
  const query: Record<string, unknown> = {
    access_type: parameters.accessType,
    prompt: parameters.prompt,
    login_hint: parameters.loginHint,
    include_granted_scopes: parameters.includeGrantedScopes,
    hd,
    response_type: "code",
    client_id: secrets.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: await challengeOf(codeVerifier),
    code_challenge_method: "S256",
  }
  const url = new URL(secrets.authUri)
  for (const [name, value] of Object.entries(additionalParameters)) {
    // Ignored, or sent without a check as `hd` would be, it would not do what the caller expects.
    if (Object.hasOwn(query, name)) throw new TypeError(messages.parameterTaken(name))
    url.searchParams.set(name, value)
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return {
    url: url.href,
    state,
    codeVerifier,
    redirectUri,
    scope,
    ...(nonce !== undefined && { nonce }),
    ...(hd !== undefined && { hd }),
  }
}

function chooseRedirectUri({ secrets, settings }: Client, wanted: string | undefined): string {
  const listed = sendableRedirectUris(secrets)
  const redirectUri = wanted ?? settings.redirectUri ?? (listed.length === 1 ? listed[0] : undefined)
  if (redirectUri === undefined) throw new TypeError(messages.redirectUriNeeded(listed.length))
  requireRegistered(secrets, redirectUri)
  return redirectUri
}

/** 256 random bits in 43 characters, as RFC 7636 section 4.1 requires of a verifier. */
function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)))
}

async function challengeOf(codeVerifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier))))
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace("=", "")
}
