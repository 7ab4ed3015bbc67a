import { readProperty } from "@client-secrets/recognize"
import type { SourceAttempt } from "../error.ts"
import { ClientSecretsError } from "../error.ts"
import type { ClientSecretsFile, ClientType } from "../format/client-secrets.ts"
import { ignoreRejection } from "../ignore-rejection.ts"
import { kindOfValue } from "../kind-of-value.ts"
import { ownProperties } from "../platform.ts"
import { escapeAdvice } from "../secret/escape-advice.ts"
import { escapeText } from "../secret/printable.ts"
import { classifyFailure, sourceError } from "./classify-failure.ts"
import { Parts } from "./parts.ts"
import type { ReadContext, Source, SyncSource } from "./source.ts"

/** A document with the name of the source that returned it: it has one of `content`, `members` and `unchanged`. */
export interface FoundDocument {
  readonly content?: string | Uint8Array | ClientSecretsFile | undefined
  readonly members?: Readonly<Record<string, string | readonly string[]>> | undefined
  readonly type?: ClientType | undefined
  readonly partial?: boolean | undefined
  readonly carried?: boolean | "variable" | undefined
  readonly unchanged?: true | undefined
  readonly version?: string | undefined
  readonly hint?: (() => string | undefined) | undefined
  readonly from: string
  /** An earlier link that has only a client id: the document must be of that client. */
  readonly expected?: ExpectedClient | undefined
  /** The links that were tried before it; of a part of a client, all of them, that link included. */
  readonly attempts?: readonly SourceAttempt[] | undefined
  /** Of a part of a client: the links that have nothing of it. */
  readonly emptyLinks?: readonly Source[] | undefined
}

export interface ExpectedClient {
  readonly clientId: string
  /** The name of the source that has it. */
  readonly from: string
}

/**
 * Reads a source, a chain link by link, until one has the document; `undefined` if none has.
 *
 * A link is passed over where it says that the document does not exist, and where it has only a part of it; that part is
 * returned if no later link has a document. Whatever a link throws ends the chain and arrives as a `ClientSecretsError`; only
 * the caller's abort reason arrives as it is. The `version` begins with the link's index, so that `previousVersion` reaches
 * no link but the one that returned it.
 *
 * @param attempts filled with the links that were tried, also for a caller that stops waiting
 */
export async function readSource(
  source: Source,
  context: ReadContext = {},
  attempts: SourceAttempt[] = [],
): Promise<FoundDocument | undefined> {
  const { signal, previousVersion, force, wants } = ownProperties(context)
  const parts = new Parts()
  for (const [index, link] of linksOf(source).entries()) {
    const previous = versionOfLink(previousVersion, index)
    let found: FoundDocument | ClientSecretsError | undefined
    try {
      if (signal?.aborted) throw signal.reason
      const answer = await link.read({ signal, force, previousVersion: previous, ...(wants && { wants }) })
      found = checkAnswer(answer, link, index, previous)
    } catch (thrown) {
      throw signal?.aborted ? signal.reason : classifyFailure(thrown, nameOf(link), attempts)
    }
    if (isError(found)) throw classifyFailure(found, nameOf(link), attempts)
    if (found !== undefined && !found.partial) return parts.complete(found, attempts)
    parts.add(link, found)
    addAttempts(attempts, link)
  }
  return parts.first(attempts)
}

/** `readSource` for sources that answer synchronously. */
export function readSourceSync(
  source: SyncSource,
  context: Pick<ReadContext, "wants"> = {},
  attempts: SourceAttempt[] = [],
): FoundDocument | undefined {
  const { wants } = ownProperties(context)
  const parts = new Parts()
  for (const [index, link] of linksOf(source).entries()) {
    let found: FoundDocument | ClientSecretsError | undefined
    try {
      found = checkAnswer((link as SyncSource).readSync(wants && { wants }), link, index, undefined)
    } catch (thrown) {
      throw classifyFailure(thrown, nameOf(link), attempts)
    }
    if (isError(found)) throw classifyFailure(found, nameOf(link), attempts)
    if (found !== undefined && !found.partial) return parts.complete(found, attempts)
    parts.add(link, found)
    addAttempts(attempts, link)
  }
  return parts.first(attempts)
}

/** A hint as it may be printed; empty if none exists, where it is not a string and where asking fails. */
export function askHint(holder: { hint?: (() => string | undefined) | undefined }): string {
  try {
    const ask = readProperty(holder, "hint")
    const hint: unknown = typeof ask === "function" ? ask.call(holder) : undefined
    ignoreRejection(hint)
    return typeof hint === "string" ? escapeAdvice(hint) : ""
  } catch {
    return ""
  }
}

/** The sources that a chain consists of, those of chains in it included. */
export function linksOf(source: Source): readonly Source[] {
  const sources = readProperty(source, "sources") as Source["sources"]
  return sources?.flatMap(linksOf) ?? [source]
}

// A source that reads another one and is no chain: `secretSource`.
const innerSources = new WeakMap<Source, Source>()

/** Records that a source answers for another one, whose links were tried. */
export function standFor<Outer extends Source>(outer: Outer, inner: Source): Outer {
  innerSources.set(outer, inner)
  return outer
}

/** The source that another one answers for, if it does. */
export function innerSourceOf(source: Source): Source | undefined {
  return innerSources.get(source)
}

function addAttempts(attempts: SourceAttempt[], link: Source): void {
  const inner = innerSources.get(link)
  for (const tried of inner ? linksOf(inner) : [link]) attempts.push({ source: nameOf(tried), code: "not_found" })
}

/** A source's name as it may be printed. */
export function nameOf(source: Source): string {
  const name = readProperty(source, "name")
  return typeof name === "string" ? escapeText(name) : "a source without a name"
}

/**
 * What the message of a TypeError says for anything but a source; `undefined` for a source.
 *
 * It is not thrown here: the document may have been passed in place of its source. The entry drops it first, so that no frame
 * holds it when the error leaves.
 */
export function describeMistake(source: Source, method: "read" | "readSync" = "read"): string | undefined {
  if (hasMethod(source, method)) return undefined
  const kind =
    method === "readSync" && hasMethod(source, "read")
      ? "a source that only has read(): use loadClientSecrets() or createLoader()"
      : kindOfValue(source)
  return `Expected a source, an object with a name and ${method}(), such as envSource() or fileSource(); received ${kind}.`
}

export function isSync(source: Source): source is SyncSource {
  return hasMethod(source, "readSync")
}

function hasMethod(source: unknown, method: "read" | "readSync"): boolean {
  return typeof readProperty(source, method) === "function"
}

function versionOfLink(version: string | undefined, index: number): string | undefined {
  const prefix = `${index}:`
  return version?.startsWith(prefix) ? version.slice(prefix.length) : undefined
}

/**
 * Checks what a source returned before using it: a source is often written by hand.
 *
 * @returns the error instead of throwing it, so that no frame holds the document
 */
function checkAnswer(
  answer: unknown,
  link: Source,
  index: number,
  previous: string | undefined,
): FoundDocument | ClientSecretsError | undefined {
  if (answer === undefined || answer === null) return undefined
  const fault = faultOf(answer, previous)
  if (fault !== undefined) return sourceError("faulty_source", nameOf(link), fault)
  const document = ownProperties(answer) as Partial<FoundDocument>
  const version = typeof document.version === "string" ? `${index}:${document.version}` : undefined
  const partial = document.partial === true || undefined
  const from = typeof document.from === "string" ? escapeText(document.from) : nameOf(link)
  // Without a prototype: a reader of `members` must not get those of a polluted one.
  const own = { attempts: undefined, emptyLinks: undefined }
  return ownProperties({ ...document, ...own, version, partial, from })
}

const wanted = "A source must return { content }, { members }, or undefined or null where nothing exists."

/** What is wrong with an answer; follows the source's name. */
function faultOf(answer: unknown, previous: string | undefined): string | undefined {
  const kind = kindOfValue(answer)
  if (kind !== "an object") return `returned ${kind}. ${wanted}`
  const { content, members, unchanged } = ownProperties(answer as object) as Partial<FoundDocument>
  if (content !== undefined && content !== null) {
    const kindOfContent = kindOfValue(content)
    const isContent = ["a string", "bytes", "an object", "an array"].includes(kindOfContent)
    return isContent ? undefined : `returned ${kindOfContent} as content. It must be a string, bytes or an object.`
  }
  if (members !== undefined && members !== null) {
    const kindOfMembers = kindOfValue(members)
    return kindOfMembers === "an object" ? undefined : `returned ${kindOfMembers} as members. They must be an object.`
  }
  if (unchanged === true && previous !== undefined) return undefined
  if (unchanged === true) return "returned { unchanged: true } to a read that named no previous version."
  return `returned an object without content or members. ${wanted}`
}

function isError(found: FoundDocument | ClientSecretsError | undefined): found is ClientSecretsError {
  return ClientSecretsError.is(found)
}
