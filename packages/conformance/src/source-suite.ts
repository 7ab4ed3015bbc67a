import {
  type ClientSecrets,
  ClientSecretsError,
  loadClientSecrets,
  loadClientSecretsSync,
  type Source,
  type SyncSource,
} from "@client-secrets/core"
import { assert, assertEqual, assertThrows } from "./assert.ts"
import { assertNoLeak } from "./leaks.ts"
import { printingRoutes } from "./printing-routes.ts"
import type { Case, CaseContext, Where } from "./run-cases.ts"

/** The client that a present source is to give. Its secret is a fresh one. */
export interface SourceFixture {
  readonly clientId: string
  readonly secret: string
  readonly redirectUri: string
  /** The whole `client_secrets.json` of it. */
  readonly text: string
}

export interface SourceSuiteOptions<Fixtures> {
  /** Stands before the name of each case. */
  readonly title: string
  /** Where the suite applies, as in a case. @default everywhere */
  readonly when?: Where
  /** A source at whose place this client is. */
  present(context: CaseContext<Fixtures>, fixture: SourceFixture): Source | Promise<Source>
  /** A source at whose place nothing is. */
  missing(context: CaseContext<Fixtures>): Source | Promise<Source>
  /** A source that cannot look, though the client may be there: no grant, a refusal, an unreachable host. */
  failing(context: CaseContext<Fixtures>, fixture: SourceFixture): Source | Promise<Source>
  /** A source that would not answer for long. @default a source that answers at once, aborted before it is asked */
  hanging?(context: CaseContext<Fixtures>): Source | Promise<Source>
}

/** What every source must do, whatever it reads from; each source's `test/runtimes.cases.ts` holds these cases. */
export function sourceSuite<Fixtures>(options: SourceSuiteOptions<Fixtures>): readonly Case<Fixtures>[] {
  const { title, when, present, missing, failing, hanging } = options
  const suiteCase = (name: string, run: (context: CaseContext<Fixtures>) => Promise<void>): Case<Fixtures> => {
    return { name: `${title}: ${name}`, run, ...(when && { when }) }
  }

  const cases = [
    suiteCase("gives the client that is there, every time", async context => {
      const fixture = createFixture(context)
      const source = await present(context, fixture)
      for (const readContext of [undefined, {}, { signal: new AbortController().signal }]) {
        assert((await source.read(readContext)) !== undefined, "read() gives the document")
      }
      assertIsFixture(await loadClientSecrets(source), fixture)
      if (isSync(source)) assertIsFixture(loadClientSecretsSync(source), fixture)
    }),
    suiteCase("gives undefined where nothing is", async context => {
      const source = await missing(context)
      assertEqual(await source.read(), undefined, "read()")
      assertEqual(await codeOf(() => loadClientSecrets(source)), "not_found", "the code of the error")
      if (isSync(source)) assertEqual(source.readSync(), undefined, "readSync()")
    }),
    suiteCase("throws where it could not look", async context => {
      const fixture = createFixture(context)
      const source = await failing(context, fixture)
      // A promise that rejects, never a call that throws.
      const reading = source.read()
      assert(reading instanceof Promise, "read() gives a promise")
      await assertThrows(() => reading, "read()")
      if (isSync(source)) await assertThrows(() => source.readSync(), "readSync()")
      const error = await assertThrows(() => loadClientSecrets(source), "loadClientSecrets()")
      assert(ClientSecretsError.is(error) && error.code !== "not_found", "the error does not say that nothing is there")
      assertNoLeak([fixture.secret], printingRoutes(error))
    }),
    suiteCase("has a name that holds no secret, and prints none", async context => {
      const fixture = createFixture(context)
      for (const source of [await present(context, fixture), await failing(context, fixture), await missing(context)]) {
        const { name } = source
        assert(typeof name === "string" && name.length > 0, "the source has a name")
        await source.read().catch(() => {})
        assertEqual(source.name, name, "the name after a read")
        assertNoLeak([fixture.secret], { name, ...printingRoutes(source) })
      }
    }),
    suiteCase("rejects with the caller's own reason, untouched", async context => {
      const reason = Object.freeze({ why: "the caller's own" })
      const aborted = AbortSignal.abort(reason)
      const source = await present(context, createFixture(context))
      assert((await assertThrows(() => source.read({ signal: aborted }))) === reason, "the reason is the caller's")
      if (hanging === undefined) return
      const controller = new AbortController()
      const reading = assertThrows(async () => (await hanging(context)).read({ signal: controller.signal }))
      setTimeout(() => controller.abort(reason), 20)
      assert((await reading) === reason, "the reason of an abort under way is the caller's")
    }),
  ]
  return cases
}

function createFixture({ freshSecret }: CaseContext): SourceFixture {
  const clientId = "conformance.apps.googleusercontent.com"
  const redirectUri = "https://app.example.com/callback"
  const secret = freshSecret()
  const text = JSON.stringify({
    web: {
      client_id: clientId,
      client_secret: secret,
      redirect_uris: [redirectUri],
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
    },
  })
  return { clientId, secret, redirectUri, text }
}

function isSync(source: Source): source is SyncSource {
  return "readSync" in source
}

function assertIsFixture(client: ClientSecrets, { clientId, secret }: SourceFixture): void {
  assertEqual(client.clientId, clientId, "client_id")
  assert(client.clientSecret.reveal() === secret, "client_secret is the one that is there")
}

async function codeOf(work: () => unknown): Promise<unknown> {
  const error = await assertThrows(work)
  return ClientSecretsError.is(error) ? error.code : error
}
