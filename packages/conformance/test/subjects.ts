import { freshSecret } from "@client-secrets/conformance"
import { type ClientSecrets, createSecret, parseClientSecrets, safeParseClientSecrets } from "@client-secrets/core"

/** Values that contain a secret and must print without it, by name; each is made of the secret's text. */
export const subjects: Readonly<Record<string, (text: string) => unknown>> = {
  "a Secret": text => createSecret(text),
  "an object that holds a Secret": text => ({ held: createSecret(text), list: [createSecret(text)] }),
  "a Map of a Secret": text => new Map([["key", createSecret(text)]]),
  "an error that holds a Secret": text =>
    Object.assign(new Error("holds one", { cause: createSecret(text) }), { secret: createSecret(text) }),
  "an object that inherits from a Secret": text => Object.create(createSecret(text)),
  "a proxy of a Secret": text => new Proxy(createSecret(text), {}),
  "a copy of a Secret": text => ({ ...createSecret(text) }),
  "a ClientSecrets": text => clientOf(text),
  "a copy of a ClientSecrets": text => ({ ...clientOf(text), more: [clientOf(text)] }),
  "a ClientSecrets with unknown members": text => clientOf(freshSecret(), unknownMembers(text)),
  "an ExtraMembers": text => clientOf(freshSecret(), unknownMembers(text)).extra,
  "an heir, a proxy and a copy of an ExtraMembers": text => {
    const { extra } = clientOf(freshSecret(), unknownMembers(text))
    return [Object.create(extra), new Proxy(extra, {}), { ...extra }]
  },
  "a result of safeParse": text => safeParseClientSecrets(documentOf(text)),
  "a failed result of safeParse": text => safeParseClientSecrets(documentOf(text, { auth_uri: [text], [text]: text })),
  "an error that wraps a ClientSecretsError": text => {
    const result = safeParseClientSecrets(`${documentOf(text)}${text}`)
    return new Error("wraps", { cause: result.success ? "it was to fail" : result.error })
  },
}

/** A document with this secret, and additional or other members. */
export function documentOf(secret: string, more: Readonly<Record<string, unknown>> = {}): string {
  const client = {
    client_id: "conformance.apps.googleusercontent.com",
    client_secret: secret,
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  }
  return JSON.stringify({ web: { ...client, ...more } })
}

function clientOf(secret: string, more?: Readonly<Record<string, unknown>>): ClientSecrets {
  return parseClientSecrets(documentOf(secret, more))
}

function unknownMembers(text: string): Readonly<Record<string, unknown>> {
  return { api_key: text, nested: { list: [{ text }] }, number: 1 }
}
