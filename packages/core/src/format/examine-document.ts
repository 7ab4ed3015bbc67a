import type { Damage } from "@client-secrets/recognize"
import { platform } from "../platform.ts"
import type { AnyClientSecrets } from "./client-secrets.ts"
import type { CopyFault } from "./copy-object.ts"
import { copyObject, treeOf } from "./copy-object.ts"
import { decode } from "./decode.ts"
import type { Finding } from "./finding.ts"
import { describeFindings } from "./finding.ts"
import type { ClientSecretsIssue } from "./issue.ts"
import type { ParseSettings } from "./parse-options.ts"
import { readJson } from "./read-json.ts"
import { recognizeText } from "./recognize-file.ts"
import { findLineStarts, placeAt } from "./text-place.ts"
import { hasEachNameOnce } from "./text-size.ts"
import { type Validation, validate } from "./validate.ts"

/** The client where there is one to make, and every issue in the order of the text. */
export interface Examination {
  readonly client: AnyClientSecrets | undefined
  readonly issues: readonly ClientSecretsIssue[]
}

/** How a document came: through variables or a store, which keep quotes and change values, or as it is. */
export interface Carriage {
  readonly isCarried: boolean
  /** Asked only for a document that is not one of a client: what its way has done to it. */
  readonly findDamage: (() => Damage | undefined) | undefined
}

/** Finds everything that is wrong with a document: text is parsed, bytes are decoded, an object is copied. */
export function examineDocument(input: unknown, settings: ParseSettings, carriage: Carriage): Examination {
  const { maxBytes } = settings
  if (typeof input === "string") {
    if (isLongerThan(input, maxBytes)) return refuse({ code: "too_large", path: [], maxBytes })
    return examineText(input.startsWith("\ufeff") ? input.slice(1) : input, settings, carriage)
  }
  if (isBytes(input)) return examineBytes(input, settings, carriage)
  const received = describeInput(input)
  if (received !== undefined) return refuse({ code: "no_input", path: [], received })
  return examineObject(input as object, settings, carriage)
}

function examineBytes(bytes: Uint8Array, settings: ParseSettings, carriage: Carriage): Examination {
  const { maxBytes } = settings
  if (bytes.byteLength > maxBytes) return refuse({ code: "too_large", path: [], maxBytes })
  const { text, encoding } = decode(bytes)
  if (text === undefined) return refuse({ code: "encoding", path: [], encoding })
  return examineText(text, settings, carriage)
}

const notValidated: Validation = { client: undefined, findings: [], size: undefined }

/**
 * By `JSON.parse` and the rules. If these have nothing to report and no member can occur twice, that is all; otherwise
 * the exact reader reads the text once more, for places, duplicates and faults.
 */
function examineText(text: string, settings: ParseSettings, carriage: Carriage): Examination {
  if (text.trim() === "") return refuse({ code: "no_input", path: [], received: undefined })
  const parsed = parseJson(text)
  const { client, findings, size } =
    parsed === undefined ? notValidated : validate(parsed.value, settings, carriage.isCarried)
  if (findings.length === 0 && size !== undefined && hasEachNameOnce(text, size)) return { client, issues: [] }
  const { root, duplicates, fault, tooDeepAt } = readJson(text)
  const lineStarts = findLineStarts(text)
  if (tooDeepAt !== undefined)
    return {
      client: undefined,
      issues: describeFindings([{ code: "too_deep", path: [], start: tooDeepAt }], undefined, lineStarts, []),
    }
  if (fault !== undefined) {
    const finding = recognizeText(text) ?? { code: "not_json", path: [], start: fault.offset, ...fault }
    const exact = withDamage(finding, carriage.findDamage?.())
    return { client: undefined, issues: describeFindings([exact], undefined, lineStarts, []) }
  }
  const repeated = duplicates.map(
    ({ path, start, firstStart }): Finding => ({
      code: "duplicate_member",
      path,
      start,
      firstLine: placeAt(lineStarts, firstStart).line,
    }),
  )
  const [first] = findings
  const damage = client === undefined && findings.length === 1 ? carriage.findDamage?.() : undefined
  const all = [...(first && damage ? [withDamage(first, damage)] : findings), ...repeated]
  return { client, issues: describeFindings(all, root, lineStarts, settings.accept) }
}

/** What its way has done to a document, in place of what it looks like now. */
function withDamage(finding: Finding, damage: Damage | undefined): Finding {
  if (damage === undefined) return finding
  const { what, remedy } = damage
  if (finding.code === "not_json") {
    if (what !== undefined) return { ...finding, message: what, hint: remedy }
    return finding.isCutOff ? { ...finding, hint: remedy } : finding
  }
  const isKind = finding.code === "wrong_kind" || finding.code === "no_client_type"
  return isKind && what !== undefined ? { code: "wrong_kind", path: [], message: what, advice: remedy } : finding
}

function examineObject(input: object, settings: ParseSettings, carriage: Carriage): Examination {
  const { maxBytes, accept } = settings
  const { value, fault } = copyObject(input, maxBytes)
  if (fault !== undefined) return refuse(describeCopyFault(fault, maxBytes))
  const { client, findings } = validate(value, settings, carriage.isCarried)
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
