import type { AnyClientSecrets } from "@client-secrets/core"
import { ownProperties } from "../flow/options.ts"

/**
 * Makes sure that it is a client, before anything is asked of it.
 *
 * @throws {TypeError} for a promise that was not awaited, a file or its text, and a client whose secret a copy has lost.
 */
export function requireClient(secrets: AnyClientSecrets): void {
  const { type, clientSecret } = ownProperties(secrets)
  if (!/^(web|installed)$/.test(type) || (clientSecret && !clientSecret.reveal))
    throw new TypeError("This is no client with a Secret: awaited? Copied by JSON?")
}
