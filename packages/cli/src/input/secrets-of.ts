import { safeParseClientSecrets } from "@client-secrets/core"
import { CommandFailure } from "../command-failure.ts"
import type { Input } from "./read-input.ts"

/**
 * The secret of a client file, to look for.
 *
 * @throws {CommandFailure} invalid for a file that is none or has no secret, leak for one that is too short to be found.
 */
export function secretOf({ label, content }: Input): string {
  const optional = ["redirect_uris", "auth_uri", "token_uri"] as const
  const parsed = safeParseClientSecrets(content, { optional, allowInsecureEndpoints: true })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new CommandFailure(
      "invalid",
      `${label} is not a client file: ${issue!.message}`,
      "`inspect` says all that is wrong.",
    )
  }
  const secret = parsed.data.clientSecret.reveal()
  if (secret.length >= 8) return secret
  throw new CommandFailure(
    "leak",
    `The secret of ${label} has less than 8 characters: it would be found everywhere, and cannot be searched for.`,
    "Nothing was searched.",
  )
}
