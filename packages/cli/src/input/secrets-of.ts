import { type ClientSecrets, type ClientType, safeParseClientSecrets } from "@client-secrets/core"
import { CommandFailure } from "../command-failure.ts"
import { membersBesideSecret } from "./optional-members.ts"
import type { Input } from "./read-input.ts"

/**
 * The secret of a client file, to look for.
 *
 * @throws {CommandFailure} invalid for a file that is not a client file or has no secret, leak for one that is too short to be found.
 */
export function secretOf(input: Input): string {
  return clientOf(input).clientSecret.reveal()
}

/**
 * The client of a file, with a secret that can be searched for.
 *
 * @throws {CommandFailure} as `secretOf`
 */
export function clientOf({ label, content }: Input): ClientSecrets<ClientType, (typeof membersBesideSecret)[number]> {
  const parsed = safeParseClientSecrets(content, { optional: membersBesideSecret, allowInsecureEndpoints: true })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CommandFailure(
      "invalid",
      `${label} is not a client file: ${issue!.message}`,
      "Run client-secrets inspect to see everything that is wrong with it.",
    )
  }
  if (parsed.data.clientSecret.reveal().length >= 8) return parsed.data
  throw new CommandFailure(
    "leak",
    `The secret of ${label} has less than 8 characters: it would be found everywhere, and cannot be searched for.`,
    "Nothing was searched.",
  )
}
