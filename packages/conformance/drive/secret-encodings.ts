import { randomBytes, randomInt } from "node:crypto"

/** Encodes a text in one of the variants of an encoding, chosen at random. */
export type Encode = (text: Buffer) => Buffer

export const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

const ascii = (text: string): Buffer => Buffer.from(text, "latin1")
const oneOf = <Item>(items: readonly Item[]): Item => items[randomInt(items.length)]!
const wrap = (text: string, width: number, lineBreak: string): string =>
  text.replace(new RegExp(`.{${width}}(?=.)`, "g"), `$&${lineBreak}`)

export function randomText(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("")
}

/** A secret of any printable ASCII, as RFC 6749 defines it (VSCHAR), or of the alphabet that Google uses. */
export function randomSecret(): string {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("")
  return randomInt(2) === 0
    ? `GOCSPX-${randomText(28, `${letters}-_`)}`
    : randomText(8 + randomInt(60), randomInt(2) === 0 ? printable : letters)
}

/** What may come before and after a secret in a file. */
export function randomPadding(): Buffer {
  return oneOf([
    ascii(" some text, { } ;\n"),
    ascii(`const ${randomText(randomInt(30), letters)} = "`),
    randomBytes(randomInt(64)),
    ascii(`"mappings":"${randomText(randomInt(80), `${letters};,`)}" `),
    Buffer.alloc(randomInt(9)),
  ])
}

/** What surrounds a secret before it is encoded together with it: any bytes, so that every alignment occurs. */
function surrounded(text: Buffer): Buffer {
  return Buffer.concat([
    ascii(randomText(randomInt(40), `${letters} :"`)),
    text,
    ascii(randomText(randomInt(40), letters)),
  ])
}

/** A string with lowercase, uppercase, or mixed letters. */
function inAnyCase(text: string): string {
  const mixed = text.replace(/[a-f]/gi, letter => oneOf([letter.toLowerCase(), letter.toUpperCase()]))
  return oneOf([text.toLowerCase(), text.toUpperCase(), mixed])
}

function hexBytes(text: Buffer, before: string, after = ""): Buffer {
  return ascii(inAnyCase(text.toString("hex")).replace(/../g, pair => before + pair + after))
}

function urlEncoded(text: Buffer): Buffer {
  const component = encodeURIComponent(text.toString("latin1"))
  return ascii(
    [
      component,
      component.replace(/[!'()*]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
      component.replace(/%../g, octet => inAnyCase(octet)),
      // A space becomes a plus sign here: indentation would become a part of the text.
      new URLSearchParams([["", text.toString("latin1")]]).toString().slice(1),
    ][randomInt(text.includes(" ") ? 3 : 4)]!,
  )
}

/** Every encoding that the scanner claims to find, built with Node's APIs: none shares code with the scanner. */
export const secretEncodings: Readonly<Record<string, Encode>> = {
  plain: text => text,
  "JSON-escaped": text => Buffer.from(JSON.stringify(text.toString("utf8")).slice(1, -1).replaceAll("/", "\\/")),
  "URL-encoded": urlEncoded,
  "URL-encoded whole": text => hexBytes(text, "%"),
  reversed: text => Buffer.from(text).reverse(),
  hex: text => hexBytes(text, ""),
  "\\x": text => hexBytes(text, "\\x"),
  "\\u": text => hexBytes(text, "\\u00"),
  HTML: text => oneOf([hexBytes(text, "&#x", ";"), ascii(Array.from(text, byte => `&#${byte};`).join(""))]),
  "UTF-16LE": text => Buffer.from(text.toString("latin1"), "utf16le"),
  "UTF-16BE": text => Buffer.from(text.toString("latin1"), "utf16le").swap16(),
  base64: text => ascii(surrounded(text).toString("base64")),
  base64url: text => ascii(surrounded(text).toString("base64url")),
  "base64 in lines": text =>
    ascii(wrap(surrounded(text).toString("base64"), oneOf([64, 76, 40]), oneOf(["\n", "\r\n", "\n  "]))),
  "base64url in lines": text => ascii(wrap(surrounded(text).toString("base64url"), 64, "\n\t")),
}
