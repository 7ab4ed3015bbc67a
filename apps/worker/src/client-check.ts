import type { WebClientSecrets } from "client-secrets"

/** Whether the token endpoint accepts a client; undefined while another request is checking. */
export type ClientCheck = (client: WebClientSecrets) => Promise<boolean | undefined>

/** How long a check may take before another request checks, in milliseconds. */
const patience = 10_000

/**
 * Returns a function that says whether a client's token endpoint accepts it.
 *
 * The secret is sent once for each client that was read, and again after `lifetime`: not once for each visitor, who could
 * have the token endpoint block this Worker.
 *
 * @param lifetime how long a result is valid, in milliseconds
 */
export function createClientCheck(lifetime: number): ClientCheck {
  let last:
    | { readonly client: WebClientSecrets; readonly isKnown: boolean | undefined; readonly until: number }
    | undefined
  return async client => {
    // During the check the result is undefined. It is not awaited: on workerd no request can wait for another one's.
    if (last?.client === client && Date.now() < last.until) return last.isKnown
    last = { client, isKnown: undefined, until: Date.now() + patience }
    const isKnown = await askTokenEndpoint(client)
    last = { client, isKnown, until: Date.now() + lifetime }
    return isKnown
  }
}

/** Sends a request that is refused either way: RFC 6749 section 5.2 distinguishes an unknown client from an unknown grant. */
async function askTokenEndpoint({ clientId, clientSecret, tokenUri }: WebClientSecrets): Promise<boolean> {
  const response = await fetch(tokenUri, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: "none",
      client_id: clientId,
      client_secret: clientSecret.reveal(),
    }),
    redirect: "manual",
  })
  const { error } = (await response.json()) as { error?: string }
  return error === "invalid_grant"
}
