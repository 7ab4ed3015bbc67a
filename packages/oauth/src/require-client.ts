import type { AnyClientSecrets } from "@client-secrets/core"
import { ownProperties } from "./flow-options.ts"

/**
 * Makes sure that it is a client, before anything is asked of it.
 *
 * @throws {TypeError} for a promise that was not awaited, a file or its text, and a client whose secret a copy has lost.
 */
export function requireClient(secrets: AnyClientSecrets): void {
  const { type, clientSecret } = ownProperties(secrets)
  if (type !== "web" && type !== "installed")
    throw new TypeError("This is no client: parseClientSecrets gives one, or loadClientSecrets, awaited.")
  if (clientSecret !== undefined && typeof clientSecret?.reveal !== "function")
    throw new TypeError("clientSecret is no Secret: JSON and structuredClone lose it.")
}
