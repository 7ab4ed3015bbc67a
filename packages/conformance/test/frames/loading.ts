import {
  ClientSecretsError,
  createLoader,
  createSecret,
  firstOf,
  loadClientSecrets,
  loadClientSecretsSync,
  type SourceDocument,
  type SyncSource,
  secretSource,
  toClientSecretsJson,
} from "@client-secrets/core"

/** Loads that fail, through every function that loads. */
export function loadingScenarios(secret: string): Readonly<Record<string, () => unknown>> {
  const members = () => ({
    client_id: "1234567890-example.apps.googleusercontent.com",
    client_secret: secret,
    redirect_uris: ["not a URI"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  })

  /** A source, whose own frames belong to another package. */
  function sourceOf(document: () => SourceDocument | undefined): SyncSource {
    return { name: "store", read: async () => document(), readSync: document }
  }

  const google = { type: "web", clientId: "other.apps.googleusercontent.com" } as const
  const broken = {
    "an invalid file": () => sourceOf(() => ({ content: JSON.stringify({ web: members() }) })),
    "a file that is cut off": () => sourceOf(() => ({ content: JSON.stringify({ web: members() }).slice(0, 120) })),
    "invalid bytes": () => sourceOf(() => ({ content: new TextEncoder().encode(JSON.stringify({ web: members() })) })),
    "an invalid object": () => sourceOf(() => ({ content: { web: members() } })),
    "invalid members": () => sourceOf(() => ({ members: members() })),
    "a chain": () =>
      firstOf(
        sourceOf(() => undefined),
        sourceOf(() => ({ members: members() })),
      ),
    "a secret of another client": () =>
      secretSource(
        google,
        sourceOf(() => ({ members: members() })),
      ),
    "an invalid file for a secret": () =>
      secretSource(
        google,
        sourceOf(() => ({ content: JSON.stringify({ web: { ...members(), client_secret: ` ${secret}` } }) })),
      ),
    "a document of a wrong form": () => sourceOf(() => [secret] as never),
    "members of a wrong form": () => sourceOf(() => ({ members: [secret] }) as never),
    "a link that fails after an incomplete client": () =>
      firstOf(
        sourceOf(() => ({ members: { client_secret: secret }, partial: true })),
        sourceOf(() => {
          throw Object.assign(new Error("it could not look"), { code: "EACCES" })
        }),
      ),
    "an incomplete client that nothing completes": () =>
      firstOf(
        sourceOf(() => ({ members: { client_secret: secret }, partial: true })),
        sourceOf(() => undefined),
      ),
    "another client than the id which an earlier link found without a secret": () =>
      firstOf(
        sourceOf(() => ({ members: { client_id: "other" }, partial: true })),
        sourceOf(() => ({ members: { ...members(), redirect_uris: [] } })),
      ),
  }

  const scenarios: Record<string, () => unknown> = {}
  for (const [name, source] of Object.entries(broken)) {
    scenarios[`loadClientSecrets, ${name}`] = () => loadClientSecrets(source())
    scenarios[`loadClientSecretsSync, ${name}`] = () => loadClientSecretsSync(source())
    scenarios[`createLoader, ${name}`] = () => createLoader(source(), { retries: 0 }).get()
  }

  const odd = sourceOf(() => ({
    content: JSON.stringify({ web: { ...members(), redirect_uris: ["https://a.example/*"] } }),
  }))
  const onWarning = () => {
    throw new ClientSecretsError("aborted", "onWarning throws this")
  }
  scenarios["loadClientSecrets, onWarning throws"] = () => loadClientSecrets(odd, { onWarning })
  scenarios["loadClientSecretsSync, onWarning throws"] = () => loadClientSecretsSync(odd, { onWarning })
  scenarios["createLoader, onWarning throws"] = () => createLoader(odd, { onWarning }).get()

  // The document, or a client whose secret is a string, in place of something else.
  const file = () => ({ web: members() }) as never
  const copy = () => ({ type: "web", clientId: "a", clientSecret: secret }) as never
  return {
    ...scenarios,
    "loadClientSecrets, a document in place of its source": () => loadClientSecrets(file()),
    "loadClientSecretsSync, a document in place of its source": () => loadClientSecretsSync(file()),
    "createLoader, a document in place of its source": () => createLoader(file()),
    "firstOf, a document in place of a source": () => firstOf(odd, file()),
    "secretSource, a document in place of a source": () => secretSource(google, file()),
    "secretSource, a document in place of the public part": () => secretSource(file(), odd),
    "toClientSecretsJson, a document": () => toClientSecretsJson(file()),
    "toClientSecretsJson, a copy": () => toClientSecretsJson(copy()),
    "createSecret, a document": () => createSecret(file()),
  }
}
