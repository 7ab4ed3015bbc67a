import type { AbortSignalLike, ReadContext } from "@client-secrets/core"
import { ownProperty } from "./own-property.ts"

/** The caller's signal. A context without one must not inherit one from `Object.prototype`. */
export function signalOf(context: ReadContext | undefined): AbortSignalLike | undefined {
  return ownProperty(context, "signal") as AbortSignalLike | undefined
}
