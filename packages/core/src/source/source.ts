import type { ClientSecretsFile, ClientType } from "../format/client-secrets.ts"

/** The part of `AbortSignal` that is used here, so that no ambient type is needed. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: "abort", listener: () => void): void
}

/** What a reader tells a source. */
export interface ReadContext {
  /** Ends the read; a source rejects with the signal's `reason`. */
  readonly signal?: AbortSignalLike | undefined
  /** The `version` of the document that the reader still holds: a source may answer `{ unchanged: true }`. */
  readonly previousVersion?: string | undefined
  /** Read past every cache in between. */
  readonly force?: boolean | undefined
}

/** Where a document is, how it came, and what may be wrong with it. */
export type SourceDocument = (
  | {
      /** The whole file: its text, its bytes, or what a JSON binding made of it. */
      readonly content: string | Uint8Array | ClientSecretsFile
    }
  | {
      /** The split form: members by their names in the file; core wraps them and fills in Google's endpoints. */
      readonly members: Readonly<Record<string, string | readonly string[]>>
      /** @default "web" */
      readonly type?: ClientType | undefined
    }
  | {
      /** The document is still `previousVersion`. Only an answer to a read that named one. */
      readonly unchanged: true
    }
) & {
  /** Changes if and only if the document may have. Never derived from the secret. */
  readonly version?: string | undefined
  /** Asked for only when the document is invalid: what the place it came from may have done to it. Holds no value. */
  readonly hint?: (() => string | undefined) | undefined
  /** The name of the member of a chain that gave it; `firstOf` fills it in. */
  readonly from?: string | undefined
}

/**
 * A place where a client file can live: it fetches bytes, and core does the rest.
 *
 * `read` gives `undefined` where the document is not there, and throws anything where it could not look. Of what is
 * thrown, core reads `code` (one of `ClientSecretsErrorCode`, or a system's such as `EACCES`), `transient`,
 * `retryAfterMs`, `status`, and the text at `Symbol.for("client-secrets.hint")`, which must hold no value.
 */
export interface Source {
  /** What messages call it. Holds no secret. */
  readonly name: string
  /** The links of a chain, where it is one. */
  readonly sources?: readonly Source[]
  /** Asked for only when nothing was found: what may be meant instead, such as a file beside it. Holds no value. */
  hint?(): string | undefined
  read(context?: ReadContext): Promise<SourceDocument | undefined>
}

/** A source that can also answer at once: environment, dotenv, file. */
export interface SyncSource extends Source {
  readonly sources?: readonly SyncSource[]
  readSync(): SourceDocument | undefined
}
