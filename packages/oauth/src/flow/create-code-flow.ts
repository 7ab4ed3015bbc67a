import type { AnyClientSecrets } from "@client-secrets/core"
import type { RedirectUriOf } from "../client/pick-redirect-uri.ts"
import { prepareClient } from "../client/prepare-client.ts"
import { buildCodeFlow } from "./build-flow.ts"
import type { CodeFlow } from "./flow.ts"
import { type FlowOptions, readOptions } from "./options.ts"

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
