import type { SourceAttempt } from "../error.ts"
import { ownProperties } from "../platform.ts"
import { hiddenOf, hide } from "../secret/hidden.ts"
import type { FoundDocument } from "./read-source.ts"
import type { Source } from "./source.ts"

/**
 * The results of the links of a chain without a whole document: the first part of a client, and the links that had nothing.
 *
 * The part is hidden: a later link may throw, and error reporters then record the variables of each frame.
 */
export class Parts {
  private part: object | undefined
  private readonly emptyLinks: Source[] = []

  /** Records what a link returned: a part, or nothing. A second part is not used. */
  add(link: Source, found: FoundDocument | undefined): void {
    if (found === undefined) this.emptyLinks.push(link)
    else this.part ??= hide({}, found)
  }

  /** A whole document of a later link. A client id that came before it without a secret says whose document it must be. */
  complete(found: FoundDocument, attempts: readonly SourceAttempt[]): FoundDocument {
    if (attempts.length === 0) return found
    const part = this.part && (hiddenOf(this.part) as FoundDocument)
    const clientId: unknown = part?.members && ownProperties(part.members)["client_id"]
    const expected = part !== undefined && typeof clientId === "string" ? { clientId, from: part.from } : undefined
    return ownProperties({ ...found, attempts: [...attempts], expected })
  }

  /** The part that a link returned, if none has a whole document. */
  first(attempts: readonly SourceAttempt[]): FoundDocument | undefined {
    if (this.part === undefined) return undefined
    const part = hiddenOf(this.part) as FoundDocument
    return ownProperties({ ...part, attempts: [...attempts], emptyLinks: this.emptyLinks })
  }
}
