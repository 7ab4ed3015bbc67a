import type { AnyClientSecrets } from "@client-secrets/core"
import { buildCodeFlow } from "./build-flow.ts"
import { prepareClient } from "./client.ts"
import type { CodeFlow } from "./flow.ts"
import { type FlowOptions, readOptions } from "./flow-options.ts"
import type { RedirectUriOf } from "./pick-redirect-uri.ts"

/** What may stand as `redirectUri`: a web client's own; an installed one's loopback URIs take any port. */
export type FlowRedirectUri<Client> = Client extends { readonly type: "web" } ? RedirectUriOf<Client> : string

/**
 * The authorization code flow alone, for where every kilobyte counts: without OpenID, revocation and the device flow.
 *
 * Use `createFlow` for those. All else is as there.
 *
 * @throws {TypeError} also where the scope holds `openid`.
 */
export function createCodeFlow<const Client extends AnyClientSecrets>(
  secrets: Client,
  options: FlowOptions<NoInfer<FlowRedirectUri<Client>>>,
): CodeFlow<FlowRedirectUri<Client>> {
  const settings = readOptions(options)
  if (settings.openId) throw new TypeError("openid needs createFlow.")
  const client = prepareClient(secrets, settings)
  return buildCodeFlow({ load: async () => client })
}
