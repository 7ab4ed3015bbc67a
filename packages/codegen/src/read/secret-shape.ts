import type { PublicClient, Secret } from "@client-secrets/core"
import type { Diagnostic } from "../diagnostic.ts"
import { publicEntries } from "../model/public-members.ts"

/** What a value looks like that is no public one, where the secret itself is not at hand to compare with. */
const shapes: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/GOCSPX-[\w-]{20}/, "a client secret of Google"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/, "a JSON Web Token"],
  [/\bya29\.[\w-]{20}/, "an access token of Google"],
  [/\b1\/\/0[\w-]{20}/, "a refresh token of Google"],
  [
    /[?&;](?:client_?secret|secret|password|passwd|access_token|refresh_token|api_?key)=[^&;#]/i,
    "a URI with a secret in its query",
  ],
]

/** Finds public members that hold something secret by its look: a swapped id and secret, a token, a key. */
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
      const kind = shapes.find(([pattern]) => pattern.test(text) || pattern.test(decodeQuery(text)))?.[1]
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
