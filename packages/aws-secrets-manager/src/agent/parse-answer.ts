/** An HTTP answer, taken apart. */
export interface AgentAnswer {
  readonly status: number
  readonly body: string
}

/**
 * Parses an HTTP/1 answer (RFC 9112 section 4); `undefined` for anything else, such as an answer that broke off.
 *
 * Without a regular expression: any program on the port could choose the text that it would have to match.
 */
export function parseAnswer(text: string): AgentAnswer | undefined {
  if (!text.startsWith("HTTP/1.")) return undefined
  const endOfHead = text.indexOf("\r\n\r\n")
  if (endOfHead < 0) return undefined
  // "HTTP/1.1 200 OK": three digits, followed by a space or the end of the line.
  const status = text.slice(9, 12)
  if (text[8] !== " " || !isStatus(status) || (text[12] !== " " && text[12] !== "\r")) return undefined
  return { status: Number(status), body: text.slice(endOfHead + 4) }
}

function isStatus(digits: string): boolean {
  return digits >= "100" && digits <= "599" && [...digits].every(digit => digit >= "0" && digit <= "9")
}
