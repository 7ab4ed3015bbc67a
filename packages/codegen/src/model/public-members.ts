import type { ClientSecretsMember, PublicClient } from "@client-secrets/core"
import { clientSecretsMembers } from "@client-secrets/core"

/** A member of the format whose value may be published. */
export interface PublicMember extends ClientSecretsMember {
  /** Its name in code. */
  readonly property: Exclude<keyof PublicClient, "type">
}

/**
 * Every member that is public, in the order of writing. **A member that is not listed here is secret**, whatever its name:
 * providers add their own keys to the file.
 */
export const publicMembers: readonly PublicMember[] = clientSecretsMembers.filter(
  (member): member is PublicMember => member.kind !== "secret",
)

/** A public member that a client has. */
export interface PublicEntry extends PublicMember {
  readonly value: string | readonly string[]
}

/** The public members of a client, only its own properties, in the order of writing. */
export function publicEntries(client: Partial<PublicClient>): readonly PublicEntry[] {
  return publicMembers.flatMap(member => {
    const value = Object.hasOwn(client, member.property) ? client[member.property] : undefined
    return value === undefined ? [] : [{ ...member, value }]
  })
}
