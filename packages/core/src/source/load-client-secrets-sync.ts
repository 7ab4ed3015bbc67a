import type { SourceAttempt } from "../error.ts"
import type { ClientSecrets, ClientType, MandatoryMember } from "../format/client-secrets.ts"
import type { ParseClientSecretsOptions } from "../format/parse.ts"
import { parseSourceDocument } from "./parse-source-document.ts"
import { checkSource, orNotFound, readDocumentSync } from "./read-document.ts"
import type { SyncSource } from "./source.ts"

/**
 * Reads a source that answers at once (environment, dotenv, file, a chain of those) and gives the validated client.
 *
 * It blocks while a file is read, and has no timeout; a server that is up already uses `loadClientSecrets`.
 *
 * @throws {ClientSecretsError} `not_found` with `attempts`; `invalid` with `issues`; `denied`, `unavailable` and the other
 * codes for what the source met, with `source`.
 * @throws {TypeError} for something that is not a synchronous source, or options that are not of their kind.
 */
export function loadClientSecretsSync<
  const Type extends ClientType = ClientType,
  const Optional extends MandatoryMember = never,
>(source: SyncSource, options: ParseClientSecretsOptions<Type, Optional> = {}): ClientSecrets<Type, Optional> {
  checkSource(source, "readSync")
  const attempts: SourceAttempt[] = []
  return parseSourceDocument(orNotFound(readDocumentSync(source, attempts), attempts, source), options)
}
