import type { ReadContext, SourceAbsence, SourceDocument, SyncSource } from "@client-secrets/core"
import { type FileWork, runFileWork, runFileWorkSync, signalOf, untilAborted } from "@client-secrets/source-kit"
import { reveal } from "./hidden.ts"
import type { ReadResult } from "./read-forms.ts"

type Work = (context?: ReadContext) => FileWork<ReadResult>

/** Makes a source of work that reads variables. Errors are thrown here, where no function holds a value any more. */
export function sourceOfVariables(
  name: string,
  work: Work,
  absence: (context?: Pick<ReadContext, "wants">) => SourceAbsence,
): SyncSource {
  return {
    name,
    absence,
    read: async context => unwrap(await untilAborted(signalOf(context), () => runFileWork(work(context)))),
    readSync: (context?: ReadContext) => unwrap(runFileWorkSync(work(context))),
  }
}

function unwrap(result: ReadResult): SourceDocument | undefined {
  if (result instanceof Error) throw result
  return result === undefined ? undefined : reveal(result)
}
