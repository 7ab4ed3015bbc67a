// The search for a secret in its simplest form: slow, without candidates, flags or tables. Tests compare the real one with it.

const encodings: Readonly<Record<string, (text: string) => string>> = {
  backslash: text =>
    text.replace(
      /\\(?:u\{([\da-f]{1,7})\}|u([\da-f]{4})|x([\da-f]{2})|([^A-Za-z\d\s])|([bfnrtv0]))/gi,
      (all, braced, unit, byte, mark, letter) =>
        mark ?? (letter === undefined ? characterOf(braced ?? unit ?? byte, 16, all) : " "),
    ),
  "backslash, of bytes": text =>
    encodings["backslash"]!(
      text.replace(/\\x([89a-f][\da-f])/gi, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16))),
    ),
  percent: text => text.replace(/%([\da-f]{2})/gi, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16))),
  html: text =>
    text.replace(/&(?:#x([\da-f]{1,7})|#(\d{1,7})|amp|lt|gt|quot|apos);/gi, (all, hex, decimal) =>
      hex || decimal ? characterOf(hex ?? decimal, hex ? 16 : 10, all) : htmlNames[all.toLowerCase()]!,
    ),
  zeros: text => text.replaceAll("\0", ""),
  lines: text => text.replace(/(?:[ \t\r\n]|\\[bfnrtv])+/g, ""),
  reverse: text => [...text].reverse().join(""),
  ...Object.fromEntries([0, 1, 2, 3].map(start => [`base64 from ${start}`, (text: string) => base64(text, start)])),
  ...Object.fromEntries([0, 1].map(start => [`hex from ${start}`, (text: string) => hex(text, start)])),
}

const htmlNames: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
}

function characterOf(digits: string, base: number, all: string): string {
  const value = Number.parseInt(digits, base)
  return value > 0x10ffff ? all : String.fromCodePoint(value)
}

function base64(text: string, start: number): string {
  return text.replace(/[A-Za-z\d+/_-]+/g, run => Buffer.from(run.slice(start), "base64").toString("latin1"))
}

function hex(text: string, start: number): string {
  return text.replace(/[\da-f]+/gi, run => Buffer.from(run.slice(start), "hex").toString("latin1"))
}

/** Whether a text contains a secret in plain form after at most this many encodings were removed, in any order. */
export function holdsSecret(text: string, secret: string, layers: number): boolean {
  if (text.includes(secret)) return true
  if (layers === 0) return false
  return Object.values(encodings).some(decode => {
    const decoded = decode(text)
    return decoded !== text && holdsSecret(decoded, secret, layers - 1)
  })
}
