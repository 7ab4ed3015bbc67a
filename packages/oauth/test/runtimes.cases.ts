import {
  assert,
  assertEqual,
  assertNoLeak,
  assertThrows,
  type Case,
  type CaseContext,
  printOnConsole,
} from "@client-secrets/conformance"
import { ClientSecretsError, parseClientSecrets } from "@client-secrets/core"
import {
  type AuthorizationRequest,
  createFlow,
  type Flow,
  type FlowOptions,
  flowFromClientSecrets,
  pickRedirectUri,
} from "@client-secrets/oauth"

export interface Fixtures {
  /** The provider's issuer; `/robot` provides a browser. */
  readonly provider: string
  /** Client files as strings, by their method of authentication. */
  readonly files: Readonly<Record<"post" | "basic" | "public" | "native", string>>
  /** A file of a server that answers as its path says. */
  readonly liar: string
}

type Context = CaseContext<Fixtures>

const when = { network: "granted" } as const
const scope = "openid profile email offline_access"
const redirectUri = "http://127.0.0.1:9/callback"

function flowOf({ fixtures }: Context, client: keyof Fixtures["files"], options: Partial<FlowOptions> = {}): Flow {
  const secrets = parseClientSecrets(fixtures.files[client], { optional: ["client_secret"] })
  return createFlow(secrets, { scope, redirectUri, ...options } as FlowOptions<never>) as Flow
}

async function browse(
  { fixtures }: Context,
  url: string,
  what: "sign-in" | "device" = "sign-in",
  decision: "approve" | "deny" = "approve",
): Promise<string> {
  const query = new URLSearchParams({ url, decision })
  const response = await fetch(`${fixtures.provider}/robot/${what}?${query}`)
  const text = await response.text()
  assert(response.status === 200, `the browser failed: ${text}`)
  return JSON.parse(text)
}

async function refusal(promise: Promise<unknown>): Promise<ClientSecretsError> {
  const error = await assertThrows(() => promise)
  assert(ClientSecretsError.is(error), `not our error: ${String(error)}`)
  printOnConsole(error)
  return error
}

const signIns = (["post", "basic", "public", "native"] as const).map(
  (client): Case<Fixtures> => ({
    name: `a ${client} client signs in, refreshes with rotation and revokes`,
    when,
    async run(context) {
      const flow = flowOf(context, client, client === "basic" ? { clientAuthentication: "client_secret_basic" } : {})
      const request = await flow.authorizationRequest({ prompt: "consent" })
      const tokens = await flow.exchange(await browse(context, request.url), JSON.parse(JSON.stringify(request)))
      assertEqual(tokens.claims?.name, "Ada Lovelace")
      assertEqual(tokens.claims?.iss, context.fixtures.provider)
      const next = await flow.refresh(tokens)
      assert(next.refreshToken?.equals(tokens.refreshToken!) === false, "the refresh token was not rotated")
      await flow.revoke(next)
      const error = await refusal(flow.refresh(next))
      assertEqual(error.provider?.error, "invalid_grant")
      assertNoLeak([tokens.accessToken.reveal(), next.refreshToken!.reveal()], { tokens: JSON.stringify(tokens) })
      printOnConsole(tokens)
    },
  }),
)

export const cases: readonly Case<Fixtures>[] = [
  ...signIns,
  {
    name: "a code flow gets tokens without OpenID",
    when,
    async run(context) {
      const flow = createFlow(parseClientSecrets(context.fixtures.files.post), { scope: "profile", redirectUri })
      const request = await flow.authorizationRequest()
      const tokens = await flow.exchange(await browse(context, request.url), request)
      assertEqual(tokens.tokenType, "bearer")
      assertEqual(tokens.idToken, undefined)
    },
  },
  {
    name: "a refused consent has the code access_denied and its hint",
    when,
    async run(context) {
      const flow = flowOf(context, "post")
      const request = await flow.authorizationRequest({ prompt: "consent" })
      const callback = await browse(context, request.url, "sign-in", "deny")
      const error = await refusal(flow.exchange(callback, request))
      assertEqual(error.provider?.error, "access_denied")
      assert(error.provider?.hint?.includes("The user declined"), "no hint")
    },
  },
  {
    name: "refuses forged and replayed states, another issuer and a changed nonce",
    when,
    async run(context) {
      const flow = flowOf(context, "post")
      const request = await flow.authorizationRequest()
      const callback = await browse(context, request.url)
      const forge = (name: string, value: string) => {
        const url = new URL(callback)
        url.searchParams.set(name, value)
        return url
      }
      const next = await flow.authorizationRequest()
      const attempts: [string | URL, AuthorizationRequest][] = [
        [forge("state", next.state), request],
        [callback, next],
        [forge("iss", "https://attacker.example"), request],
        [callback, { ...request, nonce: next.nonce! }],
      ]
      for (const [url, made] of attempts) {
        const error = await refusal(flow.exchange(url, made))
        assertEqual(error.code, "untrusted_response")
      }
    },
  },
  {
    name: "the device flow waits for its approval page",
    when,
    async run(context) {
      const flow = flowOf(context, "post", { scope: "openid profile" })
      const device = await flow.deviceAuthorization()
      await browse(context, device.verificationUriComplete!, "device")
      const tokens = await flow.pollDeviceAuthorization(device)
      assertEqual(tokens.claims?.sub, "ada")
    },
  },
  {
    name: "a rotated secret is replaced automatically",
    when,
    async run(context) {
      const right = parseClientSecrets(context.fixtures.files.post)
      const wrong = parseClientSecrets(
        context.fixtures.files.post.replace(right.clientSecret.reveal(), context.freshSecret()),
      )
      let reports = 0
      const source = {
        get: async () => (reports === 0 ? wrong : right),
        invalidate() {
          reports++
        },
      }
      const flow = flowFromClientSecrets(source, { scope, redirectUri })
      const request = await flow.authorizationRequest()
      const tokens = await flow.exchange(await browse(context, request.url), request)
      assertEqual(tokens.claims?.sub, "ada")
      assertEqual(reports, 1)
    },
  },
  ...["redirect", "echo", "page", "hang", "large"].map(
    (path): Case<Fixtures> => ({
      name: `handles a token endpoint that answers with: ${path}`,
      when,
      async run(context) {
        const codes = { redirect: "redirected", echo: "rejected", page: "untrusted_response", hang: "timeout" }
        const file = JSON.parse(context.fixtures.liar)
        file.web.client_secret = context.freshSecret()
        file.web.token_uri += `/${path}`
        const flow = createFlow(parseClientSecrets(file), { scope: "a", timeout: path === "hang" ? 300 : 10_000 })
        const request = await flow.authorizationRequest()
        const code = context.freshSecret()
        const error = await refusal(
          flow.exchange(`${request.redirectUri}?code=${code}&state=${request.state}`, request),
        )
        assertEqual(error.code, codes[path as keyof typeof codes] ?? "too_large")
      },
    }),
  ),
  {
    name: "a call ends when its caller aborts",
    when,
    async run(context) {
      const controller = new AbortController()
      const call = flowOf(context, "post").refresh("EXAMPLE_REFRESH_TOKEN", { signal: controller.signal })
      const reason = new Error("the caller's own")
      controller.abort(reason)
      assertEqual(await assertThrows(() => call), reason)
    },
  },
  {
    name: "creates an authorization URL without a network",
    async run(context) {
      const secrets = parseClientSecrets(context.fixtures.files.post)
      assertEqual(pickRedirectUri(secrets, { loopback: true }), redirectUri)
      const { url, nonce } = await createFlow(secrets, { scope, redirectUri }).authorizationRequest()
      assertEqual(new URL(url).searchParams.get("nonce"), nonce)
      const error = await assertThrows(() => createFlow(secrets, { scope, redirectUri: `${redirectUri}/` as never }))
      assertEqual((error as ClientSecretsError).code, "redirect_uri_mismatch")
    },
  },
]
