import { platform } from "../platform.ts"
import type { AnyClientSecrets } from "./client-secrets.ts"
import type { CopyFault } from "./copy-object.ts"
import { copyObject, treeOf } from "./copy-object.ts"
import { decode } from "./decode.ts"
import type { Finding } from "./finding.ts"
import { describeFindings } from "./finding.ts"
import type { ClientSecretsIssue } from "./issue.ts"
import type { ParseSettings } from "./parse-options.ts"
import { findLineStarts, maxDepth, placeAt, readJson } from "./read-json.ts"
import { recognizeText } from "./recognize-file.ts"
import { validate } from "./validate.ts"

/** The client where there is one to make, and every issue in the order of the text. */
export interface Examination {
  readonly client: AnyClientSecrets | undefined
  readonly issues: readonly ClientSecretsIssue[]
}

/** Finds everything that is wrong with a document: text is parsed, bytes are decoded, an object is copied. */
export function examineDocument(input: unknown, settings: ParseSettings, isCarried: boolean): Examination {
  const { maxBytes } = settings
  if (typeof input === "string") {
    if (isLongerThan(input, maxBytes)) return refuse({ code: "too_large", path: [], maxBytes })
    return examineText(input.startsWith("\ufeff") ? input.slice(1) : input, settings, isCarried)
  }
  if (isBytes(input)) return examineBytes(input, settings, isCarried)
  const received = describeInput(input)
  if (received !== undefined) return refuse({ code: "no_input", path: [], received })
  return examineObject(input as object, settings, isCarried)
}

function examineBytes(bytes: Uint8Array, settings: ParseSettings, isCarried: boolean): Examination {
  const { maxBytes } = settings
  if (bytes.byteLength > maxBytes) return refuse({ code: "too_large", path: [], maxBytes })
  const { text, encoding } = decode(bytes)
  if (text === undefined) return refuse({ code: "encoding", path: [], encoding })
  return examineText(text, settings, isCarried)
}

/**
 * By `JSON.parse` and the rules. Where these have nothing to report and no member can be there twice, that is all; otherwise
 * the exact reader reads the text once more, for places, duplicates and faults.
 */
function examineText(text: string, settings: ParseSettings, isCarried: boolean): Examination {
  if (text.trim() === "") return refuse({ code: "no_input", path: [], received: undefined })
  const parsed = parseJson(text)
  const { client, findings } =
    parsed === undefined ? { client: undefined, findings: [] } : validate(parsed.value, settings, isCarried)
  if (parsed !== undefined && findings.length === 0 && hasEachNameOnce(text, parsed.value))
    return { client, issues: [] }
  const { root, duplicates, fault, tooDeepAt } = readJson(text)
  const lineStarts = findLineStarts(text)
  if (tooDeepAt !== undefined)
    return {
      client: undefined,
      issues: describeFindings([{ code: "too_deep", path: [], start: tooDeepAt }], undefined, lineStarts, []),
    }
  if (fault !== undefined) {
    const finding = recognizeText(text) ?? { code: "not_json", path: [], start: fault.offset, ...fault }
    return { client: undefined, issues: describeFindings([finding], undefined, lineStarts, []) }
  }
  const repeated = duplicates.map(
    ({ path, start, firstStart }): Finding => ({
      code: "duplicate_member",
      path,
      start,
      firstLine: placeAt(lineStarts, firstStart).line,
    }),
  )
  return { client, issues: describeFindings([...findings, ...repeated], root, lineStarts, settings.accept) }
}

function examineObject(input: object, settings: ParseSettings, isCarried: boolean): Examination {
  const { maxBytes, accept } = settings
  const { value, fault } = copyObject(input, maxBytes)
  if (fault !== undefined) return refuse(describeCopyFault(fault, maxBytes))
  const { client, findings } = validate(value, settings, isCarried)
  if (findings.length === 0) return { client, issues: [] }
  return { client, issues: describeFindings(findings, treeOf(value), undefined, accept) }
}

function describeCopyFault(fault: CopyFault, maxBytes: number): Finding {
  return fault === "too_large" ? { code: fault, path: [], maxBytes } : { code: fault, path: [] }
}

/** The issues of a document that is refused as a whole. */
function refuse(finding: Finding): Examination {
  return { client: undefined, issues: describeFindings([finding], undefined, undefined, []) }
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    // The engine's message quotes the text. The exact reader has its own words.
    return undefined
  }
}

/**
 * Whether no member can be there twice: nothing is escaped, and the text has exactly two quotes for each name and string of
 * the parsed value. A name that is there twice is once in the value. False where it cannot tell, also for deep nesting.
 */
function hasEachNameOnce(text: string, value: unknown): boolean {
  if (text.includes("\\")) return false
  let quotes = 0
  // The engine's own search takes a third of the time of a loop over the characters.
  for (let index = text.indexOf('"'); index >= 0; index = text.indexOf('"', index + 1)) quotes++
  return quotes === 2 * countStrings(value, maxDepth)
}

/** How many member names and string values there are, at every depth; `NaN` below `levels`. */
function countStrings(value: unknown, levels: number): number {
  if (typeof value === "string") return 1
  if (typeof value !== "object" || value === null) return 0
  if (levels === 0) return Number.NaN
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countStrings(item, levels - 1)
    return count
  }
  for (const name of Object.keys(value))
    count += 1 + countStrings((value as Readonly<Record<string, unknown>>)[name], levels - 1)
  return count
}

/** Whether a text has more bytes in UTF-8; a UTF-16 code unit has at most three. */
function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length * 3 <= maxBytes) return false
  return text.length > maxBytes || new platform.TextEncoder().encode(text).byteLength > maxBytes
}

/** Whether a value is a `Uint8Array`, also of another realm, and a `Buffer`. */
export function isBytes(input: unknown): input is Uint8Array {
  return ArrayBuffer.isView(input) && tagOf(input) === "Uint8Array"
}

/** What was passed instead of a document; `undefined` for an object that can be one. */
function describeInput(input: unknown): string | undefined {
  if (input === null || input === undefined) return String(input)
  if (typeof input !== "object") return `a ${typeof input}`
  const tag = tagOf(input)
  if (tag === "Promise") return "a Promise"
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return `an ${tag}: pass new Uint8Array(buffer)`
  if (ArrayBuffer.isView(input)) return `a ${tag}: pass a Uint8Array`
  return undefined
}

function tagOf(object: object): string {
  try {
    return Object.prototype.toString.call(object).slice("[object ".length, -1)
  } catch {
    // A proxy that throws; the copy will find that out.
    return ""
  }
}
