import { findReference, type MistakenCredential, type Reference, recognizeCredential } from "@client-secrets/recognize"
import { isPlaceholder } from "./placeholders.ts"
import { isSampleValue } from "./sample-values.ts"

// Strings: an engine checks the literal of an expression when it reads the file, whether it is used or not, and Unicode's
// categories take it longer than all else in this file.
/** Control, format and surrogate characters, and every space but the plain one. */
const invisible = "[\\p{Cc}\\p{Cf}\\p{Cs}]|[^\\S ]"
const space = "^[\\s\\p{DI}]$"

/** What no value may be, whatever its kind. */
export type CommonTextFault =
  | { readonly code: "empty" }
  | { readonly code: "white_space"; readonly side: "begins" | "ends"; readonly sign: string }
  | { readonly code: "control_character" }

/**
 * Whether a string has visible ASCII characters only, at least one: the ordinary case, in which `findTextFault` finds nothing.
 * It is checked first: an engine loads the categories of Unicode only when it needs them.
 */
export function isVisibleAscii(text: string): boolean {
  return /^[!-~]+$/.test(text)
}

/** Finds what is wrong with any string of the format, in the order of asking; `undefined` for a sound one. */
export function findTextFault(text: string): CommonTextFault | undefined {
  if (text === "") return { code: "empty" }
  const first = String.fromCodePoint(text.codePointAt(0)!)
  if (isSpace(first)) return { code: "white_space", side: "begins", sign: nameSpace(first) }
  const last = lastCharacter(text)
  if (isSpace(last)) return { code: "white_space", side: "ends", sign: nameSpace(last) }
  return new RegExp(invisible, "u").test(text) ? { code: "control_character" } : undefined
}

/** Whether a character is white space, or shows nothing (Default_Ignorable_Code_Point), such as a zero-width space. */
function isSpace(character: string): boolean {
  return new RegExp(space, "u").test(character)
}

/** The last character, which may be two code units. An expression with `$` and `u` does not find it in each engine. */
function lastCharacter(text: string): string {
  const isPair = text.length > 1 && (text.codePointAt(text.length - 2) ?? 0) > 0xffff
  return text.slice(isPair ? -2 : -1)
}

function nameSpace(sign: string): string {
  if (sign === " ") return "a space"
  if (sign === "\n" || sign === "\r") return "a line break"
  return sign === "\t" ? "a tab" : "an invisible character"
}

/** What a client id or secret may not be, in addition to `CommonTextFault`. */
export type CredentialFault =
  | ({ readonly code: "unresolved" } & Reference)
  | { readonly code: "placeholder"; readonly isUri: false }
  | { readonly code: "quoted" }
  | { readonly code: "quotes_in_value" }
  | ({ readonly code: "encoded_value" } & MistakenCredential)
  | { readonly code: "foreign_character"; readonly isInvisible: boolean }
  | { readonly code: "sample_value" }

/**
 * Finds what is wrong with a client id or secret: the first that matches.
 *
 * @param isCarried whether the value came through variables or a store, which do not strip quotes
 * @param isVisible what `isVisibleAscii` answered
 */
export function findCredentialFault(text: string, isCarried: boolean, isVisible: boolean): CredentialFault | undefined {
  const reference = findReference(text)
  if (reference !== undefined) return { code: "unresolved", kind: reference.kind, advice: reference.advice }
  if (isPlaceholder(text)) return { code: "placeholder", isUri: false }
  if (isQuoted(text)) return { code: isCarried ? "quoted" : "quotes_in_value" }
  const mistaken = isCarried ? recognizeCredential(text) : undefined
  if (mistaken !== undefined) return { code: "encoded_value", ...mistaken }
  if (!isVisible && !isAscii(text)) return { code: "foreign_character", isInvisible: false }
  return isSampleValue(text) ? { code: "sample_value" } : undefined
}

/** Whether a value is what a `Secret` prints, also percent-encoded as in a URL. */
export function isRedacted(text: string): boolean {
  if (text.length > 14) return false
  const small = text.toLowerCase()
  return small === "[redacted]" || small === "%5bredacted%5d"
}

/** Whether the first and the last character are the same quote, with something in between. */
export function isQuoted(text: string): boolean {
  const first = text[0]
  return text.length > 2 && first !== undefined && "'\"`".includes(first) && text.endsWith(first)
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}
