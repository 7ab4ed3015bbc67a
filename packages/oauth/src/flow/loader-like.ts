import type { AbortSignalLike, AnyClientSecrets } from "@client-secrets/core"

/** The part of `createLoader`'s result that the flow needs. */
export interface LoaderLike {
  /** The client as its source has it now. */
  get(options?: { readonly signal?: AbortSignalLike | undefined }): Promise<AnyClientSecrets>
  /** Says that a provider does not accept this client any more, so that the next `get` reads again. */
  invalidate(secrets: AnyClientSecrets): void
}
