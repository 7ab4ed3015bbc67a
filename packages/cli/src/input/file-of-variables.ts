import type { ClientType, SourceDocument } from "@client-secrets/core"
// The parts of core's loading that a document of variables needs. The bin has core built in.
import { withMemberNames } from "../../../core/src/source/member-names.ts"
import { hasNoRedirectUris, wrapMembers } from "../../../core/src/source/wrap-members.ts"

/** A client file that nobody wrote, and which of its members may be missing. */
export interface FileOfVariables {
  readonly content: string
  readonly optional: readonly "redirect_uris"[]
}

/**
 * The client file that corresponds to variables, by the rules of core's loading.
 *
 * Loading refuses an invalid one. Here the problems are needed, not the client.
 */
export function fileOfVariables(document: SourceDocument): FileOfVariables {
  const { members = {}, type } = Object.assign(Object.create(null), document) as {
    readonly members?: Readonly<Record<string, unknown>>
    readonly type?: ClientType
  }
  const named = withMemberNames(members)
  return {
    content: JSON.stringify(wrapMembers(named, type)),
    optional: hasNoRedirectUris(named) ? ["redirect_uris"] : [],
  }
}
