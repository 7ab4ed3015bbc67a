import type { ClientType, SourceDocument } from "@client-secrets/core"

/**
 * The client file that variables stand for, by the rules of core's loading: lists may be one string, and Google's endpoints are
 * implied if none exists at all.
 *
 * Loading does the same, and refuses what is wrong with it. Here the problems are wanted, not the client.
 */
export function fileOfVariables(document: SourceDocument): string {
  const { members, type = "web" } = Object.assign(Object.create(null), document) as {
    readonly members: Readonly<Record<string, unknown>>
    readonly type?: ClientType
  }
  const client: Record<string, unknown> = Object.assign(Object.create(null), members)
  for (const name of ["redirect_uris", "javascript_origins"]) {
    const value = client[name]
    if (typeof value === "string") client[name] = listOf(value)
  }
  if (client["auth_uri"] === undefined && client["token_uri"] === undefined) {
    client["auth_uri"] = "https://accounts.google.com/o/oauth2/auth"
    client["token_uri"] = "https://oauth2.googleapis.com/token"
  }
  return JSON.stringify({ [type]: client })
}

/** A list in one string: JSON, or separated by commas or white space. */
function listOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.split(/[\s,]+/).filter(one => one !== "")
  }
}
