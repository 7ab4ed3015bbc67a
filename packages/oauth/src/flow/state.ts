import type { AnyClientSecrets } from "@client-secrets/core"
import type { Client } from "../client/prepare-client.ts"
import type { OpenId } from "../openid/open-id.ts"
import type { CallOptions } from "./flow.ts"

/** What the steps of one flow share. */
export interface FlowState {
  /** The client as its source has it now. */
  load(call: CallOptions): Promise<Client>
  /** Tells the source that the token endpoint does not know the client any more. */
  invalidate?(secrets: AnyClientSecrets): void
  /** What knows issuers and ID tokens; a flow of codes alone goes without. */
  readonly openId?: OpenId
}

/** What the steps that need the issuer share. */
export interface OpenIdFlowState extends FlowState {
  readonly openId: OpenId
}
