import { decodeCarriage, explainCarriage, isEncodedDocument } from "../../../source-kit/src/carriage/index.ts"
import { isBytes } from "../format/examine-document.ts"
import { ownProperties } from "../platform.ts"
import type { FoundDocument } from "./read-source.ts"
import { askHint } from "./read-source.ts"

/**
 * A document without what it was wrapped in for a variable or a store, where its source marked it as `carried`: base64 in any
 * folding, UTF-16. Its hint says what its way may have done to it, unless the source itself has something to say.
 *
 * A file, and what is passed to `parseClientSecrets`, is read as it is.
 */
export function decodeCarriedContent(document: FoundDocument): FoundDocument {
  const content = carriedText(document)
  if (content === undefined) return document
  return ownProperties({
    ...document,
    content: decodeCarriage(content)?.text ?? content,
    hint: () => askHint(document) || explainCarriage(content, "store"),
  })
}

/** Whether a value that should be a bare secret is a client file, or a secret, in base64. */
export function holdsEncodedDocument(document: FoundDocument): boolean {
  const content = carriedText(document)
  return content !== undefined && isEncodedDocument(content)
}

function carriedText({ carried, content }: FoundDocument): string | Uint8Array | undefined {
  if (carried !== true) return undefined
  return typeof content === "string" || isBytes(content) ? content : undefined
}
