import { load } from "../entries.ts"
import { members, text } from "../example.ts"
import type { Operation } from "../run-operations.ts"
import { idTokenOperations } from "./id-tokens.ts"
import type { Suite } from "./suite.ts"

async function operations(): Promise<readonly Operation[]> {
  const { createFlow, flowFromClientSecrets, parseTokens, pickRedirectUri, serializeTokens } = await load(
    "@client-secrets/oauth",
    import("@client-secrets/oauth"),
  )
  const { fromDiscovery } = await load(
    "@client-secrets/oauth/from-discovery",
    import("@client-secrets/oauth/from-discovery"),
  )
  const { toAuthorization } = await load(
    "@client-secrets/oauth/to-authorization",
    import("@client-secrets/oauth/to-authorization"),
  )
  const { createSecret, parseClientSecrets } = await import("@client-secrets/core")
  const own = { ...members, auth_uri: "https://as.example/a", token_uri: "https://as.example/t" }
  const sent: unknown[] = []
  const answer = (status: number, body: object) => async (url: string | URL, init: RequestInit) => {
    sent.push([String(url), init.method, String(init.body), init.redirect])
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } })
  }
  const flowOf = (
    status = 200,
    body: object = { access_token: "A", token_type: "bearer", expires_in: 60 },
    more: object = {},
  ) =>
    createFlow(parseClientSecrets({ web: { ...own, ...more } }), {
      scope: ["read"],
      redirectUri: own.redirect_uris[0]!,
      fetch: answer(status, body) as never,
    } as never)
  const refresh = async (status?: number, body?: object) => {
    sent.length = 0
    const old = {
      accessToken: createSecret("old"),
      refreshToken: createSecret("r"),
      tokenType: "bearer",
      scope: "read",
    }
    const tokens = await (flowOf(status, body) as { refresh(tokens: unknown): Promise<object> }).refresh(old)
    const { accessToken } = tokens as { accessToken: { reveal(): string } }
    return [
      sent,
      accessToken.reveal(),
      Object.keys(tokens)
        .filter(name => name !== "expiresAt")
        .sort(),
    ]
  }
  const control = () => new Response(new Blob([text]), { headers: { a: "b" } }).text()
  const both = async () => [await control(), await crypto.subtle.digest("SHA-256", new Uint8Array(1))]
  const withoutVerifier = (requests: readonly unknown[]) =>
    requests.map(one => (one as unknown[]).map(part => String(part).replace(/code_verifier=[\w-]+/, "")))
  /** A flow whose provider publishes more. */
  const withMetadata = (body: object) =>
    createFlow(parseClientSecrets({ web: own }), {
      scope: "read",
      fetch: answer(200, body) as never,
      issuer: {
        issuer: "https://as.example",
        device_authorization_endpoint: "https://as.example/device",
        end_session_endpoint: "https://as.example/end",
      },
    })
  await refresh()
  return [
    {
      name: "an authorization URL",
      run: async () => {
        const request = await flowOf().authorizationRequest()
        const url = new URL((request as { url: string }).url)
        for (const name of ["state", "code_challenge", "nonce"])
          if (url.searchParams.has(name)) url.searchParams.set(name, "x")
        return [url.href, Object.keys(request).sort()]
      },
      control: () => crypto.subtle.digest("SHA-256", new Uint8Array(1)),
    },
    { name: "a refresh", run: () => refresh(), control },
    { name: "a refusal", run: () => refresh(400, { error: "invalid_grant" }), control },
    { name: "a failure", run: () => refresh(500, {}), control },
    {
      name: "a code",
      run: async () => {
        sent.length = 0
        const flow = flowOf()
        const request = await flow.authorizationRequest()
        const tokens = await flow.exchange(`${request.redirectUri}?code=c&state=${request.state}`, request)
        return [withoutVerifier(sent), tokens.accessToken, Object.keys(tokens).sort()]
      },
      control: both,
    },
    {
      name: "a callback with an error",
      run: async () => {
        const flow = flowOf()
        const request = await flow.authorizationRequest()
        return flow.exchange(`${request.redirectUri}?error=access_denied&state=${request.state}`, request)
      },
      control: both,
    },
    {
      name: "a token is revoked",
      run: async () => {
        sent.length = 0
        await flowOf(200, {}, { revoke_uri: "https://as.example/r" }).revoke("EXAMPLE_TOKEN")
        return sent
      },
      control,
    },
    { name: "no endpoint to revoke a token at", run: () => flowOf().revoke("EXAMPLE_TOKEN"), control },
    {
      name: "a user's claims",
      run: async () => {
        sent.length = 0
        return [await flowOf(200, { sub: "ada" }, { userinfo_uri: "https://as.example/u" }).userinfo("EXAMPLE"), sent]
      },
      control,
    },
    {
      name: "a device",
      run: async () => {
        sent.length = 0
        const answers = { device_code: "D", user_code: "U", verification_uri: "https://as.example/d", expires_in: 60 }
        const device = await withMetadata(answers).deviceAuthorization()
        const { expiresAt: _, ...rest } = device
        return [rest, sent]
      },
      control,
    },
    {
      name: "the end of a session",
      run: () => withMetadata({}).endSessionUrl({ postLogoutRedirectUri: "https://app.example.com/" }),
    },
    {
      name: "a flow of a source",
      run: async () => {
        sent.length = 0
        const source = { name: "a source", read: async () => ({ content: JSON.stringify({ web: own }) }) }
        const options = { scope: "read", fetch: answer(200, { access_token: "A" }) as never }
        const tokens = await flowFromClientSecrets(source, options).refresh("EXAMPLE_REFRESH")
        return [sent, tokens.scope, tokens.refreshToken]
      },
      control,
    },
    {
      name: "a signed-in user",
      run: async () => {
        sent.length = 0
        const kept: unknown[] = []
        const tokens = { accessToken: createSecret("A"), tokenType: "bearer", scope: "read", expiresAt: 8e15 }
        const session = flowOf().authorization(tokens, { onTokens: one => kept.push(one) })
        const { status } = await session.fetch("https://api.example/x", { method: "POST", body: "b" })
        await session.signOut({ revoke: false })
        return [status, sent, kept, session.tokens]
      },
      control,
    },
    {
      name: "the tokens of a file",
      run: async () => {
        const client = parseClientSecrets({ web: { ...own, access_token: "A", refresh_token: "R" } })
        const session = toAuthorization(client, { scope: ["a", "b"], fetch: answer(200, {}) as never })
        return [await session.accessToken(), session.tokens]
      },
    },
    {
      name: "a client made by discovery",
      run: async () => {
        const found = {
          issuer: "https://as.example",
          authorization_endpoint: own.auth_uri,
          token_endpoint: own.token_uri,
        }
        const client = await fromDiscovery("https://as.example", {
          clientId: "c",
          clientSecret: "EXAMPLE_SECRET",
          redirectUris: own.redirect_uris,
          fetch: answer(200, found) as never,
        })
        return { ...client, extra: undefined }
      },
      control,
    },
    ...(await idTokenOperations()),
    { name: "a redirect URI", run: () => pickRedirectUri(parseClientSecrets({ web: own }), "https://app.example.com") },
    { name: "a redirect URI by its port", run: () => pickRedirectUri(parseClientSecrets({ web: own }), { port: 1 }) },
    {
      name: "tokens as a string, and back",
      run: () => {
        const text = serializeTokens({ accessToken: createSecret("A"), tokenType: "bearer", scope: "read" })
        return [text, parseTokens(text)]
      },
    },
    { name: "a string that is not tokens", run: () => parseTokens("{}") },
    { name: "a wrong option", run: () => createFlow(parseClientSecrets({ web: own }), { scope: 7 } as never) },
    { name: "a client without a secret", run: () => createFlow({} as never, { scope: [] } as never) },
  ]
}

export const oauth: Suite = { sources: ["oauth", "recognize"], operations }
