import type { AbortSignalLike, AnyClientSecrets } from "@client-secrets/core"
import type { Client } from "../client/prepare-client.ts"
import type { Issuers } from "../openid/issuers.ts"
import type { FetchLike } from "./options.ts"

/** The state that the steps of one flow share. */
export interface FlowState {
  /** The client as its source has it now. */
  load(signal: AbortSignalLike | undefined): Promise<Client>
  /** Tells the source that the token endpoint does not accept this client any more. */
  invalidate(secrets: AnyClientSecrets): void
  /** What the flow has learned of issuers. */
  readonly issuers: Issuers
  /** The caller's `fetch`, which also sends what an authorization fetches. */
  readonly fetch: FetchLike | undefined
}
