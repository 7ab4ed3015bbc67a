import type { Source, SourceDocument, SyncSource } from "../src/source/source.ts"

export const exampleSecret = "EXAMPLE_NOT_A_REAL_SECRET"

export const exampleMembers = {
  client_id: "1234567890-example.apps.googleusercontent.com",
  client_secret: exampleSecret,
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

/** The text of a client file with other members in place of the example's; `undefined` removes one. */
export function exampleFile(members: Readonly<Record<string, unknown>> = {}, type = "web"): string {
  return JSON.stringify({ [type]: { ...exampleMembers, ...members } })
}

/** A source that answers with what `read` returns or throws. */
export function sourceOf(name: string, read: Source["read"] | (() => unknown)): Source {
  return { name, read: async context => (await read(context)) as SourceDocument | undefined }
}

/** A synchronous source that answers with what `read` returns or throws. */
export function syncSourceOf(name: string, read: () => unknown): SyncSource {
  const readSync = () => read() as SourceDocument | undefined
  return { name, readSync, read: async () => readSync() }
}

/** The error that a call threw or rejected with. */
export async function thrownBy(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (thrown) {
    return thrown
  }
  throw new Error("nothing was thrown")
}
