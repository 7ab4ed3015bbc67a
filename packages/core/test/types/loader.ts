// Compiled, never run: test/types.test.ts gives it to three compilers, against the built declarations.
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
  // The result follows the options.
  const web = await loadClientSecrets(source, { type: "web", signal, timeout: 1_000 })
  same<typeof web, WebClientSecrets>(true)
  const either = await loadClientSecrets(source)
  same<typeof either, ClientSecrets>(true)
  const relaxed = loadClientSecretsSync(syncSource, { type: "installed", optional: ["client_secret"] })
  same<typeof relaxed.clientSecret, Secret | undefined>(true)
  same<typeof relaxed.type, "installed">(true)
  // @ts-expect-error it answers later
  loadClientSecretsSync(source)
}

// A chain answers at once if all of its links do.
same<ReturnType<typeof chain>, SyncSource>(true)
function chain() {
  return firstOf(syncSource, syncSource)
}
firstOf(source, syncSource) satisfies Source
// @ts-expect-error one of them answers later
firstOf(source, syncSource).readSync()

const google = { type: "web", clientId: "id", redirectUris: ["https://a.example/cb"] } as const
secretSource(google, syncSource) satisfies SyncSource
secretSource(google, source) satisfies Source
// @ts-expect-error no client id
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
    // @ts-expect-error no value in an event
    event.secrets
  })
  end()
  if (loader.status().state === "fresh") loader.dispose()
  // What takes any client's loader takes this one.
  const any: Loader<AnyClientSecrets> = loader
  await any.refresh()
  // @ts-expect-error not an option
  createLoader(source, { maxAge: 1 })
  // @ts-expect-error times are numbers
  createLoader(source, { ttl: "5m" })
}

declare const console: { log(...values: unknown[]): void }

export { chain, keep, load }
