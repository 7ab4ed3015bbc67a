import type { PublicClient } from "@client-secrets/core"
import { jsonText } from "../emit/literal.ts"
import { publicEntries } from "./public-members.ts"

/**
 * The text of `client_secrets.public.json`: the client file without `client_secret` and without unknown members.
 *
 * It can be committed, and `generate` makes the same modules of it as of the whole file.
 */
export function publicFile(client: PublicClient): string {
  return jsonText({ [client.type]: Object.fromEntries(publicEntries(client).map(({ name, value }) => [name, value])) })
}
