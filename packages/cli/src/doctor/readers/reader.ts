import type { JsonValue } from "./json-value.ts"
import { type Dialect, parseDialect } from "./parse-dialect.ts"

/** An existing reader of the format, as a model of its treatment of a file. */
export interface Reader {
  /** As it is called where its verdicts were recorded. */
  readonly id: string
  readonly language: string
  /** Its name in its language. */
  readonly name: string
  /** Decodes bytes: a string, or undefined if it refuses them. */
  decode(bytes: Uint8Array): string | undefined
  /** How its parser departs from the standard. */
  readonly dialect: Dialect
  /** Why it would not accept the parsed value; undefined if it would. No part of it is a value of the file. */
  judge(value: JsonValue): string | undefined
}

/** Why a reader would not accept a file; undefined where it would. */
export function refusalOf({ decode, dialect, judge }: Reader, bytes: Uint8Array): string | undefined {
  const text = decode(bytes)
  if (text === undefined) return "it is not valid UTF-8"
  const parsed = parseDialect(text, dialect)
  return parsed.value === undefined ? parsed.reason : judge(parsed.value)
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const lenientUtf8 = new TextDecoder("utf-8", { ignoreBOM: true })

/** UTF-8 that must be valid; a byte order mark is a character as any other. */
export function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** UTF-8 with U+FFFD in place of invalid bytes. */
export function decodeLeniently(bytes: Uint8Array): string {
  return lenientUtf8.decode(bytes)
}

export const noType = "it has neither web nor installed"
