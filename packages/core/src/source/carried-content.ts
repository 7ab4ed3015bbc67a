import {
  type CarriageExplanation,
  decodeCarriage,
  explainCarriage,
  recognizeCredential,
} from "@client-secrets/recognize"
import { isBytes } from "../format/examine-document.ts"
import { ownProperties } from "../platform.ts"
import type { FoundDocument } from "./read-source.ts"

/** Whether content came through a variable or a store, where quotes and encodings get lost. */
export function isCarried({ carried }: FoundDocument): boolean {
  return carried === true || carried === "variable"
}

/**
 * The same document without what it was wrapped in for a variable or a store, where its source marked it as `carried`: base64
 * in any folding, UTF-16. A file, and what is passed to `parseClientSecrets`, is read as it is.
 */
export function decodeCarriedContent(document: FoundDocument): FoundDocument {
  const content = carriedText(document)
  if (content === undefined) return document
  return ownProperties({ ...document, content: decodeCarriage(content)?.text ?? content })
}

/** What probably happened to an invalid document on its way, judged by the document as it arrived; undefined for a file. */
export function explainDocument(document: FoundDocument): CarriageExplanation | undefined {
  const content = carriedText(document)
  if (content === undefined) return undefined
  return explainCarriage(content, document.carried === "variable" ? "variable" : "store")
}

/** Whether a value that should be a bare secret is a client file, or a secret, in base64. */
export function holdsEncodedDocument(document: FoundDocument): boolean {
  const content = carriedText(document)
  return content !== undefined && recognizeCredential(content) !== undefined
}

function carriedText(document: FoundDocument): string | Uint8Array | undefined {
  const { content } = document
  if (!isCarried(document)) return undefined
  return typeof content === "string" || isBytes(content) ? content : undefined
}
