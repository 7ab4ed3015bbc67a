import {
  assert,
  assertEqual,
  assertThrows,
  type Case,
  type CaseContext,
  type RuntimeInfo,
} from "@client-secrets/conformance"
import { ClientSecretsError, loadClientSecrets } from "@client-secrets/core"
import { fetchSource } from "@client-secrets/fetch"
import { azureKeyVaultSource } from "@client-secrets/fetch/azure-key-vault"
import { googleSecretManagerSource } from "@client-secrets/fetch/google-secret-manager"
import { type Fixtures, type RecordedRequest, scriptStore } from "./store.ts"

/** The variables of the environment, and what each runtime's own `fetch` does with them for http://127.0.0.1. */
export interface ProxyFixtures extends Fixtures {
  readonly proxy: string
  /** The variable that the message must name. */
  readonly variable: string
  /** Runtimes whose fetch goes through the proxy. */
  readonly diverted: readonly string[]
  /** Runtimes where plain http is refused; on the others the request must go directly to the store. */
  readonly refusing: readonly string[]
}

const when = { network: "granted" } as const
const document = JSON.stringify({
  web: {
    client_id: "straight-from-the-store",
    client_secret: "EXAMPLE_NOT_A_REAL_SECRET",
    redirect_uris: ["https://app.example.com/callback"],
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
  },
})

export const cases: readonly Case<ProxyFixtures>[] = [
  {
    name: "the fixture knows whether this runtime's fetch uses the proxy of the environment",
    when,
    async run({ fixtures, runtime }) {
      const store = await scriptStore(fixtures, { body: document })
      const text = await (await fetch(store.url)).text()
      assertEqual(text !== document, isAmong(fixtures.diverted, runtime), "diverted")
    },
  },
  {
    name: "no token reaches the proxy, and the document does not come from it",
    when,
    async run(context) {
      const { fixtures, runtime } = context
      const token = context.freshSecret()
      const store = await scriptStore(fixtures, { body: document })
      const reading = loadClientSecrets(fetchSource(store.url, { headers: { "X-Vault-Token": token } }))
      if (isAmong(fixtures.refusing, runtime)) {
        await assertRefused(context, reading, "127.0.0.1")
        assertEqual((await store.requests()).length, 0, "requests")
      } else {
        assertEqual((await reading).clientId, "straight-from-the-store")
        assertEqual((await store.requests())[0]?.headers["x-vault-token"], token, "the token at the store")
      }
      assert(!(await proxied(fixtures)).includes(token), "the proxy has seen no token")
    },
  },
  {
    name: "requests to metadata servers do not go through the proxy",
    when,
    async run(context) {
      const { fixtures, runtime } = context
      for (const source of [
        googleSecretManagerSource("projects/p/secrets/s", { timeout: 300 }),
        azureKeyVaultSource("https://v.vault.azure.net/secrets/s", { timeout: 300 }),
      ]) {
        const reading = loadClientSecrets(source)
        // NO_PROXY does not list them.
        const isRefused = isAmong(fixtures.refusing, runtime)
        if (isRefused) await assertRefused(context, reading, "169.254.169.254")
        else await assertThrows(() => reading)
      }
      assert(!(await proxied(fixtures)).includes("169.254.169.254"), "the proxy was not asked for them")
    },
  },
  {
    name: "a fetch that was passed in may use the proxy",
    when,
    async run({ fixtures, runtime }) {
      const store = await scriptStore(fixtures, { body: document })
      const read = await fetchSource(store.url, { fetch: globalThis.fetch }).read()
      assert(read !== undefined && "content" in read, "a document")
      const isDiverted = new TextDecoder().decode(read.content as Uint8Array) !== document
      assertEqual(isDiverted, isAmong(fixtures.diverted, runtime), "diverted")
    },
  },
]

async function assertRefused(
  { fixtures }: CaseContext<ProxyFixtures>,
  reading: Promise<unknown>,
  host: string,
): Promise<void> {
  const error = await assertThrows(() => reading)
  assert(ClientSecretsError.is(error), "our error")
  assertEqual(error.code, "unsupported")
  assertEqual(error.transient, false)
  const text = `The request to ${host} would go through the proxy in ${fixtures.variable}, which could read the token. Add ${host} to NO_PROXY.`
  assert(error.message.endsWith(text), error.message)
}

async function proxied({ proxy }: ProxyFixtures): Promise<string> {
  const response = await fetch(`${proxy}/proxied`)
  const requests: RecordedRequest[] = await response.json()
  return JSON.stringify(requests)
}

function isAmong(names: readonly string[], { name }: RuntimeInfo): boolean {
  return names.includes(name.replace(" commonjs", ""))
}
