import { createSecret, type Secret } from "@client-secrets/core"
import { ownMembers } from "@client-secrets/source-kit"
import { parseKey, type StoredTokens, type TokenKey } from "./token-key.ts"

/** An entry of the keychain. Secrets are apart, so that no other member can be taken for one. */
interface Entry {
  readonly key: TokenKey
  readonly tokens: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
}

/** Tokens as the text of an entry. It contains them in plain text: the keychain encrypts it. */
export function formatTokens(key: TokenKey, tokens: StoredTokens): string {
  const plain: Record<string, unknown> = {}
  const secrets: Record<string, string> = {}
  for (const [name, value] of Object.entries(tokens)) {
    if (isSecret(value)) secrets[name] = value.reveal()
    else if (value !== undefined) plain[name] = value
  }
  return JSON.stringify({ key, tokens: plain, secrets } satisfies Entry)
}

/** The tokens and the key in the text of an entry; `undefined` for any other text. */
export function parseTokens(text: string): { readonly key: TokenKey; readonly tokens: StoredTokens } | undefined {
  const entry = ownMembers(parseJson(text))
  const key = parseKey(entry["key"])
  const secrets: Record<string, Secret> = Object.create(null)
  for (const [name, value] of Object.entries(ownMembers(entry["secrets"]))) {
    if (typeof value !== "string") return undefined
    secrets[name] = createSecret(value)
  }
  const { accessToken } = secrets
  const tokens = ownMembers(entry["tokens"])
  if (key === undefined || accessToken === undefined) return undefined
  if (typeof tokens["tokenType"] !== "string" || typeof tokens["scope"] !== "string") return undefined
  return { key, tokens: { ...tokens, ...secrets } as unknown as StoredTokens }
}

function isSecret(value: unknown): value is Secret {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as Partial<Secret>)[Symbol.toStringTag] === "client-secrets.Secret"
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The engine's message quotes the text.
    return undefined
  }
}
