import type { SourceDocument, SyncSource } from "@client-secrets/core"
import { decodeCarriage } from "@client-secrets/recognize"
import { expect } from "vitest"

/** A client that does not exist. */
export const members = {
  client_id: "example.apps.googleusercontent.com",
  client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
  redirect_uris: ["https://app.example.com/callback"],
  auth_uri: "https://accounts.google.com/o/oauth2/auth",
  token_uri: "https://oauth2.googleapis.com/token",
}

export const text = JSON.stringify({ web: members })

export const base64 = (value: string): string => Buffer.from(value).toString("base64")

/** The result of a source, read both ways: the content of a document as a string, or its members. */
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
  // As core reads it; the mark tells core whether to decode a file.
  if (carried && (typeof content === "string" || content instanceof Uint8Array))
    return decodeCarriage(content)?.text ?? content
  return content instanceof Uint8Array ? new TextDecoder("utf-8", { fatal: true }).decode(content) : content
}

function failed(error: unknown): unknown {
  const { code, message } = error as { code: unknown; message: string }
  return { code, message }
}
