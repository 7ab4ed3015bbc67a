import type { SourceDocument, SyncSource } from "@client-secrets/core"
import { decodeCarriage } from "@client-secrets/source-kit/carriage"
import { expect } from "vitest"

/** A client that nobody has. */
export const members = {
  client_id: "example.apps.googleusercontent.com",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

export const text = JSON.stringify({ web: members })

export const base64 = (value: string): string => Buffer.from(value).toString("base64")

/** What a source gives, read both ways: a document's content as text, or its members. */
export async function outcomeOf(source: SyncSource): Promise<unknown> {
  const awaited = await source.read().then(given, failed)
  let immediate: unknown
  try {
    immediate = given(source.readSync())
  } catch (error) {
    immediate = failed(error)
  }
  expect(immediate).toEqual(awaited)
  return awaited
}

export function given(document: SourceDocument | undefined): unknown {
  if (document === undefined) return undefined
  if ("members" in document) {
    const { members, type, partial } = document
    return { ...members, ...(type && { type }), ...(partial && { partial }) }
  }
  if (!("content" in document)) throw new Error("neither content nor members")
  const { content, carried } = document
  // As core reads it; whether a file that was found is decoded, core decides by the mark.
  if (carried && (typeof content === "string" || content instanceof Uint8Array))
    return decodeCarriage(content)?.text ?? content
  return content instanceof Uint8Array ? new TextDecoder("utf-8", { fatal: true }).decode(content) : content
}

function failed(error: unknown): unknown {
  const { code, message } = error as { code: unknown; message: string }
  return { code, message }
}
