import type { SourceDocument } from "@client-secrets/core"

/**
 * The document in a secret: a whole file, or the key/value pairs that the console of AWS makes, named like its members.
 *
 * A look at the shape alone: what is not clearly pairs goes to core as it is, which says what is wrong with it.
 */
export function secretDocument(content: string | Uint8Array, version: string | undefined): SourceDocument {
  try {
    // Bytes are nothing that JSON knows: they go on as they are.
    const { type, ...members } = JSON.parse(content as string)
    if (
      aClientsNames.test(Object.keys(members).join()) &&
      [undefined, "web", "installed"].includes(type) &&
      Object.values(members)
        .flat()
        .every(value => typeof value === "string")
    ) {
      return { members, type, version }
    }
  } catch {
    // The engine's message quotes the text; core finds the place itself.
  }
  return { content, version }
}

/** A client's names, and none of the flat files of other kinds that hold them too: core names those if it sees them whole. */
const aClientsNames = /^(?!.*(_token|private_key)).*client_(id|secret)/
