import type { Source } from "@client-secrets/core"

/** A place that the client is put in, and the source that finds it there. */
export interface Demonstration {
  /** What the table calls it. */
  readonly place: string
  readonly source: Source
}

/** The client that is put in every place. */
export interface Subject {
  /** Where its file is. */
  readonly path: string
  /** Its file, as it is put in the other places. */
  readonly text: string
}
