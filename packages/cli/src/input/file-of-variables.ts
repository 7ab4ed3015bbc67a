import { type ClientType, clientSecretsMembers, type SourceDocument } from "@client-secrets/core"
import { hasNoRedirectUris, wrapMembers } from "@client-secrets/recognize"

/** A client file that nobody wrote, and which of its members may be missing. */
export interface FileOfVariables {
  readonly content: string
  readonly optional: readonly "redirect_uris"[]
}

const listMembers = clientSecretsMembers.filter(({ list }) => list).map(({ name }) => name)

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
  return {
    content: JSON.stringify(wrapMembers(members, listMembers, type)),
    optional: hasNoRedirectUris(members) ? ["redirect_uris"] : [],
  }
}
