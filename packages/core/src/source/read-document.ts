import type { SourceAttempt } from "../error.ts"
import { ClientSecretsError } from "../error.ts"
import type { ClientSecretsFile, ClientType } from "../format/client-secrets.ts"
import { ownProperties } from "../platform.ts"
import { escapeText } from "../secret/printable.ts"
import { readFailure, sourceError } from "./read-failure.ts"
import type { ReadContext, Source, SyncSource } from "./source.ts"

/** A document with the name of the source that gave it: one of `content`, `members` and `unchanged` is there. */
export interface FoundDocument {
  readonly content?: string | Uint8Array | ClientSecretsFile | undefined
  readonly members?: Readonly<Record<string, string | readonly string[]>> | undefined
  readonly type?: ClientType | undefined
  readonly unchanged?: true | undefined
  readonly version?: string | undefined
  readonly hint?: (() => string | undefined) | undefined
  readonly from: string
}

/**
 * Reads a source, a chain link by link, until one has the document; `undefined` if none has.
 *
 * A link is passed over only for saying `undefined`. Whatever a link throws ends the chain and arrives as a
 * `ClientSecretsError`, the caller's abort reason alone as it is. The `version` begins with the link's index, so that
 * `previousVersion` reaches no link but the one that gave it.
 *
 * @param attempts filled with what was tried, also for who gives up waiting
 */
export async function readDocument(
  source: Source,
  { signal, previousVersion, force }: ReadContext = {},
  attempts: SourceAttempt[] = [],
): Promise<FoundDocument | undefined> {
  for (const [index, link] of linksOf(source).entries()) {
    const prefix = `${index}:`
    const previous = previousVersion?.startsWith(prefix) ? previousVersion.slice(prefix.length) : undefined
    try {
      if (signal?.aborted) throw signal.reason
      const answer = await link.read({ signal, force, previousVersion: previous })
      if (answer !== undefined) return checkAnswer(answer, link, prefix, previous)
    } catch (thrown) {
      throw signal?.aborted ? signal.reason : readFailure(thrown, nameOf(link), attempts)
    }
    attempts.push({ source: nameOf(link), code: "not_found" })
  }
  return undefined
}

/** `readDocument` for sources that answer at once. */
export function readDocumentSync(source: SyncSource, attempts: SourceAttempt[] = []): FoundDocument | undefined {
  for (const [index, link] of linksOf(source).entries()) {
    try {
      const answer = (link as SyncSource).readSync()
      if (answer !== undefined) return checkAnswer(answer, link, `${index}:`)
    } catch (thrown) {
      throw readFailure(thrown, nameOf(link), attempts)
    }
    attempts.push({ source: nameOf(link), code: "not_found" })
  }
  return undefined
}

/** The document, or the error that says where it was looked for, and what the links have to say about it. */
export function orNotFound(
  document: FoundDocument | undefined,
  attempts: readonly SourceAttempt[],
  source: Source,
): FoundDocument {
  if (document !== undefined) return document
  const tried = attempts.map(attempt => attempt.source).join("; ")
  throw new ClientSecretsError("not_found", `No client secrets found. Looked in: ${tried}. ${hintsOf(source)}`.trim(), {
    attempts,
  })
}

/** What the links of a source say of nothing being there. */
export function hintsOf(source: Source): string {
  return linksOf(source).map(askHint).filter(Boolean).join(" ")
}

/** A hint as it may be printed; empty where there is none, where it is no text and where asking fails. */
export function askHint(holder: { hint?: (() => string | undefined) | undefined }): string {
  try {
    return escapeText(holder.hint!()!)
  } catch {
    return ""
  }
}

/** The sources that a chain comes down to, chains in it included. */
export function linksOf(source: Source): readonly Source[] {
  return source.sources?.flatMap(linksOf) ?? [source]
}

/** A source's name as it may be printed. */
export function nameOf(source: Source): string {
  return escapeText(`${source.name}`)
}

/** @throws {TypeError} for anything but a source. */
export function checkSource(source: Source, method: "read" | "readSync" = "read"): void {
  if (typeof (source as Partial<SyncSource> | undefined)?.[method] !== "function") {
    throw new TypeError(`A source has a name and ${method}().`)
  }
}

export function isSync(source: Source): source is SyncSource {
  return typeof (source as Partial<SyncSource>).readSync === "function"
}

// A source is often written by hand: what it gives is looked at before it is believed.
function checkAnswer(answer: object, link: Source, prefix: string, previous?: string): FoundDocument {
  const document = ownProperties(answer) as Partial<FoundDocument>
  const { content, members, unchanged, version } = document
  const from = escapeText(`${document.from ?? link.name}`)
  if ((content ?? members ?? (previous && unchanged)) === undefined) {
    throw sourceError("invalid", from, "gave no document.")
  }
  // Without a prototype again: whoever asks for `members` must not get those of a polluted one.
  return ownProperties({ ...document, version: typeof version === "string" ? prefix + version : undefined, from })
}
