import type { PublicClient, Secret } from "@client-secrets/core"
import type { Diagnostic } from "../diagnostic.ts"
import { publicEntries } from "../model/public-members.ts"

interface Shape {
  looksLike(text: string): boolean
  readonly kind: string
}

/** Forms of values that are not public, if the secret itself is not available to compare with. */
const shapes: readonly Shape[] = [
  { looksLike: text => /GOCSPX-[\w-]{20}/.test(text), kind: "a client secret of Google" },
  { looksLike: text => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text), kind: "a private key" },
  { looksLike: holdsToken, kind: "a JSON Web Token" },
  { looksLike: text => /\bya29\.[\w-]{20}/.test(text), kind: "an access token of Google" },
  { looksLike: text => /\b1\/\/0[\w-]{20}/.test(text), kind: "a refresh token of Google" },
  {
    looksLike: text =>
      /[?&;](?:client_?secret|secret|password|passwd|access_token|refresh_token|api_?key)=[^&;#]/i.test(text),
    kind: "a URI with a secret in its query",
  },
]

/** Whether a string contains a JSON Web Token. Part by part: one expression for all would read to the end from many places. */
function holdsToken(text: string): boolean {
  const parts = text.split(".")
  return parts.some((part, index) => {
    const [payload = "", signature = ""] = parts.slice(index + 1, index + 3)
    return /^[\w-]{8,}$/.test(payload) && /^[\w-]{8}/.test(signature) && /\beyJ[\w-]{8}/.test(lastWordOf(part))
  })
}

/** The letters, digits, hyphens and underscores at the end. */
function lastWordOf(text: string): string {
  let start = text.length
  while (start > 0 && /[\w-]/.test(text[start - 1]!)) start--
  return text.slice(start)
}

/** Finds public members that contain something secret by its form: a swapped id and secret, a token, a key. */
export function checkShapes(client: PublicClient, secret: Secret | undefined): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const report = (path: readonly (string | number)[], message: string): void => {
    const hint = "It would be published. Correct the file, and have the secret replaced if it was anywhere else."
    found.push({ severity: "error", code: "secret_shape", message, hint, path: [client.type, ...path] })
  }
  if (secret?.reveal().endsWith(".apps.googleusercontent.com")) {
    report(["client_secret"], "client_secret has the shape of a client id: the two are swapped.")
  }
  for (const { name, value } of publicEntries(client)) {
    const texts = typeof value === "string" ? [value] : value
    texts.forEach((text, index) => {
      const kind = shapes.find(({ looksLike }) => looksLike(text) || looksLike(decodeQuery(text)))?.kind
      if (kind !== undefined)
        report(typeof value === "string" ? [name] : [name, index], `${name} has the shape of ${kind}.`)
    })
  }
  return found
}

function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
