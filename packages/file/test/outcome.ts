import type { SourceDocument, SyncSource } from "@client-secrets/core"
import { expect } from "vitest"

export interface Outcome {
  readonly text?: string | undefined
  readonly code?: unknown
  readonly message?: string
}

/** The result or the error of a source; both ways of reading must have the same one. */
export async function outcomeOf(source: SyncSource, folder = ""): Promise<Outcome> {
  const awaited = await source.read().then(given, error => failed(error, folder))
  let immediate: Outcome
  try {
    immediate = given(source.readSync())
  } catch (error) {
    immediate = failed(error, folder)
  }
  expect(immediate).toEqual(awaited)
  return awaited
}

function given(document: SourceDocument | undefined): Outcome {
  if (document === undefined) return { text: undefined }
  if (!("content" in document) || !(document.content instanceof Uint8Array)) throw new Error("no bytes")
  return { text: new TextDecoder("utf-8", { fatal: true }).decode(document.content) }
}

function failed(error: unknown, folder: string): Outcome {
  const { code, message } = error as { code: unknown; message: string }
  return { code, message: folder === "" ? message : message.replaceAll(folder, "FOLDER") }
}
