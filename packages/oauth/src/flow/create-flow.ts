import type { AnyClientSecrets } from "@client-secrets/core"
import { prepareClient } from "../client/prepare-client.ts"
import { requireRegistered } from "../client/redirect-uri.ts"
import { buildFlow } from "./build-flow.ts"
import type { FlowRedirectUri } from "./create-code-flow.ts"
import type { Flow } from "./flow.ts"
import { type FlowOptions, readOptions } from "./options.ts"

/**
 * Makes the OAuth flow of a client that is at hand. For one that lives in a source, use `flowFromClientSecrets`.
 *
 * Endpoints come from the file; it sends nothing until a method is called.
 *
 * @throws {ClientSecretsError} `redirect_uri_mismatch` where `redirectUri` is not one of the file's; `invalid` where an
 *   endpoint is missing, insecure, or not Google's beside one that is.
 * @throws {TypeError} where it is no client, as a promise that was not awaited; where an option is not what it must be; or
 *   where `openid` is asked for and nothing names the issuer.
 * @see RFC 6749, RFC 7636, RFC 9207, OpenID Connect Core 1.0
 */
export function createFlow<const Client extends AnyClientSecrets>(
  secrets: Client,
  options: FlowOptions<NoInfer<FlowRedirectUri<Client>>>,
): Flow<FlowRedirectUri<Client>> {
  const settings = readOptions(options)
  const client = prepareClient(secrets, settings)
  const { redirectUri } = settings
  if (redirectUri !== undefined) requireRegistered(client.secrets, redirectUri)
  return buildFlow({ load: async () => client })
}
