import type { ParseClientSecretsOptions } from "../format/parse-options.ts"
import { clientOf, type LoadOutcome, parseSourceDocument } from "../source/parse-source-document.ts"
import type { ReadContext, Source } from "../source/source.ts"
import type { ReadClient } from "./loader-state.ts"
import { type RetryLimits, readWithRetries, type SourceRead } from "./read-with-retries.ts"

/** A client that was read, and when the attempt began that returned it. */
export interface Landing {
  readonly client: ReadClient
  readonly readAt: number
}

/** The result of a document, without the document. */
interface ParsedRead {
  readonly outcome: LoadOutcome
  readonly version: string | undefined
  readonly from: string
  readonly readAt: number
}

/**
 * Reads the source and parses the document. When an error is thrown, no variable of a remaining frame holds the document.
 *
 * @param held the current client, which a source may say is unchanged
 */
export async function readClient(
  source: Source,
  context: ReadContext,
  limits: RetryLimits,
  parsing: ParseClientSecretsOptions,
  held: ReadClient | undefined,
): Promise<Landing> {
  const { outcome, version, from, readAt } = parseRead(await readWithRetries(source, context, limits), parsing, held)
  return { client: { secrets: clientOf(outcome), version, from }, readAt }
}

function parseRead(
  { document, readAt }: SourceRead,
  parsing: ParseClientSecretsOptions,
  held: ReadClient | undefined,
): ParsedRead {
  const { from, version } = document
  if (held === undefined || (document.content ?? document.members) !== undefined)
    return { outcome: parseSourceDocument(document, parsing), version, from, readAt }
  return { outcome: { kind: "client", client: held.secrets }, version: version ?? held.version, from, readAt }
}
