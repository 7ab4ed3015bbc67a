import {
  type AnyClientSecrets,
  clientSecretsMembers,
  type Source,
  SourceError,
  safeParseClientSecrets,
  toClientSecretsJson,
} from "@client-secrets/core"
import { isSourceFailure } from "@client-secrets/source-kit"
import { CommandFailure } from "../command-failure.ts"
import { optionalMembers } from "../input/optional-members.ts"

/** Members that decide whose secret it is, and where a secret or a token of the client is sent. */
const bindingProperties = [
  "type",
  ...clientSecretsMembers
    .filter(({ name, kind }) => name === "client_id" || kind === "endpoint")
    .map(({ property }) => property),
]

/**
 * Stores a whole client in the keychain, under the name of a program. It includes the public part, so that the secret is never
 * combined with another file, whose endpoints would get it.
 *
 * @throws the failures of `keychainSource`
 */
export async function storeClient(app: string, client: AnyClientSecrets): Promise<void> {
  const { keychainSource, storeInKeychain } = await import("@client-secrets/keychain")
  const text = toClientSecretsJson(client)
  await storeInKeychain(app, text)
  if (contentOf(await keychainSource(app).read()) === text) return
  throw new CommandFailure("io", "The keychain did not keep the secret. The file is unchanged.")
}

/** A source whose file may lack the secret: `keychain add` moves it into the keychain. */
export function withKeychain(source: Source, app: string): Source {
  return {
    name: source.name,
    async read(context) {
      const document = await source.read(context)
      const client = clientIn(document)
      // The next reader reports what is wrong with the file. A client that has its secret needs no other.
      if (client === undefined || client.clientSecret !== undefined) return document
      const stored = await clientInKeychain(app)
      if (stored === undefined) return document
      requireSameClient(client, stored, app)
      return { content: toClientSecretsJson({ ...client, clientSecret: stored.clientSecret }) }
    },
  }
}

/**
 * A client file without a secret can come from anyone, such as the publisher of a repository: it must not decide where the
 * secret in the keychain is sent.
 */
function requireSameClient(client: AnyClientSecrets, stored: AnyClientSecrets, app: string): void {
  if (bindingProperties.every(name => ownValue(client, name) === ownValue(stored, name))) return
  throw new SourceError(
    "client_mismatch",
    `Its client ID or an endpoint is not that of the secret in the keychain (under ${app}), so it does not get the secret. If this file is yours, run client-secrets keychain add with the whole file.`,
  )
}

/** Undefined if none exists, or no keychain: a client may do without a secret. */
async function clientInKeychain(app: string): Promise<AnyClientSecrets | undefined> {
  const { keychainSource } = await import("@client-secrets/keychain")
  try {
    const document = await keychainSource(app).read()
    if (document === undefined) return undefined
    const client = clientIn(document)
    if (client?.clientSecret !== undefined) return client
    throw new SourceError(
      "client_mismatch",
      `The keychain's entry under ${app} does not say which client its secret belongs to. Run client-secrets keychain add with the whole client file.`,
    )
  } catch (error) {
    if (isSourceFailure(error) && (error as { code?: unknown }).code === "unsupported") return undefined
    throw error
  }
}

function clientIn(document: unknown): AnyClientSecrets | undefined {
  const parsed = safeParseClientSecrets(contentOf(document) as string, {
    optional: optionalMembers,
    allowInsecureEndpoints: true,
  })
  return parsed.success ? parsed.data : undefined
}

function contentOf(document: unknown): unknown {
  return ownValue(document, "content")
}

function ownValue(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined
}
