import type { CheckedClient } from "../client/prepare-client.ts"
import type { ClientSettings, ServerMetadata } from "../flow/options.ts"
import { basicCredentials, chooseAuthentication } from "./client-authentication.ts"
import { type Answer, type Outgoing, send } from "./send.ts"

/** Posts a form to an endpoint at which the client authenticates (RFC 6749 section 2.3). */
export async function postForm(
  outgoing: Outgoing,
  url: string,
  parameters: Readonly<Record<string, string>>,
  client: CheckedClient & { readonly settings: ClientSettings },
  metadata: ServerMetadata | undefined,
): Promise<Answer> {
  const { clientId, clientSecret } = client.secrets
  const secret = clientSecret?.reveal() ?? ""
  const body = new URLSearchParams(parameters)
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
  }
  switch (chooseAuthentication(client, metadata)) {
    case "client_secret_basic":
      headers["authorization"] = basicCredentials(clientId, secret)
      break
    case "client_secret_post":
      body.set("client_id", clientId)
      body.set("client_secret", secret)
      break
    case "none":
      body.set("client_id", clientId)
  }
  return send(outgoing, url, { method: "POST", headers, body })
}
