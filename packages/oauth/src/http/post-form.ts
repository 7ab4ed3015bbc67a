import type { AuthorizationServer } from "oauth4webapi"
import type { ServerMetadata } from "../flow/options.ts"
import { type Answer, type Outgoing, send } from "./send.ts"

/** Posts a form to an endpoint that the client authenticates at (RFC 6749 section 2.3). */
export async function postForm(
  outgoing: Outgoing,
  url: string,
  parameters: Record<string, string>,
  metadata: ServerMetadata | undefined,
): Promise<Answer> {
  const { secrets, settings } = outgoing.client
  const secret = secrets.clientSecret?.reveal()
  const body = new URLSearchParams(parameters)
  const headers = new Headers({ accept: "application/json" })
  const methods = metadata?.token_endpoint_auth_methods_supported
  const onlyBasic = methods?.includes("client_secret_basic") && !methods.includes("client_secret_post")
  const method = settings.clientAuthentication ?? (onlyBasic ? "basic" : "post")
  const { clientAuthentication } = await import("./client-authentication.ts")
  const authenticate = clientAuthentication[secret === undefined ? "none" : method](secret!)
  await authenticate({} as AuthorizationServer, { client_id: secrets.clientId }, body, headers)
  return send(outgoing, url, { method: "POST", headers: Object.fromEntries(headers), body })
}
