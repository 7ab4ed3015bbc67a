import { request as httpRequest } from "node:http"
import { assert, assertEqual, assertThrows, type Case, type CaseContext } from "@client-secrets/conformance"
import { ClientSecretsError, parseClientSecrets } from "@client-secrets/core"
import { fileTokenStore, memoryTokenStore, type SignInOptions, signIn } from "@client-secrets/oauth/local"

export interface Fixtures {
  readonly provider: string
  /** The native client's file, with `http://127.0.0.1/callback` and `http://localhost`. */
  readonly file: string
  /** An existing, writable folder. */
  readonly folder: string
}

type Context = CaseContext<Fixtures>

const scope = "openid profile offline_access"

interface Page {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

/** A user who signs in and comes back; the program prints into `lines`. */
function userOf({ fixtures }: Context, decision: "approve" | "deny" = "approve") {
  const lines: string[] = []
  const opened: string[] = []
  let showPage: (page: Page) => void = () => {}
  /** The first page that the browser showed at the end: a moment after the program has its tokens. */
  const page = new Promise<Page>(resolve => {
    showPage = resolve
  })
  const browse = async (url: string) => {
    opened.push(url)
    const query = new URLSearchParams({ url, decision })
    const callback: string = await (await fetch(`${fixtures.provider}/robot/sign-in?${query}`)).json()
    const response = await fetch(callback)
    showPage({ status: response.status, text: await response.text(), headers: response.headers })
  }
  const options = (more: Partial<SignInOptions> = {}): SignInOptions => ({
    scope,
    store: memoryTokenStore(),
    authorization: { prompt: "consent" },
    print: line => lines.push(line),
    // Not awaited: the program opens a browser, and does not wait for the user there.
    openBrowser: url => void browse(url).catch(error => lines.push(String(error))),
    ...more,
  })
  return { options, page, lines, opened, visits: () => opened.length }
}

async function tokensOf(...parameters: Parameters<typeof signIn>) {
  return (await signIn(...parameters)).tokens!
}

function secretsOf({ fixtures }: Context, redirectUris?: readonly string[]) {
  const file = JSON.parse(fixtures.file)
  if (redirectUris !== undefined) file.installed.redirect_uris = redirectUris
  return parseClientSecrets(file)
}

export const cases: readonly Case<Fixtures>[] = [
  {
    name: "signs in on a free port of 127.0.0.1, and the page echoes nothing",
    async run(context) {
      const user = userOf(context)
      const tokens = await tokensOf(secretsOf(context), user.options())
      assertEqual(tokens.claims?.name, "Ada Lovelace")
      assert(
        /redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fcallback/.test(user.opened[0]!),
        `no port: ${user.opened[0]}`,
      )
      const page = await user.page
      assertEqual(page.status, 200)
      assertEqual(page.headers.get("cache-control"), "no-store")
      assertEqual(page.headers.get("referrer-policy"), "no-referrer")
      const policy = page.headers.get("content-security-policy") ?? ""
      assert(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='$/.test(policy), `policy: ${policy}`)
      assert(page.text.includes("You are signed in"), "not the page")
      const state = new URL(user.opened[0]!).searchParams.get("state")!
      const answer = JSON.stringify([page.text, ...page.headers])
      assert(!answer.includes(state) && !answer.includes("code="), "the page repeats the request")
    },
  },
  {
    name: "listens on both addresses of localhost if only localhost is registered",
    async run(context) {
      const user = userOf(context)
      const answered: string[] = []
      const open = async (url: string) => {
        const redirect = new URL(new URL(url).searchParams.get("redirect_uri")!)
        assertEqual(redirect.hostname, "localhost")
        for (const host of ["127.0.0.1", "::1"]) {
          const status = await statusOf({
            host,
            port: Number(redirect.port),
            path: "/other",
            headers: { host: redirect.host },
          })
          answered.push(`${host} ${status}`)
        }
        user.options().openBrowser!(url)
      }
      const tokens = await tokensOf(secretsOf(context, ["http://localhost"]), user.options({ openBrowser: open }))
      assertEqual(tokens.claims?.sub, "ada")
      assertEqual(answered, ["127.0.0.1 404", "::1 404"])
    },
  },
  {
    name: "refuses another Host, path, method and state, and continues to wait",
    async run(context) {
      const user = userOf(context)
      const statuses: number[] = []
      const open = async (url: string) => {
        const parameters = new URL(url).searchParams
        const { port } = new URL(parameters.get("redirect_uri")!)
        const query = `code=stolen&state=${parameters.get("state")}`
        const place = { host: "127.0.0.1", port: Number(port) }
        for (const attempt of [
          { path: `/callback?${query}`, headers: { host: "evil.example" } },
          { path: `/callback?${query}`, headers: { host: `localhost:${port}` } },
          { path: `/callback/?${query}` },
          { path: `/Callback?${query}` },
          { path: "/favicon.ico" },
          { path: `/callback?${query}`, method: "POST" },
          { path: `/callback?${query}`, method: "HEAD" },
          { path: "/callback?code=stolen" },
          { path: `/callback?code=stolen&state=${"A".repeat(43)}` },
          { path: `/callback?${query}&state=${"A".repeat(43)}` },
          { path: `http://127.0.0.1:${port}/callback?${query}` },
        ])
          statuses.push(await statusOf({ ...place, ...attempt }))
        user.options().openBrowser!(url)
      }
      const tokens = await tokensOf(secretsOf(context), user.options({ openBrowser: open }))
      assertEqual(tokens.claims?.sub, "ada")
      assertEqual(statuses, [421, 421, 404, 404, 404, 405, 405, 400, 400, 400, 404])
    },
  },
  {
    name: "reports a refused consent as access_denied, and the page says that nobody is signed in",
    async run(context) {
      const user = userOf(context, "deny")
      const error = await assertThrows(() => tokensOf(secretsOf(context), user.options()))
      assert(ClientSecretsError.is(error) && error.provider?.error === "access_denied", `not access_denied: ${error}`)
      const page = await user.page
      assertEqual(page.status, 400)
      assert(page.text.includes("You are not signed in"), "not the page")
    },
  },
  {
    name: "stops waiting for a user who does not come back, and frees the port",
    async run(context) {
      const user = userOf(context)
      let port = 0
      const openBrowser = (url: string) => {
        port = Number(new URL(new URL(url).searchParams.get("redirect_uri")!).port)
      }
      const error = await assertThrows(() =>
        tokensOf(secretsOf(context), user.options({ openBrowser, signInTimeout: 100 })),
      )
      assertEqual((error as ClientSecretsError).code, "timeout")
      const tokens = await tokensOf(secretsOf(context), user.options({ port }))
      assertEqual(tokens.claims?.sub, "ada")
    },
  },
  {
    name: "headless: prints the URL, and accepts only the pasted redirect of this sign-in",
    async run(context) {
      const user = userOf(context)
      const pasted: (() => Promise<string>)[] = [
        async () => "what?",
        async () => "http://127.0.0.1/callback?code=stolen&state=forged",
        async () => {
          const url = user.lines[0]!.slice(user.lines[0]!.indexOf("http"))
          const query = new URLSearchParams({ url, decision: "approve" })
          return ` ${await (await fetch(`${context.fixtures.provider}/robot/sign-in?${query}`)).json()} `
        },
      ]
      const tokens = await tokensOf(secretsOf(context), {
        ...user.options({ headless: true, readLine: () => pasted.shift()!() }),
      })
      assertEqual(tokens.claims?.sub, "ada")
      assertEqual(user.lines.filter(line => line.startsWith("That is not the address")).length, 2)
      assertEqual(user.visits(), 0)
      const end = await assertThrows(() =>
        tokensOf(secretsOf(context), user.options({ headless: true, readLine: async () => undefined })),
      )
      assertEqual((end as ClientSecretsError).code, "aborted")
    },
  },
  ...["memory", "file"].map(
    (kind): Case<Fixtures> => ({
      name: `a ${kind} store keeps tokens, which are refreshed once they have expired`,
      async run(context) {
        const user = userOf(context)
        const folder = `${context.fixtures.folder}/${context.runtime.name.replaceAll(" ", "-")}-${Date.now()}/tokens`
        const store = kind === "memory" ? memoryTokenStore() : fileTokenStore(folder)
        const secrets = secretsOf(context)
        const first = await tokensOf(secrets, user.options({ store }))
        const second = await tokensOf(secrets, user.options({ store }))
        assert(second.accessToken.equals(first.accessToken), "it signed in anew")
        assertEqual(second.claims, first.claims)
        assertEqual(user.visits(), 1)
        const [key] = keysOf(context)
        await store.set(key!, { ...second, expiresAt: Date.now() })
        const third = await tokensOf(secrets, user.options({ store }))
        assert(!third.accessToken.equals(first.accessToken), "it was not refreshed")
        assertEqual(user.visits(), 1)
        // Revoked in the meantime: the user is asked again.
        await store.set(key!, { ...first, expiresAt: Date.now() })
        const fourth = await tokensOf(secrets, user.options({ store }))
        assertEqual(fourth.claims?.sub, "ada")
        assertEqual(user.visits(), 2)
        const other = await tokensOf(secrets, user.options({ store, account: "grace" }))
        assert(!other.accessToken.equals(fourth.accessToken), "another account got these tokens")
        assertEqual(user.visits(), 3)
        await store.delete(key!)
        assertEqual(await store.get(key!), undefined)
      },
    }),
  ),
]

function keysOf({ fixtures }: Context) {
  const { client_id: clientId, token_uri: tokenUri } = JSON.parse(fixtures.file).installed
  return [{ clientId, tokenUri, issuer: fixtures.provider, account: "" }]
}

/** fetch itself sets Host. */
function statusOf(options: {
  host: string
  port: number
  path: string
  method?: string
  headers?: Record<string, string>
}) {
  return new Promise<number>((resolve, reject) => {
    const request = httpRequest({ agent: false, ...options }, response => {
      response.resume()
      resolve(response.statusCode!)
    })
    request.on("error", reject)
    request.end()
  })
}
