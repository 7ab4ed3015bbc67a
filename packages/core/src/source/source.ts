import type { ClientSecretsFile, ClientType } from "../format/client-secrets.ts"

/** The part of `AbortSignal` that is used here, so that no ambient type is needed. */
export interface AbortSignalLike {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: "abort", listener: () => void): void
}

/** What a reader passes to a source. */
export interface ReadContext {
  /** Ends the read; a source rejects with the signal's `reason`. */
  readonly signal?: AbortSignalLike | undefined
  /** The `version` of the document that the reader still has: a source may answer `{ unchanged: true }`. */
  readonly previousVersion?: string | undefined
  /** Whether to read past every cache in between. */
  readonly force?: boolean | undefined
  /** What the reader needs. For `secret`, a document with only the client secret is complete. @default the whole client */
  readonly wants?: "secret" | undefined
}

/** What a source returns: where the document is, how it came, and what may be wrong with it. */
export type SourceDocument = (
  | {
      /** The whole file: its text, its bytes, or what a JSON binding made of it. */
      readonly content: string | Uint8Array | ClientSecretsFile
      /**
       * Whether the value came through a store, or through a variable, where quotes and encodings get lost: core then undoes
       * or explains that. `"variable"` is for environment variables, which `.env` files and shells change too. @default false
       */
      readonly carried?: boolean | "variable" | undefined
    }
  | {
      /**
       * The client's members by their names in the file. A list may be one string: JSON, or separated by commas or white
       * space. Core makes the file, and fills in Google's endpoints where neither is named.
       */
      readonly members: Readonly<Record<string, string | readonly string[]>>
      /** @default "web" */
      readonly type?: ClientType | undefined
      /** Whether these are only a part of the client: a chain reads on, and returns to them if nothing else exists. @default false */
      readonly partial?: boolean | undefined
    }
  | {
      /** The document is still `previousVersion`. Only an answer to a read that named one. */
      readonly unchanged: true
    }
) & {
  /** Changes if and only if the document may have changed. Never derived from the secret. */
  readonly version?: string | undefined
  /** The file that it was read from, where it was one: for tools, since core does not use it. */
  readonly path?: string | undefined
  /** Called only if the document is invalid: what the place it came from may have done to it. Contains no value. */
  readonly hint?: (() => string | undefined) | undefined
  /** The name of the link of a chain that returned the document; `firstOf` fills it in. */
  readonly from?: string | undefined
}

/**
 * Where a source looked and found nothing. Core writes the sentences: "Tried: PLACE (STATE). REMEDY. ADVICE".
 *
 * It is printed, so it must contain no value.
 *
 * @example
 * ```ts
 * { place: "the variable GOOGLE_CLIENT_SECRETS", state: "not set", remedy: "set the variable GOOGLE_CLIENT_SECRETS" }
 * ```
 */
export interface SourceAbsence {
  /** Where the source looked. @default the source's name */
  readonly place?: string | undefined
  /** What it found there. @default "does not exist" */
  readonly state?: string | undefined
  /** What to do so that it finds the document: a command without a capital and a period. @default none */
  readonly remedy?: string | undefined
  /** What may be meant instead, in sentences, such as a file with a similar name. @default none */
  readonly advice?: string | undefined
}

/**
 * A place where a client file can be: it fetches the document, and core does the rest.
 *
 * `read` returns `undefined` where the document does not exist, and throws where it could not look: a `SourceError`, or
 * anything. Of a foreign error core reads `code` (one of a source's, or a system's such as `EACCES`), `status` or
 * `statusCode`, `name`, `transient` and `retryAfterMs`; its message is never printed.
 *
 * @example
 * ```ts
 * const vault: Source = {
 *   name: "our vault",
 *   async read() {
 *     const response = await fetch("https://vault.example.com/google")
 *     if (response.status === 404) return undefined
 *     if (!response.ok) throw new SourceError("unavailable", `It answered with status ${response.status}.`)
 *     return { content: await response.text() }
 *   },
 * }
 * ```
 */
export interface Source {
  /** Its name in messages. Contains no secret. */
  readonly name: string
  /** The links of a chain, where it is one. */
  readonly sources?: readonly Source[]
  /** Called only when no source has the document, after `read()`: where this one looked. */
  absence?(context?: Pick<ReadContext, "wants">): SourceAbsence | undefined
  /** Reads the document; `undefined` (or `null`) where it does not exist. */
  read(context?: ReadContext): Promise<SourceDocument | undefined>
}

/** A source that can also answer synchronously: environment, dotenv, file. */
export interface SyncSource extends Source {
  readonly sources?: readonly SyncSource[]
  /** Reads the document synchronously. Of the context, only `wants` applies. */
  readSync(context?: Pick<ReadContext, "wants">): SourceDocument | undefined
}
