import type { Source } from "@client-secrets/core"

/** A place for the client, and the source that finds it there. */
export interface Demonstration {
  /** Its name in the table. */
  readonly place: string
  readonly source: Source
}

/** The client that is put in every place. */
export interface Subject {
  /** The path of its file. */
  readonly path: string
  /** The content of its file, for the other places. */
  readonly text: string
}
