import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  customFetch,
  getValidatedIdTokenClaims,
  type IDToken,
  type JWKSCacheInput,
  jwksCache,
  processGenericTokenEndpointResponse,
  validateApplicationLevelSignature,
} from "oauth4webapi"

/** The part of a request for keys that is used. */
interface RequestInit {
  readonly method: string
  readonly headers: Record<string, string>
}

/**
 * The claims of an ID token, after oauth4webapi has checked issuer, audience, times and, with the issuer's keys, the
 * signature. It gets no other token. Imported on first use, and imports nothing of ours: what a
 * bundler without splitting loads late it wraps, each module with all that it imports.
 */
export async function verifySigned(
  server: AuthorizationServer,
  client: Client,
  idToken: string,
  keys: JWKSCacheInput,
  fetchKeys: (url: string, init: RequestInit) => Promise<string>,
): Promise<IDToken> {
  const headers = { "content-type": "application/json" }
  const answer = { access_token: "not-used", token_type: "bearer", id_token: idToken }
  const response = new Response(JSON.stringify(answer), { headers })
  const body = await processGenericTokenEndpointResponse(server, client, response)
  const options = {
    // Insecure requests are refused by `send`, which knows the exceptions.
    [allowInsecureRequests]: true,
    [jwksCache]: keys,
    [customFetch]: async (url: string, { method, headers: asked }: RequestInit) =>
      new Response(await fetchKeys(url, { method, headers: asked }), { headers }),
  }
  // Own options only, as everywhere; this module imports nothing that would do it.
  await validateApplicationLevelSignature(server, response, Object.assign(Object.create(null), options))
  return getValidatedIdTokenClaims(body)!
}
