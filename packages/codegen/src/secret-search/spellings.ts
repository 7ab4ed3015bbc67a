import { encodeUtf8 } from "../platform.ts"
import { alignedBase64 } from "./base64.ts"

/** One way in which a secret may be written in a file. */
export interface Needle {
  /** For a report: "plain", "base64", "reversed hex". */
  readonly encoding: string
  readonly bytes: Uint8Array
}

/** The longest part of a secret that is searched for; of a longer one its middle, since keys of a kind begin alike. */
const longest = 64

/** Every fixed spelling of a secret, each also backwards. Spellings with a choice in them are left to `decodedViews`. */
export function secretNeedles(secret: string): readonly Needle[] {
  const text = middleOf(secret)
  const bytes = encodeUtf8(text)
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
  const json = JSON.stringify(text).slice(1, -1)
  const url = encodeURIComponent(text)
  const strictUrl = url.replace(/[!'()*]/g, mark => `%${hexUnit(mark).slice(2).toUpperCase()}`)
  const spellings: readonly (readonly [encoding: string, spelling: string | Uint8Array])[] = [
    ["plain", text],
    ["JSON-escaped", json],
    ["JSON-escaped", json.replaceAll("/", "\\/")],
    ["JSON-escaped", json.replace(/[^ -~]/g, unit => `\\u${hexUnit(unit)}`)],
    ...[url, url.replaceAll("%20", "+"), strictUrl, strictUrl.replaceAll("~", "%7E").replaceAll("%2A", "*")].flatMap(
      form => [
        ["URL-encoded", form.replace(/%../g, octet => octet.toUpperCase())] as const,
        ["URL-encoded", form.replace(/%../g, octet => octet.toLowerCase())] as const,
      ],
    ),
    ["URL-encoded", hex.replace(/../g, "%$&")],
    ["URL-encoded", hex.toUpperCase().replace(/../g, "%$&")],
    ["hex", hex],
    ["hex", hex.toUpperCase()],
    ["\\u-escaped", eachUnit(text, unit => `\\u${hexUnit(unit)}`)],
    ["\\u-escaped", eachUnit(text, unit => `\\u${hexUnit(unit).toUpperCase()}`)],
    ["\\x-escaped", hex.replace(/../g, "\\x$&")],
    ["\\x-escaped", hex.toUpperCase().replace(/../g, "\\x$&")],
    ["HTML-escaped", text.replace(/[&<>"']/g, mark => htmlNames.get(mark)!)],
    ["HTML-escaped", eachCharacter(text, code => `&#${code};`)],
    ["HTML-escaped", eachCharacter(text, code => `&#x${code.toString(16)};`)],
    ["HTML-escaped", eachCharacter(text, code => `&#x${code.toString(16).toUpperCase()};`)],
    ["UTF-16", utf16(text, 0)],
    ["UTF-16", utf16(text, 1)],
    ...[0, 1, 2].flatMap(alignment => {
      const base64 = alignedBase64(bytes, alignment)
      const base64url = base64.replaceAll("+", "-").replaceAll("/", "_")
      return [["base64", base64] as const, ["base64url", base64url] as const]
    }),
  ]
  const needles = new Map<string, Needle>()
  const add = (encoding: string, bytes: Uint8Array): void => {
    const key = bytes.join()
    if (!needles.has(key)) needles.set(key, { encoding, bytes })
  }
  for (const [encoding, spelling] of spellings) {
    add(encoding, typeof spelling === "string" ? encodeUtf8(spelling) : spelling)
  }
  for (const [encoding, spelling] of spellings) {
    const backwards =
      typeof spelling === "string" ? encodeUtf8([...spelling].reverse().join("")) : spelling.slice().reverse()
    add(encoding === "plain" ? "reversed" : `reversed ${encoding}`, backwards)
  }
  return [...needles.values()]
}

const htmlNames: ReadonlyMap<string, string> = new Map(
  Object.entries({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }),
)

function middleOf(secret: string): string {
  const characters = [...secret]
  const start = Math.max(0, (characters.length - longest) >> 1)
  return characters.slice(start, start + longest).join("")
}

function eachCharacter(text: string, spell: (code: number) => string): string {
  return Array.from(text, character => spell(character.codePointAt(0)!)).join("")
}

function eachUnit(text: string, spell: (unit: string) => string): string {
  return text.split("").map(spell).join("")
}

function hexUnit(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, "0")
}

function utf16(text: string, lowAt: 0 | 1): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    bytes[index * 2 + lowAt] = unit & 255
    bytes[index * 2 + 1 - lowAt] = unit >> 8
  }
  return bytes
}
