import type { AnyClientSecrets } from "@client-secrets/core"
import type { JWKSCacheInput } from "oauth4webapi"
import type { Client } from "./client.ts"
import type { CallOptions } from "./flow.ts"
import type { ServerMetadata } from "./flow-options.ts"

/** What the steps of one flow share. */
export interface FlowState {
  /** The client as its source has it now. */
  load(call: CallOptions | undefined): Promise<Client>
  /** Tells the source that the token endpoint does not know the client any more. */
  reportInvalid?(secrets: AnyClientSecrets): void
  /** What knows issuers and ID tokens; a flow of codes alone goes without. */
  openId?(): Promise<Pick<typeof import("./open-id.ts"), "findMetadata" | "verifyIdToken">>
  /** Discovered metadata, by issuer. Values only: on workerd a promise of another request never settles. */
  readonly metadata: Map<string, ServerMetadata>
  /** The issuers' keys, as oauth4webapi keeps them: for 5 minutes, and anew for a key that it has not seen. */
  readonly keys: Map<string, JWKSCacheInput>
}
