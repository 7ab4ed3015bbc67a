import type { ServerMetadata } from "../flow/options.ts"
import { type Authenticated, authenticate } from "./client-authentication.ts"
import { type Answer, type Outgoing, send } from "./send.ts"

/** Posts a form to an endpoint at which the client authenticates. */
export async function postForm(
  outgoing: Outgoing,
  url: string,
  parameters: Readonly<Record<string, string>>,
  client: Authenticated,
  metadata: ServerMetadata | undefined,
): Promise<Answer> {
  const body = new URLSearchParams(parameters)
  const headers = new Headers({ accept: "application/json" })
  authenticate(client, metadata, body, headers)
  return send(outgoing, url, { method: "POST", headers: Object.fromEntries(headers), body })
}
