// Compiled, never run: test/types.test.ts compiles it with three compilers, against the built declarations.
import {
  type AbortSignalLike,
  type AnyClientSecrets,
  type ClientSecrets,
  createLoader,
  firstOf,
  type Loader,
  loadClientSecrets,
  loadClientSecretsSync,
  type Secret,
  type Source,
  type SyncSource,
  secretSource,
  type WebClientSecrets,
} from "@client-secrets/core"

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
declare function same<One, Other>(_: Same<One, Other>): void

declare const source: Source
declare const syncSource: SyncSource
declare const signal: AbortSignalLike
declare const waitUntil: (promise: Promise<unknown>) => void

async function load(): Promise<void> {
  // The type of the result follows the options.
  const web = await loadClientSecrets(source, { type: "web", signal, timeout: 1_000 })
  same<typeof web, WebClientSecrets>(true)
  const either = await loadClientSecrets(source)
  same<typeof either, ClientSecrets>(true)
  const relaxed = loadClientSecretsSync(syncSource, { type: "installed", optional: ["client_secret"] })
  same<typeof relaxed.clientSecret, Secret | undefined>(true)
  same<typeof relaxed.type, "installed">(true)
  // @ts-expect-error it answers asynchronously
  loadClientSecretsSync(source)
}

// A chain is synchronous if all its links are.
same<ReturnType<typeof chain>, SyncSource>(true)
function chain() {
  return firstOf(syncSource, syncSource)
}
firstOf(source, syncSource) satisfies Source
// @ts-expect-error one of them answers asynchronously
firstOf(source, syncSource).readSync()

const google = { type: "web", clientId: "id", redirectUris: ["https://a.example/cb"] } as const
secretSource(google, syncSource) satisfies SyncSource
secretSource(google, source) satisfies Source
// @ts-expect-error the client id is missing
secretSource({ type: "web" }, source)

async function keep(): Promise<void> {
  const loader = createLoader(firstOf(syncSource, source), {
    type: "web",
    optional: ["redirect_uris"],
    waitUntil,
    ttl: 60_000,
  })
  same<typeof loader, Loader<ClientSecrets<"web", "redirect_uris">>>(true)
  const secrets = await loader.get({ signal, waitUntil })
  same<typeof secrets.type, "web">(true)
  same<typeof secrets.redirectUris, readonly string[] | undefined>(true)
  const held: typeof secrets | undefined = loader.peek()
  if (held) loader.invalidate(held)
  const { get } = loader
  await get()
  const end: () => void = loader.subscribe(event => {
    const { type, source: name, age, code } = event
    console.log(type, name, age, code)
    // @ts-expect-error an event has no value
    event.secrets
  })
  end()
  if (loader.status().state === "fresh") loader.dispose()
  // A function that accepts any client's loader accepts this one.
  const any: Loader<AnyClientSecrets> = loader
  await any.refresh()
  // @ts-expect-error not an option
  createLoader(source, { maxAge: 1 })
  // @ts-expect-error times are numbers
  createLoader(source, { ttl: "5m" })
}

declare const console: { log(...values: unknown[]): void }

export { chain, keep, load }
