import {
  type ClientSecrets,
  ClientSecretsError,
  firstOf,
  loadClientSecrets,
  loadClientSecretsSync,
  type Source,
  SourceError,
  type SyncSource,
  secretSource,
} from "@client-secrets/core"
import { assert, assertEqual, assertThrows } from "./assert.ts"
import { assertNoLeak } from "./leaks.ts"
import { printingRoutes } from "./printing-routes.ts"
import type { Case, CaseContext, Where } from "./run-cases.ts"

/** The client that a present source has to return. Its secret is a fresh one. */
export interface SourceFixture {
  readonly clientId: string
  readonly secret: string
  readonly redirectUri: string
  /** The whole `client_secrets.json` of it. */
  readonly text: string
}

export interface SourceSuiteOptions<Fixtures> {
  /** The beginning of each case's name. */
  readonly title: string
  /** Where the suite applies, as in a case. @default everywhere */
  readonly when?: Where
  /** A source whose place holds this client. */
  present(context: CaseContext<Fixtures>, fixture: SourceFixture): Source | Promise<Source>
  /** A source whose place is empty. */
  missing(context: CaseContext<Fixtures>): Source | Promise<Source>
  /** A source that cannot look, though its place may hold the client: no grant, a refusal, an unreachable host. */
  failing(context: CaseContext<Fixtures>, fixture: SourceFixture): Source | Promise<Source>
  /** A source that does not answer for a long time. @default a source that answers immediately, aborted before the read */
  hanging?(context: CaseContext<Fixtures>): Source | Promise<Source>
  /** Whether the place holds the fixture's `text`, which can then be cut off. @default true */
  readonly holdsText?: boolean
  /** A source whose place holds only the client's id. @default its place cannot hold an incomplete client */
  half?(context: CaseContext<Fixtures>, fixture: SourceFixture): Source | Promise<Source>
}

/** What every source must do, whatever it reads from; each source's `test/runtimes.cases.ts` contains these cases. */
export function sourceSuite<Fixtures>(options: SourceSuiteOptions<Fixtures>): readonly Case<Fixtures>[] {
  const { title, when, present, missing, failing, hanging, half, holdsText = true } = options
  const suiteCase = (name: string, run: (context: CaseContext<Fixtures>) => Promise<void>): Case<Fixtures> => {
    return { name: `${title}: ${name}`, run, ...(when && { when }) }
  }

  const cases = [
    suiteCase("returns the client at every read", async context => {
      const fixture = createFixture(context)
      const source = await present(context, fixture)
      for (const readContext of [undefined, {}, { signal: new AbortController().signal }]) {
        assert((await source.read(readContext)) !== undefined, "read() returns a document")
      }
      assertIsFixture(await loadClientSecrets(source), fixture)
      if (isSync(source)) assertIsFixture(loadClientSecretsSync(source), fixture)
    }),
    suiteCase("returns undefined for an empty place", async context => {
      const source = await missing(context)
      assertEqual(await source.read(), undefined, "read()")
      assertEqual(await codeOf(() => loadClientSecrets(source)), "not_found", "the code of the error")
      if (isSync(source)) assertEqual(source.readSync(), undefined, "readSync()")
    }),
    suiteCase("throws if it cannot read the place", async context => {
      const fixture = createFixture(context)
      const source = await failing(context, fixture)
      // A promise that rejects, never a call that throws.
      const reading = source.read()
      assert(reading instanceof Promise, "read() returns a promise")
      await assertThrows(() => reading, "read()")
      if (isSync(source)) await assertThrows(() => source.readSync(), "readSync()")
      const error = await assertThrows(() => loadClientSecrets(source), "loadClientSecrets()")
      assert(
        ClientSecretsError.is(error) && error.code !== "not_found",
        "the error does not say that the place is empty",
      )
      assertNoLeak([fixture.secret], printingRoutes(error))
    }),
    suiteCase("has a name that contains no secret, and prints no secret", async context => {
      const fixture = createFixture(context)
      for (const source of [await present(context, fixture), await failing(context, fixture), await missing(context)]) {
        const { name } = source
        assert(typeof name === "string" && name.length > 0, "the source has a name")
        await source.read().catch(() => {})
        assertEqual(source.name, name, "the name after a read")
        assertNoLeak([fixture.secret], { name, ...printingRoutes(source) })
      }
    }),
    suiteCase("rejects with the caller's own reason, unchanged", async context => {
      const reason = Object.freeze({ why: "the caller's own" })
      const source = await present(context, createFixture(context))
      for (const one of [reason, new SourceError("aborted", "the caller's own")]) {
        const signal = AbortSignal.abort(one)
        assert((await assertThrows(() => source.read({ signal }))) === one, "the reason is the caller's")
      }
      if (hanging === undefined) return
      const controller = new AbortController()
      const reading = assertThrows(async () => (await hanging(context)).read({ signal: controller.signal }))
      setTimeout(() => controller.abort(reason), 20)
      assert((await reading) === reason, "the reason of an abort during the read is the caller's")
    }),
    suiteCase("serves a caller that needs only the secret", async context => {
      const fixture = createFixture(context)
      const { clientId, redirectUri } = fixture
      const publicClient = { type: "web", clientId, redirectUris: [redirectUri], ...endpoints } as const
      const source = await present(context, fixture)
      assertIsFixture(await loadClientSecrets(secretSource(publicClient, source)), fixture)
      if (isSync(source)) assertIsFixture(loadClientSecretsSync(secretSource(publicClient, source)), fixture)
    }),
  ]
  if (holdsText) cases.push(suiteCase("refuses a truncated document", refuseCutOff))
  if (half !== undefined) cases.push(suiteCase("leaves the other half to the next source of a chain", continueAtHalf))
  return cases

  async function refuseCutOff(context: CaseContext<Fixtures>): Promise<void> {
    const fixture = createFixture(context)
    const text = fixture.text.slice(0, fixture.text.indexOf(fixture.secret) + fixture.secret.length - 1)
    const source = await present(context, { ...fixture, text })
    const error = await assertThrows(() => loadClientSecrets(source), "loadClientSecrets()")
    assert(ClientSecretsError.is(error) && error.code === "invalid", "the error says that the document is not valid")
    assertNoLeak([fixture.secret], printingRoutes(error))
  }

  async function continueAtHalf(context: CaseContext<Fixtures>): Promise<void> {
    const fixture = createFixture(context)
    const source = await half!(context, fixture)
    const document = await source.read()
    assert(document !== undefined && Object.hasOwn(document, "partial"), "the document is marked as partial")
    const rest: Source = { name: "rest", read: async () => ({ content: fixture.text }) }
    assertIsFixture(await loadClientSecrets(firstOf(source, rest)), fixture)
    assertEqual(
      await codeOf(() => loadClientSecrets(source)),
      "invalid",
      "the code of the error without the other half",
    )
  }
}

const endpoints = {
  authUri: "https://accounts.google.com/o/oauth2/auth",
  tokenUri: "https://oauth2.googleapis.com/token",
} as const

function createFixture({ freshSecret }: CaseContext): SourceFixture {
  const clientId = "conformance.apps.googleusercontent.com"
  const redirectUri = "https://app.example.com/callback"
  const secret = freshSecret()
  const text = JSON.stringify({
    web: {
      client_id: clientId,
      client_secret: secret,
      redirect_uris: [redirectUri],
      auth_uri: endpoints.authUri,
      token_uri: endpoints.tokenUri,
    },
  })
  return { clientId, secret, redirectUri, text }
}

function isSync(source: Source): source is SyncSource {
  return typeof (source as Partial<SyncSource>).readSync === "function"
}

function assertIsFixture(client: ClientSecrets, { clientId, secret }: SourceFixture): void {
  assertEqual(client.clientId, clientId, "client_id")
  assert(client.clientSecret.reveal() === secret, "client_secret is the fixture's")
}

async function codeOf(work: () => unknown): Promise<unknown> {
  const error = await assertThrows(work)
  return ClientSecretsError.is(error) ? error.code : error
}
